using PeerNetwork.EventStore;
using PeerNetwork.Matching.Engine;
using PeerNetwork.Matching.Runs;
using PeerNetwork.Testing;
using static PeerNetwork.Matching.Tests.Some;

namespace PeerNetwork.Matching.Tests.Runs;

public class ComputeRunsTests
{
    private static readonly Story<Run, RunEvent> Scene = Story.Of<Run, RunEvent>(Run.Evolve);

    [Fact]
    public void A_requested_run_starts() => Scene.Given(Requested).When(run => ComputeRuns.Start(run, Started)).Then(Started);

    [Fact]
    public void A_run_starts_once() => Scene.Given(Requested, Started).When(run => ComputeRuns.Start(run, Started)).ThenNothing();

    [Fact]
    public void A_computed_run_is_a_draft() => Scene.Given(Requested, Started).When(run => ComputeRuns.Draft(run, Drafted)).Then(Drafted);

    [Fact]
    public void What_another_replica_computed_stands() => Scene.Given(Requested, Started, Drafted).When(run => ComputeRuns.Draft(run, Drafted)).ThenNothing();

    [Fact]
    public void A_run_can_fail_before_and_after_its_start()
    {
        var failed = new RunFailed(TheRun, "why", Now);
        Scene.Given(Requested).When(run => ComputeRuns.Fail(run, "why", Now)).Then(failed);
        Scene.Given(Requested, Started).When(run => ComputeRuns.Fail(run, "why", Now)).Then(failed);
    }

    [Fact]
    public void A_draft_does_not_fail_any_more() => Scene.Given(Requested, Started, Drafted).When(run => ComputeRuns.Fail(run, "why", Now)).ThenNothing();
}

public class RemoveProposalTests
{
    private static readonly Story<Run, RunEvent> Scene = Story.Of<Run, RunEvent>(Run.Evolve);

    [Fact]
    public void A_proposal_is_removed_from_the_draft() => Scene.Given(Requested, Started, Drafted)
        .When(run => RemoveProposal.Decide(run, Bo, Reason, Dee, Now))
        .Then(new ProposalRemoved(TheRun, Bo, Reason, Dee, Now));

    [Fact]
    public void What_is_not_proposed_cannot_be_removed() => Scene.Given(Requested, Started, Drafted)
        .When(run => RemoveProposal.Decide(run, Cy, Reason, Dee, Now))
        .ThenRefused(Refusal.Missing, "no proposal");

    [Fact]
    public void Nothing_is_removed_before_the_draft_or_after_the_review()
    {
        Scene.Given(Requested, Started).When(run => RemoveProposal.Decide(run, Bo, Reason, Dee, Now)).ThenRefused(Refusal.Conflict);
        Scene.Given(Requested, Started, Drafted, Reviewed).When(run => RemoveProposal.Decide(run, Bo, Reason, Dee, Now)).ThenRefused(Refusal.Conflict);
    }

    [Fact]
    public void There_has_to_be_a_run() => Scene.When(run => RemoveProposal.Decide(run, Bo, Reason, Dee, Now)).ThenRefused(Refusal.Missing, "No such run");
}

public class AddProposalTests
{
    private static readonly Story<Run, RunEvent> Scene = Story.Of<Run, RunEvent>(Run.Evolve);
    private static readonly ProposedPair Pair = PairOf(Cy, Ada);

    [Fact]
    public void A_pair_is_added_to_the_draft() => Scene.Given(Requested, Started, Drafted)
        .When(run => AddProposal.Decide(run, Pair, Reason, Dee, Now))
        .Then(new ProposalAdded(TheRun, Pair, Reason, Dee, Now));

    [Fact]
    public void One_place_may_be_offered_to_two() => Scene.Given(Requested, Started, Drafted)
        .When(run => AddProposal.Decide(run, PairOf(Cy, Ada, new RuleCheck("free-place", false, "The mentor has no free place.")), Reason, Dee, Now))
        .Then(new ProposalAdded(TheRun, PairOf(Cy, Ada, new RuleCheck("free-place", false, "The mentor has no free place.")), Reason, Dee, Now));

    [Fact]
    public void Any_other_rule_holds_for_a_pair_by_hand() => Scene.Given(Requested, Started, Drafted)
        .When(run => AddProposal.Decide(run, PairOf(Cy, Ada, NotManager with { Passed = false, Sentence = "Their manager." }), Reason, Dee, Now))
        .ThenRefused(Refusal.Conflict, "Their manager.");

    [Fact]
    public void A_mentee_has_one_proposal_of_a_run() => Scene.Given(Requested, Started, Drafted)
        .When(run => AddProposal.Decide(run, PairOf(Bo, Ada), Reason, Dee, Now))
        .ThenRefused(Refusal.Conflict, "remove it first");

    [Fact]
    public void After_a_removal_another_pair_takes_its_place() => Scene
        .Given(Requested, Started, Drafted, new ProposalRemoved(TheRun, Bo, Reason, Dee, Now))
        .When(run => AddProposal.Decide(run, PairOf(Bo, Cy), Reason, Dee, Now))
        .Then(new ProposalAdded(TheRun, PairOf(Bo, Cy), Reason, Dee, Now));

    [Fact]
    public void Strangers_to_the_run_are_refused() => Scene.Given(Requested, Started, Drafted)
        .When(run => AddProposal.Decide(run, null, Reason, Dee, Now))
        .ThenRefused(Refusal.Invalid);

    [Fact]
    public void Nothing_is_added_after_the_review() => Scene.Given(Requested, Started, Drafted, Reviewed)
        .When(run => AddProposal.Decide(run, Pair, Reason, Dee, Now))
        .ThenRefused(Refusal.Conflict);

    [Fact]
    public void There_has_to_be_a_run() => Scene.When(run => AddProposal.Decide(run, Pair, Reason, Dee, Now)).ThenRefused(Refusal.Missing);
}

public class ReviewRunTests
{
    private static readonly Story<Run, RunEvent> Scene = Story.Of<Run, RunEvent>(Run.Evolve);

    [Fact]
    public void A_draft_is_reviewed() => Scene.Given(Requested, Started, Drafted).When(run => ReviewRun.Decide(run, Dee, Now)).Then(Reviewed);

    [Fact]
    public void A_second_review_changes_nothing() => Scene.Given(Requested, Started, Drafted, Reviewed)
        .When(run => ReviewRun.Decide(run, Cy, Now))
        .ThenNothing();

    [Fact]
    public void What_is_being_computed_cannot_be_reviewed()
    {
        Scene.Given(Requested).When(run => ReviewRun.Decide(run, Dee, Now)).ThenRefused(Refusal.Conflict, "computed");
        Scene.Given(Requested, Started).When(run => ReviewRun.Decide(run, Dee, Now)).ThenRefused(Refusal.Conflict, "computed");
    }

    [Fact]
    public void A_failed_run_cannot_be_reviewed() => Scene.Given(Requested, new RunFailed(TheRun, "why", Now))
        .When(run => ReviewRun.Decide(run, Dee, Now))
        .ThenRefused(Refusal.Conflict, "failed");

    [Fact]
    public void There_has_to_be_a_run() => Scene.When(run => ReviewRun.Decide(run, Dee, Now)).ThenRefused(Refusal.Missing);
}

public class PublishRunTests
{
    private static readonly Story<Run, RunEvent> Scene = Story.Of<Run, RunEvent>(Run.Evolve);

    [Fact]
    public void A_reviewed_run_is_published() => Scene.Given(Requested, Started, Drafted, Reviewed)
        .When(run => PublishRun.Decide(run, Dee, Now))
        .Then(Publishing);

    [Fact]
    public void A_run_is_published_once()
    {
        Scene.Given(Requested, Started, Drafted, Reviewed, Publishing).When(run => PublishRun.Decide(run, Cy, Now)).ThenNothing();
        Scene.Given(Requested, Started, Drafted, Reviewed, Publishing, PairPublished, AllPublished).When(run => PublishRun.Decide(run, Cy, Now)).ThenNothing();
    }

    [Fact]
    public void A_draft_has_to_be_reviewed_first() => Scene.Given(Requested, Started, Drafted)
        .When(run => PublishRun.Decide(run, Dee, Now))
        .ThenRefused(Refusal.Conflict, "reviewed");

    [Fact]
    public void There_has_to_be_a_run() => Scene.When(run => PublishRun.Decide(run, Dee, Now)).ThenRefused(Refusal.Missing);
}
