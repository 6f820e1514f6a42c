using PeerNetwork.LocalServers;

namespace PeerNetwork.AppHost.Resources;

/// <summary>PostgreSQL or RabbitMQ, found or started by <see cref="LocalServers"/>.</summary>
internal sealed class ServerResource(
    string name,
    ResourceLog log,
    ServerSettings settings,
    Func<ServerSettings, CancellationToken, Task<RunningServer>> start
) : Resource(name, log)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stopping = new();
    private Task _watch = Task.CompletedTask;
    private RunningServer? _server;

    public override int? ProcessId => _server?.ProcessId;
    public override string? ConnectionString => _server?.Address;
    public override Uri? Url =>
        _server?.Management is { } uri ? new UriBuilder(uri) { UserName = "", Password = "" }.Uri : null;

    public override async Task Start(CancellationToken ct)
    {
        await StartOnce(ct);
        _watch = Watch();
    }

    public override async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_server is not null)
            await _server.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task StartOnce(CancellationToken ct)
    {
        _server = await start(settings, ct);
        Log.Add($"ready: {_server.Origin}");
        Is(ResourceState.Ready, _server.Origin);
    }

    private async Task Watch()
    {
        for (; ; await Task.Delay(Interval, _stopping.Token))
        {
            if (_server!.Lives())
                continue;
            Log.Add("has ended; starting again");
            Is(ResourceState.Restarting, "has ended");
            try
            {
                await StartOnce(_stopping.Token);
            }
            catch (Exception e) when (!_stopping.IsCancellationRequested)
            {
                // Whatever it is: this is the one who will try again.
                Log.Add($"did not start: {e.Message}");
            }
        }
    }
}

/// <summary>A service's own database on the server.</summary>
internal sealed class DatabaseResource(string name, ResourceLog log, string database, Resource server)
    : Resource(name, log)
{
    private string? _connectionString;

    public string Database => database;
    public override string? ConnectionString => _connectionString;

    public override async Task Start(CancellationToken ct)
    {
        _connectionString = await LocalPostgres.Database(server.ConnectionString!, database, ct);
        Is(ResourceState.Ready, $"on {server.Name}");
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
