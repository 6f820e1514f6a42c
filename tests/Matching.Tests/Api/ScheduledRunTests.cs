using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Schedules;
using PeerNetwork.Testing;
using static PeerNetwork.Matching.Tests.MatchingHost;

namespace PeerNetwork.Matching.Tests.Api;

/// <summary>A program makes runs by itself: regular ones, and more for those who wait.</summary>
[Collection(MatchingCollection.Name)]
public class ScheduledRunTests(MatchingHost matching)
{
    private const int ADay = 24 * 60;

    [Fact]
    public async Task A_mentee_who_was_declined_gets_the_next_choice_by_a_refill()
    {
        var program = await matching.NewProgram(new RunScheduleRecorded(RefillWithinMinutes: ADay));
        var first = await matching.Join(program, "mentor", capacity: 1);
        var mentee = await matching.Join(program, "mentee");
        var next = await matching.Join(program, "mentor", capacity: 1, skill: "sql");
        (await ParticipationOf(mentee)).GetProperty("nextRunAt").ValueKind.ShouldBe(JsonValueKind.Null);
        var coordinator = matching.Coordinator();
        await matching.Publish(coordinator, await matching.Draft(coordinator, program));
        var (match, mentor) = await Proposal(mentee);
        mentor.ShouldBe(first.Person);

        await Done(await matching.As(mentor).PostAsJsonAsync($"/matches/{match}/decline", new { }));

        await Eventually.Passes(async () =>
        {
            var waiting = await ParticipationOf(mentee);
            waiting.GetProperty("nextAction").GetString().ShouldBe("nextRun");
            waiting
                .GetProperty("nextRunAt")
                .GetDateTimeOffset()
                .ShouldBe(DateTimeOffset.UtcNow.AddDays(1), TimeSpan.FromMinutes(10));
        });
        await BringForward(program);
        await Eventually.Passes(async () => (await Proposal(mentee)).Mentor.ShouldBe(next.Person));
        await Eventually.Passes(async () =>
            (await RunsOf(program)).ShouldBe([("published", true), ("published", false)])
        );
        (await ParticipationOf(mentee)).GetProperty("nextRunAt").ValueKind.ShouldBe(JsonValueKind.Null);
        await Eventually.Passes(async () =>
        {
            var schedule = await coordinator.GetFromJsonAsync<JsonElement>($"/programs/{program}/schedule");
            schedule.GetProperty("refillWithinMinutes").GetInt32().ShouldBe(ADay);
            schedule
                .GetProperty("policyOf")
                .GetGuid()
                .ShouldBe((await Items(coordinator, $"/runs?program={program}"))[0].GetProperty("id").GetGuid());
        });
        await Problem(await coordinator.GetAsync($"/programs/{Guid.NewGuid()}/schedule"), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_place_that_is_free_again_goes_to_a_mentee_who_waits()
    {
        var program = await matching.NewProgram(new RunScheduleRecorded(RefillWithinMinutes: ADay));
        var mentor = await matching.Join(program, "mentor", capacity: 1);
        var mentee = await matching.Join(program, "mentee");
        var coordinator = matching.Coordinator();
        await matching.Publish(coordinator, await matching.Draft(coordinator, program));
        var (match, _) = await Proposal(mentee);
        foreach (var person in new[] { mentor, mentee })
            await Done(await matching.As(person.Person).PostAsync($"/matches/{match}/accept", null));
        var waiting = await matching.Join(program, "mentee");
        await BringForward(program);
        await Eventually.Passes(async () => (await matching.TypesOf(program)).ShouldContain("scheduled_run_due"));

        await matching.Deliver(Closed(match, program, mentor.Person, mentee.Person));
        await Eventually.Passes(async () =>
            (await ParticipationOf(waiting)).GetProperty("nextRunAt").ValueKind.ShouldBe(JsonValueKind.String)
        );
        await BringForward(program);

        await Eventually.Passes(async () => (await Proposal(waiting)).Mentor.ShouldBe(mentor.Person));
    }

    [Fact]
    public async Task A_regular_run_waits_for_its_review_unless_the_program_says_otherwise()
    {
        foreach (var (withoutReview, state) in new[] { (false, "draft"), (true, "published") })
        {
            var program = await matching.NewProgram(
                new RunScheduleRecorded(EveryDays: 1, WithoutReview: withoutReview)
            );
            await matching.Join(program, "mentor", capacity: 1);
            var mentee = await matching.Join(program, "mentee");
            (await ParticipationOf(mentee))
                .GetProperty("nextRunAt")
                .GetDateTimeOffset()
                .ShouldBeGreaterThan(DateTimeOffset.UtcNow);

            var yesterday = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(-1);
            await Append(
                program,
                new ScheduleChanged(
                    new(program),
                    new(EveryDays: 1, WithoutReview: withoutReview),
                    yesterday,
                    null,
                    new(yesterday, RunSchedule.TimeOfDay, TimeSpan.Zero),
                    DateTimeOffset.UtcNow
                )
            );

            await Eventually.Passes(async () => (await RunsOf(program)).ShouldBe([(state, true)]));
            (await matching.TypesOf(program))
                .Take(3)
                .ShouldBe(["schedule_changed", "schedule_changed", "scheduled_run_due"]);
        }
    }

    [Fact]
    public async Task Without_people_to_match_no_run_is_made()
    {
        var program = await matching.NewProgram(new RunScheduleRecorded());
        var due = new RunDue(program, 1, Guid.CreateVersion7(), null, true, DateTimeOffset.UtcNow);

        await matching.Deliver(due);
        await matching.Join(program, "mentee");
        await matching.Deliver(due);
        (await RunsOf(program)).ShouldBeEmpty();

        await matching.Join(program, "mentor", capacity: 1);
        await matching.Deliver(due);
        await matching.Deliver(due);
        (await RunsOf(program)).Length.ShouldBe(1);

        await matching.Deliver(new ProgramClosed(program, 2, DateTimeOffset.UtcNow));
        await matching.Deliver(due with { Run = Guid.CreateVersion7() });
        (await RunsOf(program)).Length.ShouldBe(1);
    }

    /// <summary>The planned run is due now.</summary>
    private Task BringForward(Guid program) =>
        Append(program, new RefillPlanned(new(program), DateTimeOffset.UtcNow, DateTimeOffset.UtcNow));

    private async Task Append(Guid program, ScheduleEvent e)
    {
        await using var scope = matching.Services.CreateAsyncScope();
        await scope
            .ServiceProvider.GetRequiredService<EventStreams>()
            .Update<ProgramSchedule, ScheduleEvent>(program, ProgramSchedule.Evolve, _ => [e], CancellationToken.None);
    }

    private async Task<JsonElement> ParticipationOf(Participant who) =>
        (await Items(matching.As(who.Person), "/participations/mine")).ShouldHaveSingleItem();

    /// <summary>The only proposal that the mentee may answer.</summary>
    private async Task<(Guid Match, Guid Mentor)> Proposal(Participant mentee)
    {
        var open = (await Items(matching.As(mentee.Person), "/matches/mine?state=proposed")).ShouldHaveSingleItem();
        return (open.GetProperty("id").GetGuid(), open.PersonAs("mentor"));
    }

    /// <summary>State and origin of each run, the newest first.</summary>
    private async Task<(string? State, bool Scheduled)[]> RunsOf(Guid program) =>
        [
            .. (await Items(matching.Coordinator(), $"/runs?program={program}")).Select(run =>
                (run.GetProperty("state").GetString(), run.GetProperty("scheduled").GetBoolean())
            ),
        ];
}
