using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Programs;

public class DraftProgramTests
{
    private readonly DeciderSpec<MentoringProgram, ProgramEvent> _story = DeciderSpec.Of<
        MentoringProgram,
        ProgramEvent
    >(MentoringProgram.Evolve);

    [Fact]
    public void A_draft_begins_with_the_first_guidelines() =>
        _story.When(_ => DraftProgram.Decide(A.ProgramId, A.PlacesId, A.Plan, A.Now)).Then(A.Drafted);

    [Fact]
    public void A_draft_may_lack_guidelines()
    {
        var plan = A.Plan with { Guidelines = null };
        _story
            .When(_ => DraftProgram.Decide(A.ProgramId, A.PlacesId, plan, A.Now))
            .Then(new ProgramDrafted(A.ProgramId, A.PlacesId, plan, 0, A.Now));
    }
}

public class ReviseProgramTests
{
    private static readonly ProgramPlan Renamed = A.Plan with { Name = "Change of career" };
    private readonly DeciderSpec<MentoringProgram, ProgramEvent> _story = DeciderSpec.Of<
        MentoringProgram,
        ProgramEvent
    >(MentoringProgram.Evolve);

    [Fact]
    public void A_draft_is_revised() =>
        _story
            .Given(A.Drafted)
            .When(p => ReviseProgram.Decide(p, Renamed, A.Now))
            .Then(new DraftRevised(A.ProgramId, Renamed, 1, A.Now));

    [Fact]
    public void A_draft_may_lose_its_guidelines()
    {
        var plan = A.Plan with { Guidelines = null };
        _story
            .Given(A.Drafted)
            .When(p => ReviseProgram.Decide(p, plan, A.Now))
            .Then(new DraftRevised(A.ProgramId, plan, 0, A.Now));
    }

    [Fact]
    public void A_published_program_is_revised() =>
        _story
            .Given(A.Drafted, A.Published)
            .When(p => ReviseProgram.Decide(p, Renamed, A.Now))
            .Then(new ProgramRevised(A.ProgramId, Renamed, 1, A.Now));

    [Fact]
    public void New_guidelines_are_a_new_version()
    {
        var plan = A.Plan with { Guidelines = "Be on time, and kind." };
        _story
            .Given(A.Drafted, A.Published)
            .When(p => ReviseProgram.Decide(p, plan, A.Now))
            .Then(new ProgramRevised(A.ProgramId, plan, 2, A.Now));
    }

    [Fact]
    public void The_same_plan_again_changes_nothing() =>
        _story
            .Given(A.Drafted, A.Published)
            .When(p => ReviseProgram.Decide(p, A.Plan with { Goals = ["leadership", "new role"] }, A.Now))
            .ThenNothing();

    [Fact]
    public void A_published_program_stays_complete() =>
        _story
            .Given(A.Drafted, A.Published)
            .When(p => ReviseProgram.Decide(p, A.Plan with { Guidelines = null }, A.Now))
            .ThenRefused(DomainError.Invalid, "guidelines");

    [Theory]
    [InlineData(1, null)]
    [InlineData(null, 1)]
    public void Places_are_not_limited_for_the_first_time_after_publishing(int? mentors, int? mentees) =>
        _story
            .Given(A.Drafted, A.Published)
            .When(p => ReviseProgram.Decide(p, A.Plan with { Capacity = new(mentors, mentees) }, A.Now))
            .ThenRefused(DomainError.Conflict, "limit");

    [Fact]
    public void A_limit_can_be_raised()
    {
        var (few, more) = (A.Plan with { Capacity = new(1, 1) }, A.Plan with { Capacity = new(2, 1) });
        _story
            .Given(A.Drafted with { Plan = few }, A.Published with { Plan = few })
            .When(p => ReviseProgram.Decide(p, more, A.Now))
            .Then(new ProgramRevised(A.ProgramId, more, 1, A.Now));
    }

    [Fact]
    public void A_closed_program_is_not_revised() =>
        _story
            .Given(A.Drafted, A.Published, A.Closed)
            .When(p => ReviseProgram.Decide(p, Renamed, A.Now))
            .ThenRefused(DomainError.Conflict);

    [Fact]
    public void No_program_is_not_revised() =>
        _story.When(p => ReviseProgram.Decide(p, Renamed, A.Now)).ThenRefused(DomainError.NotFound);
}

public class PublishProgramTests
{
    private readonly DeciderSpec<MentoringProgram, ProgramEvent> _story = DeciderSpec.Of<
        MentoringProgram,
        ProgramEvent
    >(MentoringProgram.Evolve);

    [Fact]
    public void A_complete_draft_is_published() =>
        _story.Given(A.Drafted).When(p => PublishProgram.Decide(p, A.Now)).Then(A.Published);

    [Fact]
    public void What_was_revised_is_published()
    {
        var plan = A.Plan with { Name = "Other" };
        _story
            .Given(A.Drafted, new DraftRevised(A.ProgramId, plan, 1, A.Now))
            .When(p => PublishProgram.Decide(p, A.Now))
            .Then(A.Published with { Plan = plan });
    }

    [Fact]
    public void A_program_is_published_once() =>
        _story.Given(A.Drafted, A.Published).When(p => PublishProgram.Decide(p, A.Now)).ThenNothing();

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
                "meetingEveryDays",
                "format",
                "goals",
                "guidelines",
            ]);
        A.Plan.Missing().ShouldBeEmpty();
        _story
            .Given(A.Drafted with { Plan = bare })
            .When(p => PublishProgram.Decide(p, A.Now))
            .ThenRefused(DomainError.Conflict, "State what the program is for.");
    }

    [Fact]
    public void A_closed_program_is_not_published_again() =>
        _story
            .Given(A.Drafted, A.Published, A.Closed)
            .When(p => PublishProgram.Decide(p, A.Now))
            .ThenRefused(DomainError.Conflict);

    [Fact]
    public void No_program_is_not_published() =>
        _story.When(p => PublishProgram.Decide(p, A.Now)).ThenRefused(DomainError.NotFound);
}

public class CloseProgramTests
{
    private readonly DeciderSpec<MentoringProgram, ProgramEvent> _story = DeciderSpec.Of<
        MentoringProgram,
        ProgramEvent
    >(MentoringProgram.Evolve);

    [Fact]
    public void A_published_program_is_closed() =>
        _story.Given(A.Drafted, A.Published).When(p => CloseProgram.Decide(p, A.Now)).Then(A.Closed);

    [Fact]
    public void A_program_is_closed_once() =>
        _story.Given(A.Drafted, A.Published, A.Closed).When(p => CloseProgram.Decide(p, A.Now)).ThenNothing();

    [Fact]
    public void A_draft_is_not_closed() =>
        _story.Given(A.Drafted).When(p => CloseProgram.Decide(p, A.Now)).ThenRefused(DomainError.Conflict);

    [Fact]
    public void No_program_is_not_closed() =>
        _story.When(p => CloseProgram.Decide(p, A.Now)).ThenRefused(DomainError.NotFound);
}
