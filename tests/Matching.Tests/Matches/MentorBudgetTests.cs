using PeerNetwork.Matching.Matches;
using static PeerNetwork.Matching.Tests.TestData;

namespace PeerNetwork.Matching.Tests.Matches;

public class MentorBudgetTests
{
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

    private static long? MinutesLeft(int? hours, params BudgetEvent[] events) =>
        MentorBudget.MinutesLeft(events.Aggregate((MentorBudget?)null, MentorBudget.Evolve), hours);
}
