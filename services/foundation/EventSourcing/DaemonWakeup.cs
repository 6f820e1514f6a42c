using JasperFx.Events.Daemon.HighWater;
using Marten;
using Marten.Services;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// Wakes the daemon when a session of this process has committed events. The daemon finds the events of other processes
/// by polling. Marten's own wake-up by NOTIFY would serialise all commits of the server.
/// </summary>
public sealed class DaemonWakeup : IDaemonWakeup
{
    /// <summary>Keeps a signal until the daemon waits, so that a commit during a poll is not missed.</summary>
    private readonly SemaphoreSlim _signals = new(0);

    public DaemonWakeup() => Listener = new CommitListener(this);

    internal IDocumentSessionListener Listener { get; }

    public void Signal()
    {
        if (_signals.CurrentCount == 0)
            _signals.Release();
    }

    public Task WaitAsync(TimeSpan timeout, CancellationToken token) => _signals.WaitAsync(timeout, token);

    /// <summary>Lets the daemon end. The semaphore has no wait handle, so it needs no disposal.</summary>
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
