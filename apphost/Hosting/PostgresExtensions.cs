using PeerNetwork.LocalServers;

namespace PeerNetwork.AppHost.Hosting;

/// <summary>A PostgreSQL of the installed programs.</summary>
internal sealed class InstalledPostgresResource(string name, InstalledPostgres server)
    : ExecutableResource(name, server.Command.Program, "/"),
        IResourceWithConnectionString
{
    public ReferenceExpression ConnectionStringExpression =>
        ReferenceExpression.Create(
            $"Host=127.0.0.1;Port={server.Port.ToString()};Username=postgres;Password={Password};Database=postgres"
        );

    private ParameterResource Password { get; } = new($"{name}-password", _ => server.Password, secret: true);
}

internal static class PostgresExtensions
{
    /// <summary>
    /// A PostgreSQL: the one that <c>ConnectionStrings:{name}</c> names, else a container, else the installed programs.
    /// </summary>
    public static async Task<IResourceBuilder<IResourceWithConnectionString>> AddPostgresServer(
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
                .AddPostgres(name, password: builder.ContainerPassword(name, instance), port: instance.PortFor(name))
                .WithDataVolume(await engine.Volume(name, instance, ct))
                .WithArgs("-c", "max_connections=400");

        var server = await InstalledPostgres.In(instance.SettingsFor(name), ct);
        return builder
            .AddInstalledServer(new InstalledPostgresResource(name, server), server.Command, server.Problem)
            .OnBeforeResourceStarted((_, _, stop) => server.Prepare(stop));
    }
}
