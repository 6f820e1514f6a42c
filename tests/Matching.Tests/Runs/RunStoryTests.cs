using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Engine;
using PeerNetwork.Matching.Runs;
using PeerNetwork.Testing;
using static PeerNetwork.Matching.Tests.TestData;

namespace PeerNetwork.Matching.Tests.Runs;

public class ComputeVariantTests
{
    private static readonly DeciderSpec<Run, RunEvent> Spec = DeciderSpec.Of<Run, RunEvent>(Run.Evolve);

    [Fact]
    public void A_requested_run_starts() =>
        Spec.Given(Requested).When(run => ComputeVariant.Start(run, Started)).Then(Started);

    [Fact]
    public void A_run_starts_once() =>
        Spec.Given(Requested, Started).When(run => ComputeVariant.Start(run, Started)).ThenNothing();

    [Fact]
    public void A_computed_variant_is_done() =>
        Spec.Given(Requested, Started).When(run => ComputeVariant.Complete(run, Drafted)).Then(Drafted);

    [Fact]
    public void What_another_replica_computed_stands() =>
        Spec.Given(Requested, Started, Drafted)
            .When(run => ComputeVariant.Complete(run, Drafted with { Matched = 7 }))
            .ThenNothing();

    [Fact]
    public void What_was_cancelled_has_no_result() =>
        Spec.Given(Requested, Started, new VariantCancelled(TheRun, 1, Dee, Now))
            .When(run => ComputeVariant.Complete(run, Drafted))
            .ThenNothing();

    [Fact]
    public void Of_what_there_is_not_nothing_is_computed()
    {
        Spec.Given(Requested, Started).When(run => ComputeVariant.Complete(run, OtherDrafted)).ThenNothing();
        Spec.When(run => ComputeVariant.Complete(run, Drafted)).ThenNothing();
        Spec.When(run => ComputeVariant.Start(run, Started)).ThenNothing();
    }

    [Fact]
    public void A_variant_can_fail_before_and_after_the_start_of_its_run()
    {
        var failed = new VariantFailed(TheRun, 1, "why", Now);
        Spec.Given(Requested).When(run => ComputeVariant.Fail(run, 1, "why", Now)).Then(failed);
        Spec.Given(Requested, Started).When(run => ComputeVariant.Fail(run, 1, "why", Now)).Then(failed);
    }

    [Fact]
    public void What_is_done_does_not_fail_any_more() =>
        Spec.Given(Requested, Started, Drafted).When(run => ComputeVariant.Fail(run, 1, "why", Now)).ThenNothing();
}

public class RemoveProposalTests
{
    private static readonly DeciderSpec<Run, RunEvent> Spec = DeciderSpec.Of<Run, RunEvent>(Run.Evolve);

    [Fact]
    public void A_proposal_is_removed_from_the_draft() =>
        Spec.Given(Requested, Started, Drafted)
            .When(run => RemoveProposal.Decide(run, 1, Bo, proposed: true, Reason, Dee, Now))
            .Then(new ProposalRemoved(TheRun, Bo, Reason, Dee, Now, 1));

    [Fact]
    public void What_is_not_proposed_cannot_be_removed() =>
        Spec.Given(Requested, Started, Drafted)
            .When(run => RemoveProposal.Decide(run, 1, Cy, proposed: false, Reason, Dee, Now))
            .ThenThrows(DomainError.NotFound, "no proposal");

    [Fact]
    public void Nothing_is_removed_before_the_draft_or_after_the_review()
    {
        Spec.Given(Requested, Started)
            .When(run => RemoveProposal.Decide(run, 1, Bo, proposed: true, Reason, Dee, Now))
            .ThenThrows(DomainError.Conflict);
        Spec.Given(Requested, Started, Drafted, Reviewed)
            .When(run => RemoveProposal.Decide(run, 1, Bo, proposed: true, Reason, Dee, Now))
            .ThenThrows(DomainError.Conflict);
    }

    [Fact]
    public void There_has_to_be_a_run() =>
        Spec.When(run => RemoveProposal.Decide(run, 1, Bo, proposed: true, Reason, Dee, Now))
            .ThenThrows(DomainError.NotFound, "No such run");
}

public class AddProposalTests
{
    private static readonly DeciderSpec<Run, RunEvent> Spec = DeciderSpec.Of<Run, RunEvent>(Run.Evolve);
    private static readonly ProposedPair Pair = PairOf(Cy, Ada);

    [Fact]
    public void A_pair_is_added_to_the_draft() =>
        Spec.Given(Requested, Started, Drafted)
            .When(run => AddProposal.Decide(run, 1, Pair, proposed: false, Reason, Dee, Now))
            .Then(new ProposalAdded(TheRun, Pair, Reason, Dee, Now, 1));

    [Fact]
    public void One_place_may_be_offered_to_two() =>
        Spec.Given(Requested, Started, Drafted)
            .When(run =>
                AddProposal.Decide(
                    run,
                    1,
                    PairOf(Cy, Ada, new RuleCheck("free-place", false, "The mentor has no free place.")),
                    proposed: false,
                    Reason,
                    Dee,
                    Now
                )
            )
            .Then(
                new ProposalAdded(
                    TheRun,
                    PairOf(Cy, Ada, new RuleCheck("free-place", false, "The mentor has no free place.")),
                    Reason,
                    Dee,
                    Now,
                    1
                )
            );

    [Fact]
    public void Any_other_rule_holds_for_a_pair_by_hand() =>
        Spec.Given(Requested, Started, Drafted)
            .When(run =>
                AddProposal.Decide(
                    run,
                    1,
                    PairOf(Cy, Ada, NotManager with { Passed = false, Sentence = "Their manager." }),
                    proposed: false,
                    Reason,
                    Dee,
                    Now
                )
            )
            .ThenThrows(DomainError.Conflict, "Their manager.");

    [Fact]
    public void A_mentee_has_one_proposal_of_a_run() =>
        Spec.Given(Requested, Started, Drafted)
            .When(run => AddProposal.Decide(run, 1, PairOf(Bo, Ada), proposed: true, Reason, Dee, Now))
            .ThenThrows(DomainError.Conflict, "remove it first");

    [Fact]
    public void After_a_removal_another_pair_takes_its_place() =>
        Spec.Given(Requested, Started, Drafted, new ProposalRemoved(TheRun, Bo, Reason, Dee, Now, 1))
            .When(run => AddProposal.Decide(run, 1, PairOf(Bo, Cy), proposed: true, Reason, Dee, Now))
            .Then(new ProposalAdded(TheRun, PairOf(Bo, Cy), Reason, Dee, Now, 1));

    [Fact]
    public void Strangers_to_the_run_are_refused() =>
        Spec.Given(Requested, Started, Drafted)
            .When(run => AddProposal.Decide(run, 1, null, proposed: false, Reason, Dee, Now))
            .ThenThrows(DomainError.Invalid);

    [Fact]
    public void Nothing_is_added_after_the_review() =>
        Spec.Given(Requested, Started, Drafted, Reviewed)
            .When(run => AddProposal.Decide(run, 1, Pair, proposed: false, Reason, Dee, Now))
            .ThenThrows(DomainError.Conflict);

    [Fact]
    public void There_has_to_be_a_run() =>
        Spec.When(run => AddProposal.Decide(run, 1, Pair, proposed: false, Reason, Dee, Now))
            .ThenThrows(DomainError.NotFound);
}
