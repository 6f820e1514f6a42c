using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.Engagement.Programs;
using PeerNetwork.Engagement.Roadmaps;
using PeerNetwork.Engagement.Sessions;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;
using static PeerNetwork.Engagement.Tests.TestData;

namespace PeerNetwork.Engagement.Tests.Roadmaps;

public class CopyRoadmapTests
{
    private static readonly ProgramReplica Program = new(
        ProgramOne.Value,
        2,
        Roadmap: new(RoadmapMode.Structured, [new("Where I stand", 1, ["Goals"], "Clear?"), new("A plan", 3, [])])
    );

    [Fact]
    public void A_mentorship_gets_the_roadmap_of_its_program_with_ids_of_its_own()
    {
        StepContent[] steps = [Step(0, 1, "Where I stand", "Clear?", "Goals"), Step(1, 3, "A plan", null)];
        Begun
            .When(m => CopyRoadmap.Decide(m!, Program, Now))
            .Then(new RoadmapCopied(Id, ProgramOne, RoadmapMode.Structured, steps, Now));

        static StepContent Step(int index, int week, string title, string? assessment, params string[] agenda) =>
            new(
                new(DerivedId.From($"roadmap-step-{index}", Id.Value)),
                week,
                new(title),
                [.. agenda.Select(point => new StepText(point))],
                assessment
            );
    }

    [Fact]
    public void It_is_copied_once_and_not_after_the_end() =>
        Each(BegunFlexible, Begun.Given(Closed))
            .ForEach(given => given.When(m => CopyRoadmap.Decide(m!, Program, Now)).ThenNothing());

    [Fact]
    public void Without_a_roadmap_or_before_the_program_is_known_nothing_is_copied()
    {
        Begun.When(m => CopyRoadmap.Decide(m!, Program with { Roadmap = null }, Now)).ThenNothing();
        Begun.When(m => CopyRoadmap.Decide(m!, null, Now)).ThenNothing();
    }

    private static List<T> Each<T>(params T[] items) => [.. items];
}

public class PlanStepTests
{
    private static readonly Session ForStepOne = Session(StepOne),
        ForStepTwo = Session(StepTwo);

    [Fact]
    public void A_session_is_planned_for_a_step() =>
        BegunStructured.When(m => PlanSessions.Decide(m, Mentee, [ForStepOne], Now)).Then(StepIsPlanned);

    [Fact]
    public void In_a_structured_program_the_steps_come_in_order() =>
        BegunStructured
            .When(m => PlanSessions.Decide(m, Mentee, [ForStepTwo], Now))
            .ThenThrows(DomainError.Conflict, "first plan a session for \"Where I stand\"");

    [Fact]
    public void The_next_step_is_planned_once_the_one_before_is_planned_held_or_skipped()
    {
        var other = PlannedAs(new(Id.Value), SlotOne with { StartsAt = SlotOne.StartsAt.AddDays(1) }) with
        {
            Step = StepOne,
        };
        foreach (
            var before in (MentorshipEvent[][])
                [
                    [other],
                    [StepIsHeld],
                    [StepIsSkipped with { By = Stranger }],
                ]
        )
            BegunStructured
                .Given(before)
                .When(m => PlanSessions.Decide(m, Mentee, [ForStepTwo], Now))
                .Then(Planned with { Step = StepTwo });
    }

    [Fact]
    public void In_a_flexible_program_any_step_is_planned() =>
        BegunFlexible
            .When(m => PlanSessions.Decide(m, Mentee, [ForStepTwo], Now))
            .Then(Planned with { Step = StepTwo });

    [Fact]
    public void A_session_without_a_step_is_planned_in_both() =>
        BegunStructured.When(m => PlanSessions.Decide(m, Mentee, [ForStepOne with { Step = null }], Now)).Then(Planned);

    [Fact]
    public void A_step_has_one_session()
    {
        var later = ForStepOne with { Slot = SlotOne with { StartsAt = SlotOne.StartsAt.AddDays(1) } };
        BegunFlexible
            .Given(StepIsPlanned)
            .When(m => PlanSessions.Decide(m, Mentee, [later], Now))
            .ThenThrows(DomainError.Conflict, "planned for the step already");
        BegunFlexible
            .Given(StepIsPlanned, Held, StepIsHeld)
            .When(m => PlanSessions.Decide(m, Mentee, [later], Now))
            .ThenThrows(DomainError.Conflict, "was held");
    }

    [Fact]
    public void A_step_whose_session_was_cancelled_or_missed_is_planned_again()
    {
        var later = ForStepOne with { Id = new(Id.Value), Slot = SlotOne with { StartsAt = SlotOne.EndsAt } };
        foreach (var end in (MentorshipEvent[])[Cancelled, Recorded(SessionOne, SlotOne, Mentor)])
            BegunStructured
                .Given(StepIsPlanned, end)
                .When(m => PlanSessions.Decide(m, Mentee, [later], Now))
                .Then(PlannedAs(later.Id, later.Slot) with { Step = StepOne });
    }

    [Fact]
    public void An_unknown_step_is_not_found()
    {
        BegunFlexible
            .When(m => PlanSessions.Decide(m, Mentee, [Session(new(Id.Value))], Now))
            .ThenThrows(DomainError.NotFound, "step");
        Begun.When(m => PlanSessions.Decide(m, Mentee, [ForStepOne], Now)).ThenThrows(DomainError.NotFound, "roadmap");
    }

    private static Session Session(RoadmapStepId step) => new(SessionOne, Mentee, SlotOne, null, Now, Step: step);
}

public class HoldStepTests
{
    private static readonly DateTimeOffset After = SlotOne.EndsAt;

    [Fact]
    public void A_step_is_held_when_its_session_was() =>
        BegunFlexible
            .Given(StepIsPlanned)
            .When(m => RecordAttendance.Decide(m, Mentee, SessionOne, [], After))
            .Then(Held with { At = After }, StepIsHeld with { At = After });

    [Fact]
    public void A_step_is_not_held_by_one_member_alone() =>
        BegunFlexible
            .Given(StepIsPlanned)
            .When(m => RecordAttendance.Decide(m, Mentee, SessionOne, [Mentor], After))
            .Then(Recorded(SessionOne, SlotOne, Mentor) with { At = After });

    [Fact]
    public void A_group_holds_a_step_without_all_of_its_members() =>
        BegunGroup
            .Given(RoadmapIsCopied, StepIsPlanned)
            .When(m => RecordAttendance.Decide(m, Mentee, SessionOne, [SecondMentee], After))
            .Then(
                Recorded(SessionOne, SlotOne, SecondMentee) with
                {
                    At = After,
                    Attended = 3,
                },
                StepIsHeld with
                {
                    At = After,
                }
            );

    [Fact]
    public void A_skipped_step_that_is_held_counts_again() =>
        BegunFlexible
            .Given(StepIsSkipped, StepIsPlanned)
            .When(m => RecordAttendance.Decide(m, Mentee, SessionOne, [], After))
            .Then(Held with { At = After }, StepIsHeld with { At = After });
}

public class ChangeRoadmapTests
{
    private static readonly RoadmapStepId[] NewIds = [new(Id.Value), new(ProgramOne.Value), new(GoalOne.Value)];

    private static readonly ChangeRoadmap.StepRequest One =
            new("Where I stand", 1, StepOne.Value, ["Goals", "How we meet"]),
        Two = new("A plan", 3, StepTwo.Value, ["Steps with dates"]);

    [Fact]
    public void Steps_change_and_lines_that_stay_keep_their_author() =>
        BegunFlexible
            .When(m => Decide(m, One, Two with { Title = "My plan", Week = 4, Agenda = ["Why", "Steps with dates"] }))
            .Then(
                Changed(
                    2,
                    RoadmapSteps[0],
                    RoadmapSteps[1] with
                    {
                        Week = 4,
                        Title = Mine("My plan"),
                        Agenda = [Mine("Why"), new("Steps with dates")],
                    }
                )
            );

    [Fact]
    public void Steps_are_added_and_removed_and_change_places() =>
        BegunFlexible
            .When(m => Decide(m, Two with { Week = 1 }, new("A visit", 2)))
            .Then(Changed(2, RoadmapSteps[1] with { Week = 1 }, new StepContent(NewIds[1], 2, Mine("A visit"), [])));

    [Fact]
    public void A_skipped_step_does_not_count() =>
        BegunFlexible
            .Given(StepIsSkipped)
            .When(m => Decide(m, One, Two with { Week = 2 }))
            .Then(Changed(1, RoadmapSteps[0], RoadmapSteps[1] with { Week = 2 }));

    [Fact]
    public void The_same_steps_change_nothing() => BegunFlexible.When(m => Decide(m, One, Two)).ThenNothing();

    [Fact]
    public void A_structured_roadmap_stays_as_it_is() =>
        BegunStructured.When(m => Decide(m, One)).ThenThrows(DomainError.Conflict, "structured");

    [Fact]
    public void What_was_held_stays_as_it_was()
    {
        var held = BegunFlexible.Given(StepIsPlanned, Held, StepIsHeld);
        held.When(m => Decide(m, Two)).ThenThrows(DomainError.Conflict, "\"Where I stand\" was held");
        held.When(m => Decide(m, One with { Title = "Else" }, Two)).ThenThrows(DomainError.Conflict, "was held");
        held.When(m => Decide(m, One)).Then(Changed(1, RoadmapSteps[0]));
    }

    [Fact]
    public void A_step_with_a_planned_session_is_not_removed()
    {
        var planned = BegunFlexible.Given(StepIsPlanned);
        planned.When(m => Decide(m, Two)).ThenThrows(DomainError.Conflict, "Cancel it");
        planned
            .When(m => Decide(m, One with { Week = 2 }, Two))
            .Then(Changed(2, RoadmapSteps[0] with { Week = 2 }, RoadmapSteps[1]));
    }

    [Fact]
    public void A_step_of_another_roadmap_is_refused() =>
        BegunFlexible
            .When(m => Decide(m, One, Two with { Id = Id.Value }))
            .ThenThrows(DomainError.Invalid, "steps[1].id");

    [Fact]
    public void Only_members_of_an_open_mentorship_with_a_roadmap_change_it()
    {
        BegunFlexible
            .When(m => ChangeRoadmap.Decide(m, Stranger, [One], NewIds, Now))
            .ThenThrows(DomainError.Forbidden);
        BegunFlexible.Given(Closed).When(m => Decide(m, One)).ThenThrows(DomainError.Conflict, "closed");
        Begun.When(m => Decide(m, One)).ThenThrows(DomainError.NotFound, "no roadmap");
    }

    [Fact]
    public void A_request_has_steps_once_in_the_order_of_their_weeks()
    {
        Problems(One, Two).ShouldBeEmpty();
        Problems().ShouldBe(["steps"]);
        Problems(One, One).ShouldBe(["steps"]);
        Problems(Two, One).ShouldBe(["steps"]);
        Problems([.. Enumerable.Repeat(new ChangeRoadmap.StepRequest("A visit", 1), 25)]).ShouldBe(["steps"]);
        Problems(One, null!).ShouldBe(["steps[1]"]);
        Problems(One with { Title = " ", Week = 0 }).ShouldBe(["steps[0].title", "steps[0].week"]);
        Problems(One with { Agenda = ["", null!] }).ShouldBe(["steps[0].agenda[0]", "steps[0].agenda[1]"]);
        Problems(One with { Agenda = [.. Enumerable.Repeat("Point", 11)] }).ShouldBe(["steps[0].agenda"]);

        static IEnumerable<string> Problems(params ChangeRoadmap.StepRequest[] steps) =>
            new ChangeRoadmap.Validator()
                .Validate(new ChangeRoadmap.Request(steps))
                .Errors.Select(e => e.PropertyName.ToLowerInvariant());
    }

    private static MentorshipEvent[] Decide(Mentorship? m, params ChangeRoadmap.StepRequest[] steps) =>
        ChangeRoadmap.Decide(m, Mentee, steps, NewIds, Now);

    private static RoadmapChanged Changed(int total, params StepContent[] steps) => new(Id, Mentee, steps, total, Now);

    private static StepText Mine(string text) => new(null, Mentee.ToPersonalText(text));
}

public class SkipStepTests
{
    [Fact]
    public void A_member_of_a_flexible_program_leaves_a_step_out() =>
        BegunFlexible.When(m => Decide(m, Mentee)).Then(StepIsSkipped);

    [Fact]
    public void In_a_structured_program_a_coordinator_does()
    {
        BegunStructured.When(m => Decide(m, Mentee)).ThenThrows(DomainError.Conflict, "Ask a coordinator");
        BegunStructured.When(m => Decide(m, Stranger, true)).Then(StepIsSkipped with { By = Stranger });
        BegunStructured.When(m => Decide(m, Mentee, true)).ThenThrows(DomainError.Conflict, "Ask a coordinator");
    }

    [Fact]
    public void A_stranger_leaves_nothing_out() =>
        BegunFlexible.When(m => Decide(m, Stranger)).ThenThrows(DomainError.Forbidden);

    [Fact]
    public void A_repeat_changes_nothing() =>
        BegunFlexible.Given(StepIsSkipped).When(m => Decide(m, Mentee)).ThenNothing();

    [Fact]
    public void A_step_that_is_planned_or_held_stays()
    {
        BegunFlexible.Given(StepIsPlanned).When(m => Decide(m, Mentee)).ThenThrows(DomainError.Conflict, "Cancel it");
        BegunFlexible
            .Given(StepIsPlanned, Held, StepIsHeld)
            .When(m => Decide(m, Mentee))
            .ThenThrows(DomainError.Conflict, "was held");
    }

    [Fact]
    public void After_the_end_and_without_a_roadmap_there_is_nothing_to_leave_out()
    {
        BegunFlexible.Given(Closed).When(m => Decide(m, Mentee)).ThenThrows(DomainError.Conflict, "closed");
        Begun.When(m => Decide(m, Mentee)).ThenThrows(DomainError.NotFound);
        NoMentorship.When(m => Decide(m, Mentee)).ThenThrows(DomainError.NotFound);
    }

    private static MentorshipEvent[] Decide(Mentorship? m, PersonId by, bool isCoordinator = false) =>
        SkipStep.Decide(m, by, isCoordinator, StepOne, Now);
}

public class AssessStepTests
{
    private static readonly MentorshipEvent[] StepOneHeld = [StepIsPlanned, Held, StepIsHeld];

    [Fact]
    public void Each_member_answers_once()
    {
        var held = BegunFlexible.Given(StepOneHeld);
        held.When(m => Decide(m, Mentee, 4)).Then(StepIsAssessed);
        var answered = held.Given(StepIsAssessed);
        answered.When(m => Decide(m, Mentee, 4)).ThenNothing();
        answered.When(m => Decide(m, Mentee, 5)).ThenThrows(DomainError.Conflict, "already");
        answered
            .When(m => AssessStep.Decide(m, Mentor, StepOne, 2, null, Now))
            .Then(StepIsAssessed with { By = Mentor, Score = 2, Comment = null });
    }

    [Fact]
    public void After_the_end_too() =>
        BegunFlexible.Given([.. StepOneHeld, Closed]).When(m => Decide(m, Mentee, 4)).Then(StepIsAssessed);

    [Fact]
    public void Not_before_the_session() =>
        BegunFlexible.Given(StepIsPlanned).When(m => Decide(m, Mentee, 4)).ThenThrows(DomainError.Conflict, "held");

    [Fact]
    public void A_step_without_a_question_is_not_answered() =>
        BegunFlexible
            .When(m => AssessStep.Decide(m, Mentee, StepTwo, 4, null, Now))
            .ThenThrows(DomainError.Conflict, "no question");

    [Fact]
    public void A_stranger_does_not_answer() =>
        BegunFlexible.Given(StepOneHeld).When(m => Decide(m, Stranger, 4)).ThenThrows(DomainError.Forbidden);

    private static MentorshipEvent[] Decide(Mentorship? m, PersonId by, int score) =>
        AssessStep.Decide(m, by, StepOne, score, Mentee.ToPersonalText("Nearly"), Now);
}

public class RoadmapProgressTests
{
    [Fact]
    public void Coordinators_see_titles_of_the_program_and_none_of_the_members()
    {
        var changed = new RoadmapChanged(
            Id,
            Mentee,
            [RoadmapSteps[0], RoadmapSteps[1] with { Title = new(null, Mentee.ToPersonalText("Mine")) }],
            2,
            Now
        );
        var progress = Of(changed, StepIsPlanned, Held, StepIsHeld);
        (progress.Held, progress.Total).ShouldBe((1, 2));
        progress
            .Steps.Select(s => (s.Number, s.Title, s.Status))
            .ShouldBe([(1, "Where I stand", RoadmapStepStatus.Held), (2, null, RoadmapStepStatus.Open)]);
    }

    [Fact]
    public void The_mean_score_needs_five_answers_of_two_members()
    {
        RoadmapStepAssessed Answer(PersonId by, int score) => StepIsAssessed with { By = by, Score = score };
        MentorshipEvent[] mine = [.. Enumerable.Repeat(Answer(Mentee, 4), 4)];
        Of(mine).MeanScore.ShouldBeNull();
        Of([.. mine, Answer(Mentee, 4)]).MeanScore.ShouldBeNull();
        Of([.. mine, Answer(Mentor, 5)]).MeanScore.ShouldBe(4.2);
    }

    private static RoadmapProgressView Of(params MentorshipEvent[] events) =>
        RoadmapProgressView.Of(
            ((MentorshipEvent[])[Started, RoadmapIsCopied, .. events]).Aggregate((Mentorship?)null, Mentorship.Evolve)!
        )!;
}
