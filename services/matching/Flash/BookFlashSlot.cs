using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Matches;
using PeerNetwork.Matching.People;

namespace PeerNetwork.Matching.Flash;

/// <summary>
/// An employee at one of the program's sites books an open slot. It takes the time of the mentor in the month of the
/// session, if enough is left.
/// </summary>
public static class BookFlashSlot
{
    public static async Task<NoContent> Handle(
        Guid id,
        ClaimsPrincipal user,
        EventStreams events,
        ReadModels tables,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.PersonId(), clock.GetUtcNow());
        await events.Update(
            async writes =>
            {
                var slot = (await writes.Fetch<FlashSlot, FlashSlotEvent>(id, FlashSlot.Evolve)).RequireFound();
                var (program, mentor) = (slot.Offer.Program.Value, slot.Offer.Mentor);
                RequireMayBook(
                    slot.Offer,
                    await events.RequireFlashProgram(program, ct),
                    await events.Load<PersonReplica>(by.Value, ct),
                    await ReportingLines.AreInOneLine(tables, by, mentor, ct)
                );
                var calendar = await writes.Fetch<FlashCalendar, FlashCalendarEvent>(
                    FlashCalendar.IdOf(by),
                    FlashCalendar.Evolve
                );
                var budget = await writes.Fetch<MentorBudget, BudgetEvent>(
                    MentorBudget.IdOf(mentor),
                    MentorBudget.Evolve
                );
                var hours = (await events.Load<PersonReplica>(mentor.Value, ct))?.HoursPerMonth;
                var left = MentorBudget.MinutesLeftIn(slot.Offer.Time.Month, budget, hours);
                await writes.AppendSlot(slot.Id, Decide(slot, calendar, left, by, now));
            },
            ct
        );
        return TypedResults.NoContent();
    }

    /// <exception cref="DomainException">The person does not work at a site of the program, or is too close to the
    /// mentor.</exception>
    public static void RequireMayBook(
        FlashSlotOffered offer,
        ProgramReplica program,
        PersonReplica? person,
        bool isLineBetween
    )
    {
        if (person is not { OnLeave: false } || !person.IsActiveStaff() || !program.SiteCodes.Contains(person.SiteCode))
            throw new DomainException(
                DomainError.Forbidden,
                "Only employees at a site of the program, who are not on leave, book its flash sessions."
            );
        if (offer.Mentor.Value == person.Id)
            throw new DomainException(DomainError.Forbidden, "This is your own flash session.");
        if (isLineBetween)
            throw new DomainException(
                DomainError.Forbidden,
                "One of you is a line manager of the other. Choose a session of another mentor."
            )
            {
                Code = "reporting-line",
            };
    }

    /// <param name="slot">The slot.</param>
    /// <param name="calendar">That of the person who books.</param>
    /// <param name="minutesLeft">What the mentor's hours leave in the month of the session; null for no limit.</param>
    /// <param name="by">Who books.</param>
    /// <param name="now">The moment.</param>
    public static FlashSlotEvent[] Decide(
        FlashSlot slot,
        FlashCalendar? calendar,
        long? minutesLeft,
        PersonId by,
        DateTimeOffset now
    )
    {
        switch (slot.State)
        {
            case FlashSlotState.Booked when slot.Mentee == by:
                return [];
            case FlashSlotState.Booked:
                throw Conflict("flash-slot-taken", "Another person was faster and has booked this flash session.");
            case FlashSlotState.Withdrawn or FlashSlotState.Lapsed:
            case FlashSlotState.Offered when slot.Offer.Time.StartsAt <= now:
                throw Conflict("flash-slot-closed", "This flash session is no longer offered.");
        }

        calendar.RequireFree(slot.Offer.Time, isMentor: false, now);
        return minutesLeft < slot.Offer.Time.Minutes
            ? throw Conflict(
                "mentor-hours-used",
                "The mentor's hours in the month of this flash session are used by mentorships and other sessions."
            )
            : [slot.Book(by, now)];
    }

    private static DomainException Conflict(string code, string message) =>
        new(DomainError.Conflict, message) { Code = code };
}
