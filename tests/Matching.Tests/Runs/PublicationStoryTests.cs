using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Runs;
using PeerNetwork.Testing;
using static PeerNetwork.Matching.Tests.TestData;

namespace PeerNetwork.Matching.Tests.Runs;

public class ReviewRunTests
{
    private static readonly DeciderSpec<Run, RunEvent> Spec = DeciderSpec.Of<Run, RunEvent>(Run.Evolve);

    [Fact]
    public void A_draft_is_reviewed() =>
        Spec.Given(Requested, Started, Drafted).When(run => ReviewRun.Decide(run, 1, Dee, Now)).Then(Reviewed);

    [Fact]
    public void A_second_review_changes_nothing() =>
        Spec.Given(Requested, Started, Drafted, Reviewed).When(run => ReviewRun.Decide(run, 1, Cy, Now)).ThenNothing();

    [Fact]
    public void What_is_being_computed_cannot_be_reviewed()
    {
        Spec.Given(Requested)
            .When(run => ReviewRun.Decide(run, 1, Dee, Now))
            .ThenThrows(DomainError.Conflict, "computed");
        Spec.Given(Requested, Started)
            .When(run => ReviewRun.Decide(run, 1, Dee, Now))
            .ThenThrows(DomainError.Conflict, "computed");
    }

    [Fact]
    public void Of_several_variants_one_is_chosen()
    {
        Spec.Given(Requested, OtherVariant, Started, Drafted, OtherDrafted)
            .When(run => ReviewRun.Decide(run, 2, Dee, Now))
            .Then(Reviewed with { Variant = 2 });
        Spec.Given(Requested, OtherVariant, Started, Drafted, OtherDrafted, Reviewed)
            .When(run => ReviewRun.Decide(run, 2, Dee, Now))
            .ThenThrows(DomainError.Conflict, "with variant 1");
    }

    [Fact]
    public void While_one_variant_is_computed_none_is_chosen() =>
        Spec.Given(Requested, OtherVariant, Started, Drafted)
            .When(run => ReviewRun.Decide(run, 1, Dee, Now))
            .ThenThrows(DomainError.Conflict, "computed");

    [Fact]
    public void What_failed_beside_another_is_not_chosen() =>
        Spec.Given(Requested, OtherVariant, Started, Drafted, new VariantFailed(TheRun, 2, "why", Now))
            .When(run => ReviewRun.Decide(run, 2, Dee, Now))
            .ThenThrows(DomainError.Conflict, "failed");

    [Fact]
    public void Places_that_nobody_offers_are_for_comparing_alone() =>
        Spec.Given(Requested with { Terms = new(Capacity: new(ExtraPerMentor: 1)) }, Started, Drafted)
            .When(run => ReviewRun.Decide(run, 1, Dee, Now))
            .ThenThrows(DomainError.Conflict, "not published");

    [Fact]
    public void A_failed_run_cannot_be_reviewed() =>
        Spec.Given(Requested, new VariantFailed(TheRun, 1, "why", Now))
            .When(run => ReviewRun.Decide(run, 1, Dee, Now))
            .ThenThrows(DomainError.Conflict, "failed");

    [Fact]
    public void There_has_to_be_a_run() =>
        Spec.When(run => ReviewRun.Decide(run, 1, Dee, Now)).ThenThrows(DomainError.NotFound);
}

public class PublishRunTests
{
    private static readonly DeciderSpec<Run, RunEvent> Spec = DeciderSpec.Of<Run, RunEvent>(Run.Evolve);

    [Fact]
    public void A_reviewed_run_is_published() =>
        Spec.Given(Requested, Started, Drafted, Reviewed)
            .When(run => PublishRun.Decide(run, null, null, Dee, Now))
            .Then(Publishing);

    [Fact]
    public void A_run_is_published_once()
    {
        Spec.Given(Requested, Started, Drafted, Reviewed, Publishing)
            .When(run => PublishRun.Decide(run, null, null, Cy, Now))
            .ThenNothing();
        Spec.Given(Requested, Started, Drafted, Reviewed, Publishing, PairPublished, AllPublished)
            .When(run => PublishRun.Decide(run, null, null, Cy, Now))
            .ThenNothing();
    }

    [Fact]
    public void Of_several_variants_the_reviewed_one_is_published_with_a_reason()
    {
        var scene = Spec.Given(Requested, OtherVariant, Started, Drafted, OtherDrafted, Reviewed with { Variant = 2 });
        scene
            .When(run => PublishRun.Decide(run, 2, Reason, Dee, Now))
            .Then(Publishing with { Variant = 2, Reason = Reason });
        scene
            .When(run => PublishRun.Decide(run, 1, Reason, Dee, Now))
            .ThenThrows(DomainError.Conflict, "Variant 2 was reviewed");
        scene.When(run => PublishRun.Decide(run, 2, null, Dee, Now)).ThenThrows(DomainError.Invalid, "reason");
    }

    [Fact]
    public void A_draft_has_to_be_reviewed_first() =>
        Spec.Given(Requested, Started, Drafted)
            .When(run => PublishRun.Decide(run, null, null, Dee, Now))
            .ThenThrows(DomainError.Conflict, "reviewed");

    [Fact]
    public void There_has_to_be_a_run() =>
        Spec.When(run => PublishRun.Decide(run, null, null, Dee, Now)).ThenThrows(DomainError.NotFound);
}
