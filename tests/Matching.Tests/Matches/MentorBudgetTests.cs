using PeerNetwork.Matching.Matches;
using static PeerNetwork.Matching.Tests.TestData;

namespace PeerNetwork.Matching.Tests.Matches;

public class MentorBudgetTests
{
    private static readonly DateOnly March = SessionTaken.Month;
    private static readonly SessionTimeReleased SessionReleased = new(Ada, TheProgram, SessionTaken.Slot, Now);
    private static readonly MentorTimeTaken Long = new(Ada, TheProgram, TheMatch, 90, Now);

    [Fact]
    public void Mentorships_of_all_programs_share_the_hours()
    {
        MinutesLeft(3).ShouldBe(180);
        MinutesLeft(3, TimeTaken).ShouldBe(120);
        MinutesLeft(3, TimeTaken, Long).ShouldBe(30);
        MinutesLeft(3, TimeTaken, TimeTaken).ShouldBe(120);
    }

    [Fact]
    public void An_ended_mentorship_gives_back_what_it_took() =>
        MinutesLeft(3, TimeTaken, Long, new MentorTimeReleased(Ada, TheProgram, TheMatch, Now)).ShouldBe(120);

    [Fact]
    public void Lower_hours_leave_less_than_nothing() => MinutesLeft(1, TimeTaken, Long).ShouldBe(-90);

    [Fact]
    public void A_mentor_without_hours_has_no_limit() => MinutesLeft(null, TimeTaken, Long).ShouldBeNull();

    [Fact]
    public void A_session_takes_time_of_its_own_month()
    {
        MinutesLeftIn(March, 3, TimeTaken, SessionTaken).ShouldBe(90);
        MinutesLeftIn(March.AddMonths(1), 3, TimeTaken, SessionTaken).ShouldBe(120);
        MinutesLeftIn(March, 3, TimeTaken, SessionTaken, SessionReleased).ShouldBe(120);
        MinutesLeftIn(March, null, SessionTaken).ShouldBeNull();
    }

    [Fact]
    public void A_mentorship_needs_its_time_in_the_busiest_month_to_come()
    {
        var inApril = SessionTaken with { Slot = new(Id(21)), Month = March.AddMonths(1), Minutes = 60 };
        var inFebruary = SessionTaken with { Slot = new(Id(22)), Month = March.AddMonths(-1), Minutes = 90 };
        MinutesLeft(3, TimeTaken, SessionTaken, inApril, inFebruary).ShouldBe(60);
        MinutesLeft(3, inFebruary).ShouldBe(180);
        MinutesLeft(null, inApril).ShouldBeNull();
    }

    private static long? MinutesLeft(int? hours, params BudgetEvent[] events) =>
        MentorBudget.MinutesLeftFrom(March, BudgetOf(events), hours);

    private static long? MinutesLeftIn(DateOnly month, int? hours, params BudgetEvent[] events) =>
        MentorBudget.MinutesLeftIn(month, BudgetOf(events), hours);

    private static MentorBudget? BudgetOf(BudgetEvent[] events) =>
        events.Aggregate((MentorBudget?)null, MentorBudget.Evolve);
}
