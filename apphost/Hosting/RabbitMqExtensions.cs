using PeerNetwork.LocalServers;

namespace PeerNetwork.AppHost.Hosting;

/// <summary>A RabbitMQ of the installed programs.</summary>
internal sealed class InstalledRabbitMqResource(string name, InstalledRabbitMq server)
    : ExecutableResource(name, server.Command.Program, "/"),
        IResourceWithConnectionString
{
    public ReferenceExpression ConnectionStringExpression =>
        ReferenceExpression.Create($"amqp://{InstalledRabbitMq.User}:{Password}@127.0.0.1:{server.Port.ToString()}/");

    private ParameterResource Password { get; } = new($"{name}-password", _ => server.Password, secret: true);
}

internal static class RabbitMqExtensions
{
    /// <summary>
    /// A RabbitMQ: the one that <c>ConnectionStrings:{name}</c> names, else a container, else the installed programs.
    /// </summary>
    public static async Task<IResourceBuilder<IResourceWithConnectionString>> AddRabbitMqServer(
        this IDistributedApplicationBuilder builder,
        string name,
        LocalInstance instance,
        ContainerEngine? engine,
        CancellationToken ct
    )
    {
        if (builder.Configuration.GetConnectionString(name) is { Length: > 0 })
            return builder.AddConnectionString(name);
        if (engine is not null)
            return builder
                .AddRabbitMQ(name, password: builder.ContainerPassword(name, instance), port: instance.PortFor(name))
                .WithDataVolume(await engine.Volume(name, instance, ct))
                .WithManagementPlugin();

        var server = await InstalledRabbitMq.In(instance.SettingsFor(name), ct);
        var mapper = builder
            .AddExecutable($"{name}-port-mapper", server.PortMapper.Program, "/")
            .RunAs(server.PortMapper)
            .KeepRunning();
        return builder
            .AddInstalledServer(new InstalledRabbitMqResource(name, server), server.Command, server.Problem)
            .OnBeforeResourceStarted((_, _, stop) => server.Prepare(stop))
            .WaitForStart(mapper);
    }
}
