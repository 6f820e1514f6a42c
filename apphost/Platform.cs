using PeerNetwork.AppHost.Instances;
using PeerNetwork.AppHost.Resources;
using PeerNetwork.AppHost.StatusPage;

namespace PeerNetwork.AppHost;

/// <param name="Folder">Holds all that the platform keeps.</param>
/// <param name="Fresh">Whether to forget what earlier runs have kept there.</param>
/// <param name="Patience">How long each process may take to be ready.</param>
internal sealed record PlatformOptions(string Folder, bool Fresh, TimeSpan Patience)
{
    public TextWriter Output { get; init; } = Console.Out;
}

/// <summary>The running platform. Disposing stops all that it has started, in the reverse order.</summary>
internal sealed class Platform : IAsyncDisposable
{
    private readonly Instance _instance;
    private readonly IReadOnlyList<Resource> _resources;
    private readonly DateTimeOffset _startedAt = TimeProvider.System.GetUtcNow();
    private readonly StatusServer _statusPage;
    private bool _ready;

    private Platform(Instance instance, IReadOnlyList<Resource> resources)
    {
        (_instance, _resources) = (instance, resources);
        _statusPage = new(instance, resources);
        foreach (var resource in resources)
            resource.Changed += Save;
    }

    public InstanceState State =>
        new(
            Environment.ProcessId,
            _startedAt,
            _instance.Folder,
            _ready,
            Gateway,
            _statusPage.Url,
            [
                .. _resources.Select(r => new ResourceStatus(
                    r.Name,
                    $"{r.State}".ToLowerInvariant(),
                    r.Detail,
                    r.Url,
                    r.Url?.Port,
                    r.ProcessId,
                    r.ConnectionString
                )),
            ]
        );

    public Uri? Gateway => _resources.FirstOrDefault(r => r.Name == "gateway")?.Url;

    /// <summary>Starts all that the graph describes; ends when all is ready.</summary>
    /// <exception cref="AlreadyRunningException">One runs in this folder.</exception>
    /// <exception cref="ResourceFailedException">A resource is not ready; all that was started has been stopped
    /// again.</exception>
    public static async Task<Platform> Start(
        PlatformOptions options,
        Action<PlatformBuilder> graph,
        CancellationToken ct
    )
    {
        var printer = new LogPrinter(
            options.Output,
            options.Output == Console.Out
                && !Console.IsOutputRedirected
                && Environment.GetEnvironmentVariable("NO_COLOR") is null
        );
        var instance = await Instance.Open(options.Folder, ct);
        Platform? platform = null;
        try
        {
            await instance.StopOrphans(line => printer.Print("apphost", line));
            if (options.Fresh)
                await instance.Empty("postgres", "rabbitmq");
            var builder = new PlatformBuilder(instance, Settings(), printer, options.Patience);
            graph(builder);
            platform = new(instance, builder.Resources);
            await platform.StartAll(ct);
            return platform;
        }
        catch
        {
            await (platform?.DisposeAsync() ?? ValueTask.CompletedTask);
            instance.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var layer in _resources.GroupBy(Depth).OrderByDescending(layer => layer.Key))
            await Task.WhenAll(layer.Select(Stop));
        await _statusPage.DisposeAsync();
        _instance.Dispose();
    }

    private static IConfiguration Settings() =>
        new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
            .AddEnvironmentVariables()
            .Build();

    private async Task StartAll(CancellationToken ct)
    {
        await _statusPage.Start(ct);
        Save();
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var starts = new Dictionary<Resource, Task>();
        foreach (var resource in _resources)
            _ = StartOnce(resource);
        await Task.WhenAll(starts.Values);
        _ready = true;
        Save();

        Task StartOnce(Resource resource) =>
            starts.TryGetValue(resource, out var start)
                ? start
                : starts[resource] = StartAfter(resource, [.. resource.WaitsFor.Select(StartOnce)], giveUp);
    }

    private static async Task StartAfter(Resource resource, Task[] others, CancellationTokenSource giveUp)
    {
        await Task.WhenAll(others);
        try
        {
            resource.Is(ResourceState.Starting);
            await resource.Start(giveUp.Token);
        }
        catch (Exception e) when (!giveUp.IsCancellationRequested)
        {
            resource.Is(ResourceState.Failed, e.Message);
            await giveUp.CancelAsync();
            throw new ResourceFailedException(resource, e);
        }
    }

    private static async Task Stop(Resource resource)
    {
        await resource.DisposeAsync();
        if (resource.State is not ResourceState.Failed)
            resource.Is(ResourceState.Stopped);
    }

    private static int Depth(Resource resource) =>
        resource.WaitsFor.Select(other => Depth(other) + 1).DefaultIfEmpty().Max();

    private void Save() => _instance.Write(State);
}

/// <summary>Says which resource has failed, why, and what it said last.</summary>
internal sealed class ResourceFailedException(Resource resource, Exception reason)
    : Exception(
        string.Join(
            '\n',
            [$"{resource.Name} has failed: {reason.Message}", .. resource.Log.Newest(15).Select(line => $"    {line}")]
        ),
        reason
    );
