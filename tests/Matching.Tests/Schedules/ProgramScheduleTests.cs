using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.Matching.People;
using PeerNetwork.Matching.Runs;
using PeerNetwork.Matching.Schedules;
using PeerNetwork.Testing;
using static PeerNetwork.Matching.Tests.TestData;

namespace PeerNetwork.Matching.Tests.Schedules;

public class ProgramScheduleTests
{
    private static readonly DeciderSpec<ProgramSchedule, ScheduleEvent> Spec = DeciderSpec.Of<
        ProgramSchedule,
        ScheduleEvent
    >(ProgramSchedule.Evolve);

    private static readonly DateOnly FirstDay = new(2026, 2, 23);
    private static readonly RunSchedule Weekly = new(EveryDays: 7),
        WeeklyWithRefills = new(EveryDays: 7, RefillWithinMinutes: 60);

    /// <summary>After 2 March 2026, 9:00, which is <see cref="Now"/>.</summary>
    private static readonly DateTimeOffset NextMonday = new(2026, 3, 9, 6, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset InAnHour = Now.AddHours(1);
    private static readonly PolicyAdopted Adopted = new(TheProgram, TheRun, Earlier);
    private static readonly RunId NextRun = new(Id(20));

    [Theory]
    [InlineData("2026-02-22T23:00:00Z", "2026-02-23T06:00:00Z")]
    [InlineData("2026-02-23T05:59:59Z", "2026-02-23T06:00:00Z")]
    [InlineData("2026-02-23T06:00:00Z", "2026-03-02T06:00:00Z")]
    [InlineData("2026-03-02T09:00:00Z", "2026-03-09T06:00:00Z")]
    [InlineData("2030-01-01T00:00:00Z", "2030-01-07T06:00:00Z")]
    public void Regular_runs_are_on_the_first_day_and_then_every_so_many_days(string now, string next) =>
        Weekly.NextRegularRun(FirstDay, null, DateTimeOffset.Parse(now)).ShouldBe(DateTimeOffset.Parse(next));

    [Fact]
    public void After_the_last_day_there_is_none()
    {
        Weekly.NextRegularRun(FirstDay, new(2026, 3, 9), Now).ShouldBe(NextMonday);
        Weekly.NextRegularRun(FirstDay, new(2026, 3, 8), Now).ShouldBeNull();
        new RunSchedule().NextRegularRun(FirstDay, null, Now).ShouldBeNull();
    }

    [Fact]
    public void A_program_that_is_published_has_its_first_run_planned() =>
        Spec.When(schedule => WhenProgramPublished.Decide(schedule, Published(Weekly), Now))
            .Then(Changed(Weekly, NextMonday));

    [Fact]
    public void A_program_without_a_schedule_has_none() =>
        Spec.When(schedule => WhenProgramPublished.Decide(schedule, Published(new()), Now)).ThenNothing();

    [Fact]
    public void Another_version_with_the_same_schedule_changes_nothing() =>
        Spec.Given(Changed(Weekly, NextMonday))
            .When(schedule => WhenProgramPublished.Decide(schedule, Published(Weekly), Now))
            .ThenNothing();

    [Fact]
    public void Another_schedule_moves_the_next_run_and_looks_soon_for_those_who_wait()
    {
        Spec.Given(Changed(Weekly, NextMonday), Adopted)
            .When(schedule => WhenProgramPublished.Decide(schedule, Published(WeeklyWithRefills), Now))
            .Then(Changed(WeeklyWithRefills, InAnHour));
        Spec.Given(Changed(Weekly, NextMonday))
            .When(schedule => WhenProgramPublished.Decide(schedule, Published(new()), Now))
            .Then(Changed(new(), null));
    }

    [Fact]
    public void A_program_that_has_ended_plans_nothing()
    {
        var ended = Spec.Given(Changed(WeeklyWithRefills, NextMonday), Adopted, new ProgramEnded(TheProgram, Earlier));
        ended.When(schedule => WhenProgramPublished.Decide(schedule, Published(Weekly), Now)).ThenNothing();
        ended.When(schedule => Plan(schedule, null, isNeeded: true)).ThenNothing();
        ended.When(schedule => ScheduledRunRule.Decide(schedule, NextRun, NextMonday)).ThenNothing();
    }

    [Fact]
    public void A_person_who_waits_brings_the_next_run_forward_once()
    {
        var waits = Spec.Given(Changed(WeeklyWithRefills, NextMonday), Adopted);
        waits.When(schedule => Plan(schedule, null, isNeeded: true)).Then(new RefillPlanned(TheProgram, InAnHour, Now));
        Spec.Given(
                Changed(WeeklyWithRefills, NextMonday),
                Adopted,
                new RefillPlanned(TheProgram, InAnHour.AddMinutes(-1), Now)
            )
            .When(schedule => Plan(schedule, null, isNeeded: true))
            .ThenNothing();
    }

    [Fact]
    public void A_regular_run_that_is_near_is_soon_enough() =>
        Spec.Given(Changed(WeeklyWithRefills, InAnHour), Adopted)
            .When(schedule => Plan(schedule, null, isNeeded: true))
            .ThenNothing();

    [Fact]
    public void Without_refills_people_wait_for_the_regular_run() =>
        Spec.Given(Changed(Weekly, NextMonday), Adopted)
            .When(schedule => Plan(schedule, null, isNeeded: true))
            .ThenNothing();

    [Fact]
    public void Before_the_first_run_there_is_no_policy_to_go_by() =>
        Spec.Given(Changed(WeeklyWithRefills, NextMonday))
            .When(schedule => Plan(schedule, null, isNeeded: true))
            .ThenNothing();

    [Fact]
    public void After_a_run_those_who_came_meanwhile_are_looked_for()
    {
        Spec.Given(Changed(WeeklyWithRefills, NextMonday))
            .When(schedule => Plan(schedule, TheRun, isNeeded: false))
            .Then(new PolicyAdopted(TheProgram, TheRun, Now), new RefillPlanned(TheProgram, InAnHour, Now));
        Spec.Given(Changed(Weekly, NextMonday))
            .When(schedule => Plan(schedule, TheRun, isNeeded: false))
            .Then(new PolicyAdopted(TheProgram, TheRun, Now));
        Spec.Given(Changed(WeeklyWithRefills, NextMonday), Adopted)
            .When(schedule => Plan(schedule, TheRun, isNeeded: false))
            .ThenNothing();
    }

    [Fact]
    public void A_refill_that_matched_no_one_does_not_plan_another_for_ever() =>
        Spec.Given(
                Changed(WeeklyWithRefills, NextMonday),
                Adopted,
                new RefillPlanned(TheProgram, Earlier, Earlier),
                Due(NextRun, isRefill: true)
            )
            .When(schedule => Plan(schedule, NextRun, isNeeded: false))
            .Then(new PolicyAdopted(TheProgram, NextRun, Now));

    [Fact]
    public void A_regular_run_is_reviewed_where_the_program_does_not_say_otherwise()
    {
        var monday = new DateTimeOffset(2026, 3, 2, 6, 0, 0, TimeSpan.Zero);
        Spec.Given(Changed(Weekly, monday))
            .When(schedule => ScheduledRunRule.Decide(schedule, NextRun, Now))
            .Then(new ScheduledRunDue(TheProgram, NextRun, false, null, false, NextMonday, Now));
        Spec.Given(Changed(Weekly with { WithoutReview = true }, monday), Adopted)
            .When(schedule => ScheduledRunRule.Decide(schedule, NextRun, Now))
            .Then(new ScheduledRunDue(TheProgram, NextRun, false, TheRun, true, NextMonday, Now));
    }

    [Fact]
    public void A_refill_sends_its_proposals_by_the_policy_of_the_run_before() =>
        Spec.Given(Changed(WeeklyWithRefills, NextMonday), Adopted, new RefillPlanned(TheProgram, Now, Earlier))
            .When(schedule => ScheduledRunRule.Decide(schedule, NextRun, Now))
            .Then(Due(NextRun, isRefill: true));

    /// <summary>The service was down: both were due in the meantime.</summary>
    [Fact]
    public void A_regular_run_that_was_due_after_a_refill_is_not_lost()
    {
        var sunday = new DateTimeOffset(2026, 3, 1, 23, 0, 0, TimeSpan.Zero);
        Spec.Given(Changed(WeeklyWithRefills, NextMonday), new RefillPlanned(TheProgram, sunday, Earlier))
            .When(schedule => ScheduledRunRule.Decide(schedule, NextRun, Now))
            .Then(new ScheduledRunDue(TheProgram, NextRun, false, null, false, NextMonday, Now));
    }

    [Fact]
    public void What_is_not_due_yet_stays() =>
        Spec.Given(Changed(Weekly, NextMonday))
            .When(schedule => ScheduledRunRule.Decide(schedule, NextRun, NextMonday.AddTicks(-1)))
            .ThenNothing();

    private static ScheduleEvent[] Plan(ProgramSchedule? schedule, RunId? published, bool isNeeded) =>
        PlanRefills.Decide(schedule, TheProgram, published, isNeeded, Now);

    private static ScheduledRunDue Due(RunId run, bool isRefill) =>
        new(TheProgram, run, isRefill, TheRun, true, NextMonday, Now);

    private static ScheduleChanged Changed(RunSchedule schedule, DateTimeOffset? nextRunAt) =>
        new(TheProgram, schedule, FirstDay, null, nextRunAt, Now);

    private static ProgramPublished Published(RunSchedule runs) =>
        new(
            TheProgram.Value,
            2,
            "Early career",
            ["BER"],
            FirstDay,
            null,
            14,
            10,
            1,
            ["oneToOne"],
            null,
            Now,
            new(runs.EveryDays, runs.WithoutReview, runs.RefillWithinMinutes)
        );
}
