using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Engagement.Sessions;

/// <summary>The time of a session as a person asks for it: by the clocks of a zone.</summary>
/// <param name="Start">The wall time, such as <c>2026-03-09T17:00</c>.</param>
/// <param name="Zone">An IANA zone; null for the one of the person who asks.</param>
public sealed record SlotRequest(string? Start, string? Zone, int Minutes)
{
    // A meeting that took place without a plan is entered afterwards.
    private const int MaxDaysBack = 31,
        MaxDaysAhead = 550;

    /// <summary>The slots of as many weeks, all at the same wall time.</summary>
    /// <exception cref="InvalidFieldsException">There is no such zone or time, or it lies out of reach.</exception>
    public Slot[] Weekly(int times, string ownZone, DateTimeOffset now)
    {
        var (local, zone) = (LocalTimes.Parse(Start), LocalTimes.Zone(Zone ?? ownZone));
        new Check()
            .That(local is not null, "start", "must be a local date and time such as 2026-03-09T17:00")
            .That(zone is not null, "zone", "must be an IANA time zone such as America/Chicago")
            .That(Minutes is >= 5 and <= 480, "minutes", "must be 5 to 480")
            .Throw();
        var slots = local!.Value.Weekly(zone!, times).Select(at => new Slot(at, zone!.Id, Minutes)).ToArray();
        new Check()
            .That(
                slots[0].StartsAt >= now.AddDays(-MaxDaysBack),
                "start",
                $"must not be more than {MaxDaysBack} days ago"
            )
            .That(
                slots[^1].StartsAt <= now.AddDays(MaxDaysAhead),
                "start",
                $"must not be more than {MaxDaysAhead} days ahead, with all repetitions"
            )
            .Throw();
        return slots;
    }
}
