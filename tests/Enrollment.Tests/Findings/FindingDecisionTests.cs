using PeerNetwork.Enrollment.Findings;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Findings;

public class FindingDecisionTests
{
    private static readonly Guid By = TestData.ManagerId.Value;

    private readonly DeciderSpec<Finding, FindingEvent> _recorded = DeciderSpec
        .Of<Finding, FindingEvent>(Finding.Evolve)
        .Given(TestData.FindingRecorded);

    [Fact]
    public void An_action_is_planned_once_and_can_be_planned_anew()
    {
        Plan(_recorded, "Meet weekly.", new(2027, 4, 1)).Then(TestData.FindingActionPlanned);
        var planned = _recorded.Given(TestData.FindingActionPlanned);
        Plan(planned, "Meet weekly.", new(2027, 4, 1)).ThenNothing();
        Plan(planned, "Meet weekly.", new(2027, 5, 1))
            .Then(TestData.FindingActionPlanned with { Due = new(2027, 5, 1) });
        Plan(planned, "Meet daily.", new(2027, 4, 1))
            .Then(TestData.FindingActionPlanned with { Action = new(By, "Meet daily.") });
    }

    [Fact]
    public void A_finding_that_is_decided_gets_no_action_until_it_is_reopened()
    {
        Plan(_recorded.Given(TestData.FindingResolved), "Meet weekly.", new(2027, 4, 1))
            .ThenThrows(DomainError.Conflict, "resolved");
        Plan(_recorded.Given(TestData.FindingDismissed), "Meet weekly.", new(2027, 4, 1))
            .ThenThrows(DomainError.Conflict, "dismissed");
        Plan(_recorded.Given(TestData.FindingDismissed, TestData.FindingReopened), "Meet weekly.", new(2027, 4, 1))
            .Then(TestData.FindingActionPlanned);
    }

    [Fact]
    public void A_later_version_that_changed_the_plan_resolves_a_finding_once()
    {
        Resolve(_recorded, 4, [2, 4]).Then(TestData.FindingResolved);
        Resolve(_recorded.Given(TestData.FindingActionPlanned), 4, [2, 4]).Then(TestData.FindingResolved);
        Resolve(_recorded.Given(TestData.FindingResolved), 4, [2, 4]).ThenNothing();
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void Another_version_does_not_resolve_it(long version) =>
        Resolve(_recorded, version, [2, 3, 4]).ThenThrows(DomainError.Invalid, "after version 3");

    [Fact]
    public void Without_a_revision_since_then_there_is_no_answer_to_name() =>
        Resolve(_recorded, 4, [2, 3]).ThenThrows(DomainError.Conflict, "Revise the program first");

    [Fact]
    public void Another_version_resolves_it_only_after_it_was_reopened()
    {
        var resolved = _recorded.Given(TestData.FindingResolved);
        Resolve(resolved, 5, [4, 5]).ThenThrows(DomainError.Conflict, "Reopen it first");
        Resolve(resolved.Given(TestData.FindingReopened), 5, [4, 5])
            .Then(TestData.FindingResolved with { ProgramVersion = 5 });
        Resolve(_recorded.Given(TestData.FindingDismissed), 4, [4]).ThenThrows(DomainError.Conflict, "dismissed");
    }

    [Fact]
    public void A_finding_is_dismissed_once_for_a_reason()
    {
        Dismiss(_recorded).Then(TestData.FindingDismissed);
        Dismiss(_recorded.Given(TestData.FindingActionPlanned)).Then(TestData.FindingDismissed);
        Dismiss(_recorded.Given(TestData.FindingDismissed)).ThenNothing();
        Dismiss(_recorded.Given(TestData.FindingResolved)).ThenThrows(DomainError.Conflict, "resolved");
    }

    [Fact]
    public void What_was_decided_is_reopened_once()
    {
        Reopen(_recorded.Given(TestData.FindingResolved)).Then(TestData.FindingReopened);
        Reopen(_recorded.Given(TestData.FindingDismissed)).Then(TestData.FindingReopened);
        Reopen(_recorded).ThenNothing();
        Reopen(_recorded.Given(TestData.FindingActionPlanned)).ThenNothing();
    }

    [Fact]
    public void A_planned_action_is_planned_again_when_its_finding_is_reopened()
    {
        StatusAfter(TestData.FindingDismissed, TestData.FindingReopened).ShouldBe(FindingStatus.Open);
        StatusAfter(TestData.FindingActionPlanned, TestData.FindingResolved, TestData.FindingReopened)
            .ShouldBe(FindingStatus.Planned);
    }

    private static FindingStatus StatusAfter(params FindingEvent[] events) =>
        events.Prepend(TestData.FindingRecorded).Aggregate((Finding?)null, Finding.Evolve)!.Status;

    private static DeciderResult<FindingEvent> Plan(
        DeciderSpec<Finding, FindingEvent> spec,
        string action,
        DateOnly due
    ) => spec.When(f => PlanFindingAction.Decide(f!, new(action, due), By, TestData.Now));

    private static DeciderResult<FindingEvent> Resolve(
        DeciderSpec<Finding, FindingEvent> spec,
        long version,
        long[] revisions
    ) => spec.When(f => ResolveFinding.Decide(f!, version, revisions, By, TestData.Now));

    private static DeciderResult<FindingEvent> Dismiss(DeciderSpec<Finding, FindingEvent> spec) =>
        spec.When(f => DismissFinding.Decide(f!, "Too costly.", By, TestData.Now));

    private static DeciderResult<FindingEvent> Reopen(DeciderSpec<Finding, FindingEvent> spec) =>
        spec.When(f => ReopenFinding.Decide(f!, By, TestData.Now));
}
