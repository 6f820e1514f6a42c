using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Programs;

public class DraftProgramTests
{
    private readonly DeciderSpec<MentoringProgram, ProgramEvent> _spec = DeciderSpec.Of<MentoringProgram, ProgramEvent>(
        MentoringProgram.Evolve
    );

    [Fact]
    public void A_draft_begins_with_the_first_guidelines() =>
        _spec
            .When(_ => DraftProgram.Decide(TestData.ProgramId, TestData.PlacesId, TestData.Plan, TestData.Now))
            .Then(TestData.Drafted);

    [Fact]
    public void A_draft_may_lack_guidelines()
    {
        var plan = TestData.Plan with { Guidelines = null };
        _spec
            .When(_ => DraftProgram.Decide(TestData.ProgramId, TestData.PlacesId, plan, TestData.Now))
            .Then(new ProgramDrafted(TestData.ProgramId, TestData.PlacesId, plan, 0, TestData.Now));
    }
}

public class ReviseProgramTests
{
    private static readonly ProgramPlan Renamed = TestData.Plan with { Name = "Change of career" };
    private static readonly ChangeReason Why = new(new PersonalText(Guid.CreateVersion7(), "Asked for by mentees.")),
        NoReason = new((PersonalText?)null);
    private readonly DeciderSpec<MentoringProgram, ProgramEvent> _spec = DeciderSpec.Of<MentoringProgram, ProgramEvent>(
        MentoringProgram.Evolve
    );

    [Fact]
    public void A_draft_is_revised() =>
        _spec
            .Given(TestData.Drafted)
            .When(p => ReviseProgram.Decide(p, Renamed, Why, TestData.Now))
            .Then(new DraftRevised(TestData.ProgramId, Renamed, 1, TestData.Now));

    [Fact]
    public void A_draft_may_lose_its_guidelines()
    {
        var plan = TestData.Plan with { Guidelines = null };
        _spec
            .Given(TestData.Drafted)
            .When(p => ReviseProgram.Decide(p, plan, Why, TestData.Now))
            .Then(new DraftRevised(TestData.ProgramId, plan, 0, TestData.Now));
    }

    [Fact]
    public void A_published_program_is_revised() =>
        _spec
            .Given(TestData.Drafted, TestData.Published)
            .When(p => ReviseProgram.Decide(p, Renamed, Why, TestData.Now))
            .Then(new ProgramRevised(TestData.ProgramId, Renamed, 1, TestData.Now));

    [Fact]
    public void A_published_program_changes_for_a_reason() =>
        Should
            .Throw<InvalidFieldException>(() =>
                ReviseProgram.Decide(
                    MentoringProgram.Evolve(MentoringProgram.Evolve(null, TestData.Drafted), TestData.Published),
                    Renamed,
                    NoReason,
                    TestData.Now
                )
            )
            .Errors.Keys.ShouldBe(["X-Reason"]);

    [Fact]
    public void A_draft_changes_without_a_reason() =>
        _spec
            .Given(TestData.Drafted)
            .When(p => ReviseProgram.Decide(p, Renamed, NoReason, TestData.Now))
            .Then(new DraftRevised(TestData.ProgramId, Renamed, 1, TestData.Now));

    [Fact]
    public void New_guidelines_are_a_new_version()
    {
        var plan = TestData.Plan with { Guidelines = "Be on time, and kind." };
        _spec
            .Given(TestData.Drafted, TestData.Published)
            .When(p => ReviseProgram.Decide(p, plan, Why, TestData.Now))
            .Then(new ProgramRevised(TestData.ProgramId, plan, 2, TestData.Now));
    }

    [Fact]
    public void The_same_plan_again_changes_nothing() =>
        _spec
            .Given(TestData.Drafted, TestData.Published)
            .When(p =>
                ReviseProgram.Decide(p, TestData.Plan with { Goals = ["leadership", "new role"] }, Why, TestData.Now)
            )
            .ThenNothing();

    [Fact]
    public void A_published_program_stays_complete() =>
        _spec
            .Given(TestData.Drafted, TestData.Published)
            .When(p => ReviseProgram.Decide(p, TestData.Plan with { Guidelines = null }, Why, TestData.Now))
            .ThenThrows(DomainError.Invalid, "guidelines");

    [Theory]
    [InlineData(1, null)]
    [InlineData(null, 1)]
    public void Places_are_not_limited_for_the_first_time_after_publishing(int? mentors, int? mentees) =>
        _spec
            .Given(TestData.Drafted, TestData.Published)
            .When(p =>
                ReviseProgram.Decide(p, TestData.Plan with { Capacity = new(mentors, mentees) }, Why, TestData.Now)
            )
            .ThenThrows(DomainError.Conflict, "limit");

    [Fact]
    public void A_limit_can_be_raised()
    {
        var (few, more) = (TestData.Plan with { Capacity = new(1, 1) }, TestData.Plan with { Capacity = new(2, 1) });
        _spec
            .Given(TestData.Drafted with { Plan = few }, TestData.Published with { Plan = few })
            .When(p => ReviseProgram.Decide(p, more, Why, TestData.Now))
            .Then(new ProgramRevised(TestData.ProgramId, more, 1, TestData.Now));
    }

    [Fact]
    public void A_closed_program_is_not_revised() =>
        _spec
            .Given(TestData.Drafted, TestData.Published, TestData.Closed)
            .When(p => ReviseProgram.Decide(p, Renamed, Why, TestData.Now))
            .ThenThrows(DomainError.Conflict);

    [Fact]
    public void No_program_is_not_revised() =>
        _spec.When(p => ReviseProgram.Decide(p, Renamed, Why, TestData.Now)).ThenThrows(DomainError.NotFound);
}

public class PublishProgramTests
{
    private readonly DeciderSpec<MentoringProgram, ProgramEvent> _spec = DeciderSpec.Of<MentoringProgram, ProgramEvent>(
        MentoringProgram.Evolve
    );

    [Fact]
    public void A_complete_draft_is_published() =>
        _spec.Given(TestData.Drafted).When(p => PublishProgram.Decide(p, TestData.Now)).Then(TestData.Published);

    [Fact]
    public void What_was_revised_is_published()
    {
        var plan = TestData.Plan with { Name = "Other" };
        _spec
            .Given(TestData.Drafted, new DraftRevised(TestData.ProgramId, plan, 1, TestData.Now))
            .When(p => PublishProgram.Decide(p, TestData.Now))
            .Then(TestData.Published with { Plan = plan });
    }

    [Fact]
    public void A_program_is_published_once() =>
        _spec
            .Given(TestData.Drafted, TestData.Published)
            .When(p => PublishProgram.Decide(p, TestData.Now))
            .ThenNothing();

    [Fact]
    public void Every_missing_part_is_named()
    {
        var bare = new ProgramPlan { Name = "Bare", SiteCodes = ["BER"] };
        bare.Missing()
            .Select(m => m.Field)
            .ShouldBe([
                "charter.purpose",
                "charter.targetPopulation",
                "charter.intendedOutcomes",
                "starts",
                "formats",
                "goals",
                "guidelines",
            ]);
        TestData.Plan.Missing().ShouldBeEmpty();
        _spec
            .Given(TestData.Drafted with { Plan = bare })
            .When(p => PublishProgram.Decide(p, TestData.Now))
            .ThenThrows(DomainError.Conflict, "State what the program is for.");
    }

    [Theory]
    [InlineData(TargetMetric.MatchRate, 0.8, null)]
    [InlineData(TargetMetric.MatchRate, 80, "must be 0 to 1 for matchRate")]
    [InlineData(TargetMetric.MenteeSatisfaction, 0.8, "must be 1 to 5 for menteeSatisfaction")]
    [InlineData(TargetMetric.SessionsHeld, -1, "must be 0 to 1000000 for sessionsHeld")]
    public void A_target_is_a_possible_value_of_its_metric(TargetMetric metric, double value, string? message) =>
        new ProgramPlanValidator()
            .Validate(TestData.Plan with { Targets = [new(metric, (decimal)value)] })
            .Errors.Select(e => e.ErrorMessage)
            .ShouldBe(message is null ? [] : [message]);

    [Fact]
    public void A_metric_has_one_target() =>
        new ProgramPlanValidator()
            .Validate(
                TestData.Plan with
                {
                    Targets = [new(TargetMetric.Attendance, 0.8m), new(TargetMetric.Attendance, 0.9m)],
                }
            )
            .Errors.ShouldHaveSingleItem()
            .ErrorMessage.ShouldBe("must have one target for each metric");

    [Theory]
    [InlineData(ProgramFormat.OneToOne, "meetingEveryDays")]
    [InlineData(ProgramFormat.Reciprocal, "meetingEveryDays")]
    [InlineData(ProgramFormat.Group, "meetingEveryDays", "groups.minMentees", "groups.maxMentees")]
    [InlineData(ProgramFormat.Coffee, "coffee.everyDays")]
    [InlineData(ProgramFormat.Flash)]
    public void A_format_needs_its_own_settings(ProgramFormat format, params string[] missing) =>
        (TestData.Plan with { Formats = [format], MeetingEveryDays = null })
            .Missing()
            .Select(m => m.Field)
            .ShouldBe(missing);

    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 50)]
    [InlineData(1, 5, "groups.minMentees")]
    [InlineData(2, 51, "groups.maxMentees")]
    [InlineData(6, 5, "groups.maxMentees")]
    public void A_group_has_a_least_and_a_greatest_size(int min, int max, params string[] wrong) =>
        new ProgramPlanValidator()
            .Validate(TestData.Plan with { Groups = new(min, max) })
            .Errors.Select(e => e.PropertyName)
            .ShouldBe(wrong);

    [Fact]
    public void A_closed_program_is_not_published_again() =>
        _spec
            .Given(TestData.Drafted, TestData.Published, TestData.Closed)
            .When(p => PublishProgram.Decide(p, TestData.Now))
            .ThenThrows(DomainError.Conflict);

    [Fact]
    public void No_program_is_not_published() =>
        _spec.When(p => PublishProgram.Decide(p, TestData.Now)).ThenThrows(DomainError.NotFound);
}

public class CloseProgramTests
{
    private readonly DeciderSpec<MentoringProgram, ProgramEvent> _spec = DeciderSpec.Of<MentoringProgram, ProgramEvent>(
        MentoringProgram.Evolve
    );

    [Fact]
    public void A_published_program_is_closed() =>
        _spec
            .Given(TestData.Drafted, TestData.Published)
            .When(p => CloseProgram.Decide(p, TestData.Now))
            .Then(TestData.Closed);

    [Fact]
    public void A_program_is_closed_once() =>
        _spec
            .Given(TestData.Drafted, TestData.Published, TestData.Closed)
            .When(p => CloseProgram.Decide(p, TestData.Now))
            .ThenNothing();

    [Fact]
    public void A_draft_is_not_closed() =>
        _spec.Given(TestData.Drafted).When(p => CloseProgram.Decide(p, TestData.Now)).ThenThrows(DomainError.Conflict);

    [Fact]
    public void No_program_is_not_closed() =>
        _spec.When(p => CloseProgram.Decide(p, TestData.Now)).ThenThrows(DomainError.NotFound);
}
