namespace PeerNetwork.EventSourcing;

/// <summary>
/// Lets the retries of one process on one stream run one after the other: without it, many writers of a busy stream
/// keep overtaking each other until some run out of attempts.
/// </summary>
public sealed class StreamRetryLocks
{
    private const int Stripes = 256;

    private readonly SemaphoreSlim[] _locks =
    [
        .. Enumerable.Range(0, Stripes).Select(_ => new SemaphoreSlim(initialCount: 1, maxCount: 1)),
    ];

    internal async Task<IDisposable> Enter(Guid stream, CancellationToken ct)
    {
        var semaphore = _locks[(uint)stream.GetHashCode() % Stripes];
        await semaphore.WaitAsync(ct);
        return new Releaser(semaphore);
    }

    private sealed class Releaser(SemaphoreSlim semaphore) : IDisposable
    {
        public void Dispose() => semaphore.Release();
    }
}
