using PeerNetwork.Engagement.Feedback;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.EventSourcing;
using static PeerNetwork.Engagement.Tests.TestData;

namespace PeerNetwork.Engagement.Tests.Mentorships;

public sealed class CoordinatorViewTests
{
    private static readonly Mentorship WithFeedback = new MentorshipEvent[]
    {
        Started,
        Closed,
        Feedback("For the partner", FeedbackAudience.Partner),
        Feedback("For the coordinator", FeedbackAudience.Coordinator),
    }.Aggregate((Mentorship?)null, Mentorship.Evolve)!;

    [Fact]
    public void It_shows_what_was_written_for_coordinators_and_the_reason_of_the_close()
    {
        var view = CoordinatorView.For(WithFeedback, Stranger, mayRead: true);
        view.Feedback.ShouldHaveSingleItem().Text.ShouldBe("For the coordinator");
        view.Closing!.Reason.ShouldBe("Moved");
    }

    [Fact]
    public void It_shows_why_a_mentee_left_a_group_and_not_to_that_mentee()
    {
        var group = Mentorship.Evolve(Mentorship.Evolve(null, StartedGroup), SecondLeft);
        CoordinatorView
            .For(group, Stranger, mayRead: true)
            .Departures.ShouldHaveSingleItem()
            .ShouldBe(new(SecondMentee.Value, SecondMentee.Value, LeaveCause.Left, "Too little time", Now));
        Should
            .Throw<DomainException>(() => CoordinatorView.For(group, SecondMentee, mayRead: true))
            .Error.ShouldBe(DomainError.Forbidden);
    }

    [Fact]
    public void The_partner_reads_only_what_was_written_for_the_partner()
    {
        var page = MentorshipView.For(WithFeedback, Mentee, [Person.Unknown(Mentor), Person.Unknown(Mentee)]);
        page.PartnerFeedback.ShouldHaveSingleItem().Text.ShouldBe("For the partner");
    }

    [Fact]
    public void Outside_the_own_scope_it_does_not_exist() =>
        Should
            .Throw<DomainException>(() => CoordinatorView.For(WithFeedback, Stranger, mayRead: false))
            .Error.ShouldBe(DomainError.NotFound);

    [Fact]
    public void A_member_is_refused() =>
        Should
            .Throw<DomainException>(() => CoordinatorView.For(WithFeedback, Mentor, mayRead: true))
            .Error.ShouldBe(DomainError.Forbidden);

    private static FeedbackGiven Feedback(string text, FeedbackAudience audience) =>
        new(Id, ProgramOne, "CHI", Mentor, MemberRole.Mentor, null, 3, Mentor.ToPersonalText(text), Now, audience);
}
