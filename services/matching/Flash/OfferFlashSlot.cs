using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using NodaTime.Text;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.People;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Flash;

/// <summary>A mentor of a program offers a short session about one topic.</summary>
public static class OfferFlashSlot
{
    private const int MaxDaysAhead = 180;
    private const string ZoneMessage = "must be an IANA time zone such as America/Chicago";

    private static readonly LocalDateTimePattern WallTime = LocalDateTimePattern.CreateWithInvariantCulture(
        "uuuu-MM-dd'T'HH:mm"
    );

    /// <param name="Topic">One line of up to 100 characters.</param>
    /// <param name="Start">The wall time, such as <c>2026-03-09T17:00</c>. Of one that comes twice, when clocks are set
    /// back, the first is meant.</param>
    /// <param name="Minutes">15 to 60, in steps of 5.</param>
    /// <param name="Zone">An IANA zone; null for the one of the mentor.</param>
    public sealed record Request(Guid Program, string Topic, string Start, int Minutes, string? Zone = null);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Topic).Line(maxLength: 100);
            RuleFor(r => r.Start)
                .Must(start => Parse(start) is not null)
                .WithMessage("must be a local date and time such as 2026-03-09T17:00");
            RuleFor(r => r.Minutes)
                .Must(minutes => minutes is >= 15 and <= 60 && minutes % 5 == 0)
                .WithMessage("must be from 15 to 60, in steps of 5");
            RuleFor(r => r.Zone).Must(zone => zone is null || Zone(zone) is not null).WithMessage(ZoneMessage);
        }
    }

    public static async Task<Created<CreatedId>> Handle(
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        ReadModels tables,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.PersonId(), clock.GetUtcNow());
        await events.RequireFlashProgram(request.Program, ct);
        if (!await tables.IsFreeMentor(request.Program, by, ct))
            throw new DomainException(
                DomainError.Forbidden,
                "Only mentors who take part in the program, and are not in a pause or on leave, offer flash sessions."
            );
        var ownZone = (await events.Load<PersonReplica>(by.Value, ct))!.TimeZone;
        var time = TimeOf(request, ownZone, now);
        var offered = new FlashSlotOffered(
            FlashSlotId.At(time.StartsAt),
            new(request.Program),
            by,
            new(by.Value, request.Topic),
            time,
            now
        );
        await events.Update(
            async writes =>
            {
                var calendar = await writes.Fetch<FlashCalendar, FlashCalendarEvent>(
                    FlashCalendar.IdOf(by),
                    FlashCalendar.Evolve
                );
                await writes.AppendSlot(offered.Slot, Decide(calendar, offered));
            },
            ct
        );
        return TypedResults.Created("/me/flash-slots", new CreatedId(offered.Slot.Value));
    }

    public static FlashSlotEvent[] Decide(FlashCalendar? calendar, FlashSlotOffered offered)
    {
        calendar.RequireFree(offered.Time, isMentor: true, offered.At);
        return [offered];
    }

    /// <exception cref="InvalidFieldException">The clocks of the zone skip the wall time, it lies out of reach, or the
    /// mentor's own zone is unknown.</exception>
    public static FlashTime TimeOf(Request request, string ownZone, DateTimeOffset now)
    {
        var zone = Zone(request.Zone ?? ownZone) ?? throw new InvalidFieldException("zone", ZoneMessage);
        var mapped = zone.MapLocal(Parse(request.Start)!.Value);
        if (mapped.Count == 0)
            throw new InvalidFieldException(
                "start",
                $"does not exist in {zone.Id}: the clocks are set forward over it"
            );
        var startsAt = mapped.First().ToDateTimeOffset();
        if (startsAt <= now || startsAt > now.AddDays(MaxDaysAhead))
            throw new InvalidFieldException("start", $"must be in the future, and at most {MaxDaysAhead} days ahead");
        return new(startsAt, zone.Id, request.Minutes);
    }

    /// <summary>Null for a text that is no wall time of this or the next century.</summary>
    private static LocalDateTime? Parse(string? text) =>
        text is not null && WallTime.Parse(text) is { Success: true } parsed && parsed.Value.Year is >= 2000 and < 2200
            ? parsed.Value
            : null;

    private static DateTimeZone? Zone(string name) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(name);

    private static Task<bool> IsFreeMentor(
        this ReadModels tables,
        Guid program,
        PersonId person,
        CancellationToken ct
    ) =>
        tables.QueryFirstOrDefault<bool>(
            $"""
            select exists (select from participants p
                join mt_doc_personreplica w on w.id = p.person and w.active and not w.on_leave and not w.agreement_due
                where p.program = {program} and p.person = {person.Value} and p.is_mentor and not p.withdrawn
                    and p.paused_until is null and p.not_ready_reason is null)
            """,
            ct
        );
}
