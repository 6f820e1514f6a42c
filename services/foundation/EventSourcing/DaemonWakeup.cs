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
    private TaskCompletionSource _next = New();

    internal DaemonWakeup() => Listener = new CommitListener(this);

    internal IDocumentSessionListener Listener { get; }

    public void Signal() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    public async Task WaitAsync(TimeSpan timeout, CancellationToken token)
    {
        var next = Volatile.Read(ref _next).Task;
        await next.WaitAsync(timeout, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        token.ThrowIfCancellationRequested();
    }

    public void Dispose() => Signal();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

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
