namespace PeerNetwork.EventSourcing;

/// <summary>
/// Lets the writers of one process to a busy stream run one after the other: without it, those that lost a race keep
/// being overtaken by newcomers until they run out of attempts.
/// </summary>
public sealed class StreamRetryLocks
{
    private const int Stripes = 256;

    /// <summary>
    /// A writer that waits for longer goes on without its turn: the version of the stream protects it.
    /// </summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim[] _locks =
    [
        .. Enumerable.Range(0, Stripes).Select(_ => new SemaphoreSlim(initialCount: 1, maxCount: 1)),
    ];

    /// <summary>Whether a writer that lost a race has its turn now.</summary>
    internal bool IsTaken(Guid stream) => LockOf(stream).CurrentCount == 0;

    /// <returns>To be disposed at the end of the turn; null where there was none within the time.</returns>
    internal async Task<IDisposable?> Enter(Guid stream, CancellationToken ct)
    {
        var semaphore = LockOf(stream);
        return await semaphore.WaitAsync(MaxWait, ct) ? new Releaser(semaphore) : null;
    }

    private SemaphoreSlim LockOf(Guid stream) => _locks[(uint)stream.GetHashCode() % Stripes];

    private sealed class Releaser(SemaphoreSlim semaphore) : IDisposable
    {
        public void Dispose() => semaphore.Release();
    }
}
