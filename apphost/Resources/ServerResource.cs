using PeerNetwork.LocalServers;

namespace PeerNetwork.AppHost.Resources;

/// <summary>PostgreSQL or RabbitMQ, found or started by <see cref="LocalServers"/>.</summary>
sealed class ServerResource(string name, ResourceLog log, ServerSettings settings, Func<ServerSettings, CancellationToken, Task<RunningServer>> start)
    : Resource(name, log)
{
    RunningServer? _server;

    public override int? ProcessId => _server?.ProcessId;
    public override string? ConnectionString => _server?.Address;
    public override Uri? Url => _server?.Management is { } uri ? new UriBuilder(uri) { UserName = "", Password = "" }.Uri : null;

    public override async Task Start(CancellationToken ct)
    {
        _server = await start(settings, ct);
        Log.Add($"ready: {_server.Origin}");
        Is(ResourceState.Ready, _server.Origin);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }
}

/// <summary>A service's own database on the server.</summary>
sealed class DatabaseResource(string name, ResourceLog log, string database, Resource server) : Resource(name, log)
{
    string? _connectionString;

    public string Database => database;
    public override string? ConnectionString => _connectionString;

    public override async Task Start(CancellationToken ct)
    {
        _connectionString = await LocalPostgres.Database(server.ConnectionString!, database, ct);
        Is(ResourceState.Ready, $"on {server.Name}");
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
