using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Engine;
using PeerNetwork.Matching.Runs;
using PeerNetwork.Testing;
using static PeerNetwork.Matching.Tests.TestData;

namespace PeerNetwork.Matching.Tests.Runs;

public class AddVariantTests
{
    private static readonly DeciderSpec<Run, RunEvent> Spec = DeciderSpec.Of<Run, RunEvent>(Run.Evolve);

    [Fact]
    public void One_more_variant_is_asked_for_before_and_after_the_draft()
    {
        Spec.Given(Requested).When(run => Decide(run, 2)).Then(OtherVariant);
        Spec.Given(Requested, Started, Drafted).When(run => Decide(run, 2)).Then(OtherVariant);
    }

    [Fact]
    public void A_run_has_ten_variants_at_most() =>
        Spec.Given(Requested).When(run => Decide(run, 11)).ThenThrows(DomainError.Conflict, "at most 10");

    [Fact]
    public void After_the_review_nothing_is_compared_any_more() =>
        Spec.Given(Requested, Started, Drafted, Reviewed)
            .When(run => Decide(run, 2))
            .ThenThrows(DomainError.Conflict, "reviewed");

    [Fact]
    public void There_has_to_be_a_run() => Spec.When(run => Decide(run, 2)).ThenThrows(DomainError.NotFound);

    private static RunEvent[] Decide(Run? run, int number) =>
        AddVariant.Decide(run, number, OtherVariant.Policy, OtherVariant.Terms, Dee, Now);
}

public class CancelRunTests
{
    private static readonly DeciderSpec<Run, RunEvent> Spec = DeciderSpec.Of<Run, RunEvent>(Run.Evolve);
    private static readonly VariantCancelled One = new(TheRun, 1, Dee, Now),
        Other = new(TheRun, 2, Dee, Now);

    [Fact]
    public void All_that_waits_is_cancelled()
    {
        Spec.Given(Requested, OtherVariant).When(run => CancelRun.Decide(run, null, Dee, Now)).Then(One, Other);
        Spec.Given(Requested, OtherVariant, Started, Drafted)
            .When(run => CancelRun.Decide(run, null, Dee, Now))
            .Then(Other);
    }

    [Fact]
    public void One_variant_is_cancelled() =>
        Spec.Given(Requested, OtherVariant, Started).When(run => CancelRun.Decide(run, 2, Dee, Now)).Then(Other);

    [Fact]
    public void What_is_cancelled_stays_so() =>
        Spec.Given(Requested, One).When(run => CancelRun.Decide(run, null, Dee, Now)).ThenNothing();

    [Fact]
    public void What_is_done_cannot_be_cancelled()
    {
        Spec.Given(Requested, Started, Drafted)
            .When(run => CancelRun.Decide(run, null, Dee, Now))
            .ThenThrows(DomainError.Conflict, "Nothing");
        Spec.Given(Requested, OtherVariant, Started, Drafted)
            .When(run => CancelRun.Decide(run, 1, Dee, Now))
            .ThenThrows(DomainError.Conflict, "Nothing");
    }

    [Fact]
    public void There_has_to_be_such_a_variant()
    {
        Spec.When(run => CancelRun.Decide(run, null, Dee, Now)).ThenThrows(DomainError.NotFound, "run");
        Spec.Given(Requested)
            .When(run => CancelRun.Decide(run, 2, Dee, Now))
            .ThenThrows(DomainError.NotFound, "variant 2");
    }
}

public class ResumeRunTests
{
    private static readonly DeciderSpec<Run, RunEvent> Spec = DeciderSpec.Of<Run, RunEvent>(Run.Evolve);
    private static readonly VariantResumed One = new(TheRun, 1, Dee, Now),
        Other = new(TheRun, 2, Dee, Now);
    private static readonly VariantCancelled Cancelled = new(TheRun, 1, Dee, Now);
    private static readonly VariantFailed Failed = new(TheRun, 2, "why", Now);

    [Fact]
    public void What_was_cancelled_or_failed_is_computed_after_all() =>
        Spec.Given(Requested, OtherVariant, Started, Cancelled, Failed)
            .When(run => ResumeRun.Decide(run, null, Dee, Now))
            .Then(One, Other);

    [Fact]
    public void One_variant_is_resumed() =>
        Spec.Given(Requested, OtherVariant, Started, Cancelled, Failed)
            .When(run => ResumeRun.Decide(run, 2, Dee, Now))
            .Then(Other);

    [Fact]
    public void What_waits_already_waits_on() =>
        Spec.Given(Requested, Cancelled, One).When(run => ResumeRun.Decide(run, null, Dee, Now)).ThenNothing();

    [Fact]
    public void What_is_done_needs_no_second_time() =>
        Spec.Given(Requested, Started, Drafted)
            .When(run => ResumeRun.Decide(run, null, Dee, Now))
            .ThenThrows(DomainError.Conflict, "Nothing");

    [Fact]
    public void After_the_review_nothing_is_compared_any_more() =>
        Spec.Given(Requested, OtherVariant, Started, Drafted, Failed, Reviewed)
            .When(run => ResumeRun.Decide(run, 2, Dee, Now))
            .ThenThrows(DomainError.Conflict, "reviewed");

    [Fact]
    public void There_has_to_be_such_a_variant()
    {
        Spec.When(run => ResumeRun.Decide(run, null, Dee, Now)).ThenThrows(DomainError.NotFound, "run");
        Spec.Given(Requested)
            .When(run => ResumeRun.Decide(run, 2, Dee, Now))
            .ThenThrows(DomainError.NotFound, "variant 2");
    }
}

public class RunStateTests
{
    [Fact]
    public void A_run_is_where_its_variants_are()
    {
        StateAfter(Requested).ShouldBe(RunState.Requested);
        StateAfter(Requested, Started).ShouldBe(RunState.Computing);
        StateAfter(Requested, OtherVariant, Started, Drafted).ShouldBe(RunState.Computing);
        StateAfter(Requested, OtherVariant, Started, Drafted, OtherDrafted).ShouldBe(RunState.Draft);
        StateAfter(Requested, OtherVariant, Started, Drafted, new VariantCancelled(TheRun, 2, Dee, Now))
            .ShouldBe(RunState.Draft);
        StateAfter(
                Requested,
                OtherVariant,
                new VariantFailed(TheRun, 1, "why", Now),
                new VariantCancelled(TheRun, 2, Dee, Now)
            )
            .ShouldBe(RunState.Failed);
        StateAfter(Requested, new VariantCancelled(TheRun, 1, Dee, Now)).ShouldBe(RunState.Cancelled);
        StateAfter(Requested, new VariantCancelled(TheRun, 1, Dee, Now), new VariantResumed(TheRun, 1, Dee, Now))
            .ShouldBe(RunState.Requested);
        StateAfter(Requested, Started, Drafted, OtherVariant).ShouldBe(RunState.Computing);
        StateAfter(Requested, Started, Drafted, Reviewed).ShouldBe(RunState.Reviewed);
    }

    [Fact]
    public void Another_variant_takes_other_places_and_groups()
    {
        new CapacityChange(MaxPerMentor: 2).ApplyTo(5).ShouldBe(2);
        new CapacityChange(ExtraPerMentor: 2).ApplyTo(5).ShouldBe(7);
        new CapacityChange(2, 9).ApplyTo(1).ShouldBe(2);
        new CapacityChange(ExtraPerMentor: 2).ApplyTo(0).ShouldBe(0, "who has no place takes nobody");
        var cohort = new RecordedCohort(
            [
                new(
                    new Mentee(Bo.Value)
                    {
                        Department = "Sales",
                        Level = 4,
                        Site = "LIS",
                    },
                    "BER",
                    Earlier
                ),
                new(new Mentee(Cy.Value), "LIS", Earlier),
            ],
            [new(Ada.Value, 3)],
            [],
            []
        );
        Groups(GroupBy.Site).ShouldBe(["BER", "LIS"]);
        Groups(GroupBy.Department).ShouldBe(["Sales", null]);
        Groups(GroupBy.Level).ShouldBe(["4", null]);
        cohort.For(VariantTerms.None).ShouldBe(cohort);
        cohort.For(new(Capacity: new(1))).Mentors.ShouldHaveSingleItem().Capacity.ShouldBe(1);

        IEnumerable<string?> Groups(GroupBy by) => cohort.For(new(GroupBy: by)).Mentees.Select(m => m.Profile.Group);
    }

    private static RunState StateAfter(params RunEvent[] events) => events.Aggregate((Run?)null, Run.Evolve)!.State;
}
