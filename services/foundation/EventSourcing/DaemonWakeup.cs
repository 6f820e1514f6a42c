using JasperFx.Events.Daemon.HighWater;
using Marten;
using Marten.Services;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// Wakes the daemon as soon as a session of this process has committed events; those of other processes it finds by
/// polling. Marten's own wake-up by NOTIFY makes all commits of the server wait for each other.
/// </summary>
public sealed class DaemonWakeup : IDaemonWakeup
{
    /// <summary>Keeps a signal until the daemon waits: what commits while it looks is not missed.</summary>
    private readonly SemaphoreSlim _signals = new(0);

    public DaemonWakeup() => Listener = new CommitListener(this);

    internal IDocumentSessionListener Listener { get; }

    public void Signal()
    {
        if (_signals.CurrentCount == 0)
            _signals.Release();
    }

    public Task WaitAsync(TimeSpan timeout, CancellationToken token) => _signals.WaitAsync(timeout, token);

    /// <summary>Lets the daemon end. A semaphore that nobody waits on by a handle holds nothing to free.</summary>
    public void Dispose() => Signal();

    private sealed class CommitListener(DaemonWakeup wakeup) : DocumentSessionListenerBase
    {
        public override Task AfterCommitAsync(IDocumentSession session, IChangeSet commit, CancellationToken token)
        {
            if (commit.GetStreams().Any())
                wakeup.Signal();
            return Task.CompletedTask;
        }
    }
}
