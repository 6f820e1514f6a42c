using DotNet.Testcontainers.Builders;
using PeerNetwork.LocalServers;
using Testcontainers.PostgreSql;

namespace PeerNetwork.SharedServers;

/// <summary>
/// A PostgreSQL for tests and benchmarks: the given one, else a container, else one of the installed programs.
/// </summary>
public static class TestPostgres
{
    private const string Image = "postgres:17";

    /// <param name="given">A connection string, or null to start a server.</param>
    public static async Task<RunningServer> Start(ServerSettings settings, string? given, CancellationToken ct)
    {
        if (given is { Length: > 0 })
            return await Databases.Problem(given, ct) is { } reason
                ? throw new ServerUnavailableException($"The PostgreSQL that was given does not answer: {reason}")
                : new(given);
        return await StartContainer(settings, ct) ?? await (await InstalledPostgres.In(settings, ct)).Start(ct);
    }

    /// <returns>Null when no container engine runs.</returns>
    private static async Task<RunningServer?> StartContainer(ServerSettings settings, CancellationToken ct)
    {
        try
        {
            var container = new PostgreSqlBuilder(Image)
                .WithCommand("-c", "max_connections=400", "-c", $"fsync={(settings.Durable ? "on" : "off")}")
                .Build();
            await container.StartAsync(ct);
            return new(container.GetConnectionString()) { Stop = () => container.DisposeAsync().AsTask() };
        }
        catch (DockerUnavailableException)
        {
            return null;
        }
    }
}
