using PeerNetwork.Engagement.Badges;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.Engagement.Sessions;
using PeerNetwork.EventSourcing;
using static PeerNetwork.Engagement.Tests.TestData;

namespace PeerNetwork.Engagement.Tests.Sessions;

public class PlanSessionsTests
{
    private static readonly Session Wanted = new(SessionOne, Mentee, SlotOne, null, Now);

    [Fact]
    public void A_session_is_planned() => Begun.When(m => PlanSessions.Decide(m, Mentee, [Wanted], Now)).Then(Planned);

    [Fact]
    public void Several_are_planned_at_once()
    {
        var next = Wanted with
        {
            Id = new(Guid.CreateVersion7()),
            Slot = SlotOne with { StartsAt = SlotOne.StartsAt.AddDays(7) },
        };
        Begun
            .When(m => PlanSessions.Decide(m, Mentee, [Wanted, next], Now))
            .Then(Planned, PlannedAs(next.Id, next.Slot));
    }

    [Theory]
    [InlineData(59, false)]
    [InlineData(60, true)]
    [InlineData(-59, false)]
    [InlineData(-60, true)]
    public void It_must_not_lie_over_another_one(int minutesLater, bool free)
    {
        var other = Wanted with
        {
            Id = new(Guid.CreateVersion7()),
            Slot = SlotOne with { StartsAt = SlotOne.StartsAt.AddMinutes(minutesLater) },
        };
        var outcome = Begun.Given(Planned).When(m => PlanSessions.Decide(m, Mentor, [other], Now));
        if (free)
            outcome.Then(PlannedAs(other.Id, other.Slot) with { By = Mentor });
        else
            outcome.ThenThrows(DomainError.Conflict, "Another session");
    }

    [Fact]
    public void The_time_of_a_cancelled_session_is_free() =>
        Begun
            .Given(Planned, Cancelled)
            .When(m => PlanSessions.Decide(m, Mentee, [Wanted with { Id = new(Id.Value) }], Now))
            .Then(Planned with { Session = new(Id.Value) });

    [Fact]
    public void A_mentorship_has_at_most_four_hundred_sessions() =>
        Begun
            .Given([.. HeldSessions(400)])
            .When(m => PlanSessions.Decide(m, Mentee, [Wanted], Now))
            .ThenThrows(DomainError.Conflict, "400");

    [Fact]
    public void A_stranger_plans_nothing() =>
        Begun.When(m => PlanSessions.Decide(m, Stranger, [Wanted], Now)).ThenThrows(DomainError.Forbidden);
}

public class RescheduleSessionTests
{
    private static readonly Slot Later = SlotOne with { StartsAt = SlotOne.StartsAt.AddMinutes(30) };

    [Fact]
    public void A_session_moves_even_over_its_own_old_time() =>
        Begun
            .Given(Planned)
            .When(m => RescheduleSession.Decide(m, Mentor, SessionOne, Later, Now))
            .Then(
                new SessionRescheduled(
                    Id,
                    SessionOne,
                    Mentor,
                    Later.StartsAt,
                    Later.Zone,
                    Later.Minutes,
                    Now,
                    ProgramOne,
                    "CHI"
                )
            );

    [Fact]
    public void To_where_it_is_changes_nothing() =>
        Begun.Given(Planned).When(m => RescheduleSession.Decide(m, Mentor, SessionOne, SlotOne, Now)).ThenNothing();

    [Fact]
    public void Not_over_another_session() =>
        Begun
            .Given(Planned, PlannedAs(new(Id.Value), SlotOne with { StartsAt = SlotOne.StartsAt.AddHours(1) }))
            .When(m => RescheduleSession.Decide(m, Mentor, SessionOne, Later, Now))
            .ThenThrows(DomainError.Conflict, "Another session");

    [Fact]
    public void A_cancelled_session_does_not_move() =>
        Begun
            .Given(Planned, Cancelled)
            .When(m => RescheduleSession.Decide(m, Mentor, SessionOne, Later, Now))
            .ThenThrows(DomainError.Conflict);

    [Fact]
    public void Nor_does_one_whose_attendance_is_recorded() =>
        Begun
            .Given(Planned, Held)
            .When(m => RescheduleSession.Decide(m, Mentor, SessionOne, Later, Now))
            .ThenThrows(DomainError.Conflict);

    [Fact]
    public void An_unknown_session_is_not_found() =>
        Begun
            .When(m => RescheduleSession.Decide(m, Mentor, SessionOne, Later, Now))
            .ThenThrows(DomainError.NotFound, "session");

    [Fact]
    public void A_stranger_moves_nothing() =>
        Begun
            .Given(Planned)
            .When(m => RescheduleSession.Decide(m, Stranger, SessionOne, Later, Now))
            .ThenThrows(DomainError.Forbidden);
}

public class CancelSessionTests
{
    [Fact]
    public void A_session_is_called_off() =>
        Begun.Given(Planned).When(m => CancelSession.Decide(m, Mentee, SessionOne, Now)).Then(Cancelled);

    [Fact]
    public void Again_changes_nothing() =>
        Begun.Given(Planned, Cancelled).When(m => CancelSession.Decide(m, Mentor, SessionOne, Now)).ThenNothing();

    [Fact]
    public void What_took_place_is_not_called_off() =>
        Begun
            .Given(Planned, Held)
            .When(m => CancelSession.Decide(m, Mentee, SessionOne, Now))
            .ThenThrows(DomainError.Conflict);

    [Fact]
    public void A_stranger_calls_nothing_off() =>
        Begun
            .Given(Planned)
            .When(m => CancelSession.Decide(m, Stranger, SessionOne, Now))
            .ThenThrows(DomainError.Forbidden);
}

public class RecordAttendanceTests
{
    private static readonly DateTimeOffset After = SlotOne.StartsAt.AddHours(1);

    [Fact]
    public void It_is_recorded_who_did_not_attend()
    {
        foreach (
            var missedBy in (PersonId[][])
                [
                    [],
                    [Mentor],
                    [Mentee],
                    [Mentor, Mentee],
                ]
        )
            Begun
                .Given(Planned)
                .When(m => RecordAttendance.Decide(m, Mentee, SessionOne, missedBy, After))
                .Then(Recorded(SessionOne, SlotOne, missedBy));
    }

    [Fact]
    public void Those_who_missed_it_are_members_and_listed_once()
    {
        foreach (
            var missedBy in (PersonId[][])
                [
                    [Stranger],
                    [Mentor, Stranger],
                    [Mentor, Mentor],
                ]
        )
            Begun
                .Given(Planned)
                .When(m => RecordAttendance.Decide(m, Mentee, SessionOne, missedBy, After))
                .ThenThrows(DomainError.Invalid, "missedBy");
    }

    [Fact]
    public void Their_order_does_not_matter() =>
        Begun
            .Given(Planned, Recorded(SessionOne, SlotOne, Mentor, Mentee))
            .When(m => RecordAttendance.Decide(m, Mentee, SessionOne, [Mentee, Mentor], After))
            .ThenNothing();

    [Fact]
    public void Of_two_peers_one_missed_it() =>
        BegunReciprocal
            .Given(Planned)
            .When(m => RecordAttendance.Decide(m, Mentee, SessionOne, [Mentor], After))
            .Then(Recorded(SessionOne, SlotOne, Mentor));

    [Fact]
    public void Not_before_it_has_begun()
    {
        Begun
            .Given(Planned)
            .When(m => RecordAttendance.Decide(m, Mentee, SessionOne, [], SlotOne.StartsAt.AddTicks(-1)))
            .ThenThrows(DomainError.Conflict, "not begun");
        Begun
            .Given(Planned)
            .When(m => RecordAttendance.Decide(m, Mentee, SessionOne, [], SlotOne.StartsAt))
            .Then(Held with { At = SlotOne.StartsAt });
    }

    [Fact]
    public void The_same_record_again_changes_nothing() =>
        Begun.Given(Planned, Held).When(m => RecordAttendance.Decide(m, Mentor, SessionOne, [], After)).ThenNothing();

    [Fact]
    public void The_first_record_stands() =>
        Begun
            .Given(Planned, Held)
            .When(m => RecordAttendance.Decide(m, Mentor, SessionOne, [Mentee], After))
            .ThenThrows(DomainError.Conflict, "recorded already");

    [Fact]
    public void A_cancelled_session_has_no_attendance() =>
        Begun
            .Given(Planned, Cancelled)
            .When(m => RecordAttendance.Decide(m, Mentor, SessionOne, [], After))
            .ThenThrows(DomainError.Conflict, "cancelled");

    [Fact]
    public void The_fifth_session_earns_all_a_badge_and_the_sixth_none()
    {
        MentorshipEvent[] badges =
        [
            new BadgeAwarded(Id, ProgramOne, "CHI", Mentor, Badge.FifthSessionHeld, After),
            new BadgeAwarded(Id, ProgramOne, "CHI", Mentee, Badge.FifthSessionHeld, After),
        ];
        Begun
            .Given([.. HeldSessions(4), Planned])
            .When(m => RecordAttendance.Decide(m, Mentee, SessionOne, [], After))
            .Then([Held, .. badges]);
        Begun
            .Given([.. HeldSessions(5), .. badges, Planned])
            .When(m => RecordAttendance.Decide(m, Mentee, SessionOne, [], After))
            .Then(Held);
    }

    [Fact]
    public void A_missed_session_earns_nothing() =>
        Begun
            .Given([.. HeldSessions(4), Planned])
            .When(m => RecordAttendance.Decide(m, Mentee, SessionOne, [Mentor], After))
            .Then(Recorded(SessionOne, SlotOne, Mentor));

    [Fact]
    public void A_stranger_records_nothing() =>
        Begun
            .Given(Planned)
            .When(m => RecordAttendance.Decide(m, Stranger, SessionOne, [], After))
            .ThenThrows(DomainError.Forbidden);
}
