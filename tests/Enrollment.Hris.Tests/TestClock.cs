namespace PeerNetwork.Enrollment.Hris.Tests;

/// <summary>Stands still. A wait ends at once and is written down, but the time limits of requests are real.</summary>
public sealed class TestClock(params TimeSpan[] realTimers) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<TimeSpan> _waits = [];

    public DateTimeOffset Now { get; set; } = new(Company.Today, new(12, 0), TimeSpan.Zero);

    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (_lock)
                return [.. _waits];
        }
    }

    public override DateTimeOffset GetUtcNow() => Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == Timeout.InfiniteTimeSpan || realTimers.Contains(dueTime))
            return System.CreateTimer(callback, state, dueTime, period);
        lock (_lock)
            _waits.Add(dueTime);
        return System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
