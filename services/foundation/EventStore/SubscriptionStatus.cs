using System.Collections.Concurrent;

namespace PeerNetwork.EventStore;

public enum SubscriptionState
{
    /// <summary>Has not had its first look yet.</summary>
    Starting,

    /// <summary>Another replica runs it.</summary>
    Standby,

    /// <summary>Follows the events.</summary>
    Running,

    /// <summary>Stands before an event that it cannot apply, and tries again now and then.</summary>
    Stopped,
}

/// <summary>How a subscription is doing, for readiness, metrics and operators.</summary>
/// <param name="Name">Its stable name.</param>
/// <param name="State">What this replica does about it.</param>
/// <param name="Position">The sequence number up to which its effects are committed.</param>
/// <param name="Mark">The safe mark at the last look.</param>
/// <param name="Newest">The newest event at the last look; above the mark while an append with a lower number is in flight.</param>
/// <param name="Event">The event it is stopped at.</param>
/// <param name="Error">Why.</param>
/// <param name="BehindSince">Since when it has not caught up with the newest event; null when it has.</param>
public sealed record SubscriptionStatus(
    string Name,
    SubscriptionState State,
    long Position = 0,
    long Mark = 0,
    long Newest = 0,
    Guid? Event = null,
    string? Error = null,
    DateTimeOffset? BehindSince = null
)
{
    /// <summary>How many sequence numbers it is behind.</summary>
    public long Lag => Math.Max(0, Newest - Position);
}

/// <summary>The subscriptions of this process.</summary>
public sealed class SubscriptionStatuses
{
    private readonly ConcurrentDictionary<string, SubscriptionStatus> _all = [];

    /// <summary>Each with the newest event that any of them has seen: one that waits, such as for the broker, has not looked since.</summary>
    public IReadOnlyCollection<SubscriptionStatus> All
    {
        get
        {
            var newest = _all.Values.Select(s => s.Newest).DefaultIfEmpty().Max();
            return
            [
                .. _all
                    .Values.Select(s =>
                        s.State is SubscriptionState.Running or SubscriptionState.Stopped
                            ? s with
                            {
                                Newest = newest,
                            }
                            : s
                    )
                    .OrderBy(s => s.Name, StringComparer.Ordinal),
            ];
        }
    }

    internal SubscriptionStatus Update(string name, Func<SubscriptionStatus, SubscriptionStatus> change) =>
        _all.AddOrUpdate(name, n => change(new(n, SubscriptionState.Starting)), (_, status) => change(status));
}
