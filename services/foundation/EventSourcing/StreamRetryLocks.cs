namespace PeerNetwork.EventSourcing;

/// <summary>
/// Serialises writers of this process on a contended stream. Without these locks, a writer that lost a race can lose
/// again to new writers until it runs out of attempts.
/// </summary>
public sealed class StreamRetryLocks
{
    private const int LockCount = 256;

    /// <summary>
    /// After this time a writer goes on without the lock. The expected version still protects the stream.
    /// </summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim[] _locks =
    [
        .. Enumerable.Range(0, LockCount).Select(_ => new SemaphoreSlim(initialCount: 1, maxCount: 1)),
    ];

    /// <summary>Whether a writer that lost a race holds the lock now.</summary>
    internal bool IsHeld(Guid stream) => LockOf(stream).CurrentCount == 0;

    /// <returns>Releases the lock when it is disposed; null if the lock was not free within the time.</returns>
    internal async Task<IDisposable?> Enter(Guid stream, CancellationToken ct)
    {
        var semaphore = LockOf(stream);
        return await semaphore.WaitAsync(MaxWait, ct) ? new Releaser(semaphore) : null;
    }

    private SemaphoreSlim LockOf(Guid stream) => _locks[(uint)stream.GetHashCode() % LockCount];

    private sealed class Releaser(SemaphoreSlim semaphore) : IDisposable
    {
        public void Dispose() => semaphore.Release();
    }
}
