namespace PeerNetwork.AppHost.Resources;

internal enum ResourceState
{
    Waiting,
    Starting,
    Ready,
    Unhealthy,
    Restarting,
    Failed,
    Stopped,
}

/// <summary>A part of the platform: what it waits for, how it starts and ends, and how it is doing.</summary>
internal abstract class Resource(string name, ResourceLog log) : IAsyncDisposable
{
    private readonly List<Resource> _waitsFor = [];

    public string Name => name;
    public ResourceLog Log => log;
    public IReadOnlyList<Resource> WaitsFor => _waitsFor;
    public ResourceState State { get; private set; }
    public string Detail { get; private set; } = "";

    /// <summary>Where HTTP requests reach it, if they do.</summary>
    public virtual Uri? Url => null;

    public virtual int? ProcessId => null;

    /// <summary>What others connect with; known when it is ready.</summary>
    public virtual string? ConnectionString => null;

    public event Action? Changed;

    public void WaitFor(Resource other) => _waitsFor.Add(other);

    /// <summary>Ends when the resource is ready; throws when it cannot be.</summary>
    public abstract Task Start(CancellationToken ct);

    /// <summary>Stops what this run has started, and only that.</summary>
    public abstract ValueTask DisposeAsync();

    public void Is(ResourceState state, string detail = "")
    {
        if ((State, Detail) == (state, detail))
            return;
        (State, Detail) = (state, detail);
        Changed?.Invoke();
    }
}
