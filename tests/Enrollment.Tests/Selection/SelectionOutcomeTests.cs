using PeerNetwork.Enrollment.Applications.Selection;
using PeerNetwork.Enrollment.Programs;

namespace PeerNetwork.Enrollment.Tests.Selection;

public class SelectionOutcomeTests
{
    private static readonly SelectionPlan Both = TestData.Selection with
    {
        Mentee = new(SelectionMethod.Assessment, [new("Listening", 1)], 2),
    };

    [Fact]
    public void The_score_is_the_mean_by_weight()
    {
        var outcome = Of(TestData.Selection, ParticipantRole.Mentor, [Mentor("Listening", 4), Mentor("Openness", 2)]);

        outcome.Score.ShouldBe(3.5m);
        outcome.Recommended.ShouldBeTrue();
        outcome.Roles.ShouldHaveSingleItem().MinScore.ShouldBe(3.5m);
    }

    [Fact]
    public void Means_are_of_all_assessors_and_rounded_to_two_digits()
    {
        var outcome = Of(
            TestData.Selection,
            ParticipantRole.Mentor,
            [Mentor("Listening", 4), Mentor("Openness", 5)],
            [Mentor("Listening", 3), Mentor("Openness", 5)],
            [Mentor("Listening", 3), Mentor("Openness", 5)]
        );

        var role = outcome.Roles.ShouldHaveSingleItem();
        role.Criteria.ShouldBe([new("Listening", 3.33m), new("Openness", 5)]);
        // (10 / 3 * 3 + 5) / 4
        outcome.Score.ShouldBe(3.75m);
    }

    [Fact]
    public void What_is_read_as_the_minimum_reaches_it()
    {
        var plan = new SelectionPlan
        {
            Mentor = new(SelectionMethod.Interview, [new("Listening", 1), new("Openness", 2)], 3.67m),
        };

        var outcome = Of(plan, ParticipantRole.Mentor, [Mentor("Listening", 3), Mentor("Openness", 4)]);

        outcome.ShouldSatisfyAllConditions(o => o.Score.ShouldBe(3.67m), o => o.Recommended.ShouldBeTrue());
    }

    [Fact]
    public void Who_applies_as_both_is_recommended_in_both_roles_or_not_at_all()
    {
        CriterionScore[] scores = [Mentor("Listening", 5), Mentor("Openness", 5), Mentee("Listening", 1)];

        var outcome = Of(Both, ParticipantRole.Both, scores);

        outcome
            .Roles.Select(role => (role.Role, role.Score, role.Recommended))
            .ShouldBe([(ParticipantRole.Mentor, 5m, true), (ParticipantRole.Mentee, 1m, false)]);
        outcome.ShouldSatisfyAllConditions(o => o.Score.ShouldBe(1), o => o.Recommended.ShouldBeFalse());
    }

    [Fact]
    public void A_role_takes_the_parts_that_are_for_it()
    {
        Both.For(ParticipantRole.Mentor).Select(part => part.Role).ShouldBe([ParticipantRole.Mentor]);
        Both.For(ParticipantRole.Mentee).Select(part => part.Role).ShouldBe([ParticipantRole.Mentee]);
        Both.For(ParticipantRole.Both)
            .Select(part => part.Role)
            .ShouldBe([ParticipantRole.Mentor, ParticipantRole.Mentee]);
        TestData.Selection.For(ParticipantRole.Mentee).ShouldBeEmpty();
        TestData.Selection.For(ParticipantRole.Both).ShouldHaveSingleItem();
    }

    private static SelectionOutcome Of(
        SelectionPlan plan,
        ParticipantRole role,
        params IReadOnlyList<CriterionScore>[] assessments
    ) => SelectionOutcome.Of(plan.For(role), assessments);

    private static CriterionScore Mentor(string criterion, int score) => new(ParticipantRole.Mentor, criterion, score);

    private static CriterionScore Mentee(string criterion, int score) => new(ParticipantRole.Mentee, criterion, score);
}
