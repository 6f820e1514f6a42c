using FluentValidation;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Engagement.Sessions;

/// <summary>The time of a session as a person asks for it: by the clocks of a zone.</summary>
public interface ISlotRequest
{
    /// <summary>The wall time, such as <c>2026-03-09T17:00</c>.</summary>
    string Start { get; }

    int Minutes { get; }

    /// <summary>An IANA zone; null for the one of the person who asks.</summary>
    string? Zone { get; }
}

public sealed class SlotRequestValidator : AbstractValidator<ISlotRequest>
{
    internal const string ZoneMessage = "must be an IANA time zone such as America/Chicago";

    public SlotRequestValidator()
    {
        RuleFor(r => r.Start)
            .Must(start => LocalTimes.Parse(start) is not null)
            .WithMessage("must be a local date and time such as 2026-03-09T17:00");
        RuleFor(r => r.Zone).Must(zone => zone is null || LocalTimes.Zone(zone) is not null).WithMessage(ZoneMessage);
        RuleFor(r => r.Minutes).InclusiveBetween(5, 480);
    }
}

public static class SlotRequests
{
    // A meeting that took place without a plan is entered afterwards.
    private const int MaxDaysBack = 31,
        MaxDaysAhead = 550;

    /// <summary>The slots of as many weeks, all at the same wall time.</summary>
    /// <exception cref="InvalidFieldException">The time lies out of reach, or the person's own zone is
    /// unknown.</exception>
    public static Slot[] Weekly(this ISlotRequest request, int times, string ownZone, DateTimeOffset now)
    {
        var zone =
            LocalTimes.Zone(request.Zone ?? ownZone)
            ?? throw new InvalidFieldException("zone", SlotRequestValidator.ZoneMessage);
        var slots = LocalTimes
            .Parse(request.Start)!
            .Value.Weekly(zone, times)
            .Select(at => new Slot(at, zone.Id, request.Minutes))
            .ToArray();
        if (slots[0].StartsAt < now.AddDays(-MaxDaysBack))
            throw new InvalidFieldException("start", $"must not be more than {MaxDaysBack} days ago");
        if (slots[^1].StartsAt > now.AddDays(MaxDaysAhead))
            throw new InvalidFieldException(
                "start",
                $"must not be more than {MaxDaysAhead} days ahead, with all repetitions"
            );
        return slots;
    }
}
