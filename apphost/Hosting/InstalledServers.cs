using Microsoft.Extensions.Diagnostics.HealthChecks;
using PeerNetwork.LocalServers;

namespace PeerNetwork.AppHost.Hosting;

/// <summary>What PostgreSQL and RabbitMQ have in common.</summary>
internal static class InstalledServers
{
    /// <summary>A server of the installed programs, healthy while <paramref name="problem"/> answers null.</summary>
    public static IResourceBuilder<T> AddInstalledServer<T>(
        this IDistributedApplicationBuilder builder,
        T server,
        ServerCommand command,
        Func<CancellationToken, Task<string?>> problem
    )
        where T : ExecutableResource
    {
        builder
            .Services.AddHealthChecks()
            .AddAsyncCheck(
                server.Name,
                async ct =>
                    await problem(ct) is { } reason ? HealthCheckResult.Unhealthy(reason) : HealthCheckResult.Healthy()
            );
        return builder.AddResource(server).RunAs(command).WithHealthCheck(server.Name).KeepRunning();
    }

    /// <summary>The arguments and variables of the command; its program is the resource's own.</summary>
    public static IResourceBuilder<T> RunAs<T>(this IResourceBuilder<T> resource, ServerCommand command)
        where T : ExecutableResource
    {
        foreach (var (variable, value) in command.Environment)
            resource.WithEnvironment(variable, value);
        return resource.WithArgs([.. command.Arguments]);
    }

    public static ServerSettings SettingsFor(this LocalInstance instance, string server) =>
        new(Path.Combine(instance.Folder, server)) { Log = Console.WriteLine };

    /// <summary>The password of a server in a container, which has to be that of its volume.</summary>
    public static IResourceBuilder<ParameterResource> ContainerPassword(
        this IDistributedApplicationBuilder builder,
        string name,
        LocalInstance instance
    ) => builder.AddParameter($"{name}-password", Secrets.In(instance.Folder).PasswordOf(name), secret: true);
}
