namespace PeerNetwork.EventSourcing.Tests;

public sealed class DaemonWakeupTests
{
    [Fact]
    public async Task A_commit_during_a_poll_wakes_the_next_wait()
    {
        using var wakeup = new DaemonWakeup();
        wakeup.Signal();
        wakeup.Signal();
        await wakeup.WaitAsync(Timeout.InfiniteTimeSpan, default).WaitAsync(TimeSpan.FromSeconds(10));
        wakeup.WaitAsync(Timeout.InfiniteTimeSpan, default).IsCompleted.ShouldBeFalse();
    }
}
