using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.Matching.Matches;
using PeerNetwork.Matching.Runs;
using PeerNetwork.Testing;
using static PeerNetwork.Matching.Tests.MatchingHost;

namespace PeerNetwork.Matching.Tests.Api;

/// <summary>Everyone who is ready reads what happens next for them, and the coordinator reads the same.</summary>
[Collection(MatchingCollection.Name)]
public class NextActionTests(MatchingHost matching)
{
    [Fact]
    public async Task From_the_pool_to_the_mentorship_there_is_always_a_next_action()
    {
        var program = await matching.NewProgram();
        var mentor = await matching.Join(program, "mentor", capacity: 1);
        var mentee = await matching.Join(program, "mentee");
        var other = await matching.Join(program, "mentee", skill: "sql");
        (await ActionOf(program, mentor)).ShouldBe("nextRun");
        (await ActionOf(program, mentee)).ShouldBe("nextRun 1/2");
        (await ActionOf(program, other)).ShouldBe("nextRun 2/2");

        var match = await Publish(program);
        (await ActionOf(program, mentor)).ShouldBe($"answerMatch {match}");
        (await ActionOf(program, mentee)).ShouldBe($"answerMatch {match}");
        (await ActionOf(program, other)).ShouldBe("nextRun 1/1");

        await Done(await matching.As(mentee.Person).PostAsync($"/matches/{match}/accept", null));
        (await ActionOf(program, mentor)).ShouldBe($"answerMatch {match}");
        (await ActionOf(program, mentee)).ShouldBe($"awaitAnswer {match}");

        await Done(await matching.As(mentor.Person).PostAsync($"/matches/{match}/accept", null));
        (await ActionOf(program, mentor)).ShouldBe("mentorship");
        (await ActionOf(program, mentee)).ShouldBe("mentorship");

        await matching.Deliver(Person(other.Person, version: 2) with { OnLeave = true });
        (await ActionOf(program, other)).ShouldBe("returnFromLeave");
        await matching.Deliver(Person(other.Person, version: 3) with { Kind = "guest", AgreementDue = true });
        (await ActionOf(program, other)).ShouldBe("acceptAgreement");

        await matching.Deliver(new ProgramClosed(program, 2, DateTimeOffset.UtcNow));
        (await ActionOf(program, mentor)).ShouldBe("programEnded");
        (await ActionOf(program, other)).ShouldBe("programEnded");
    }

    [Fact]
    public async Task A_mentor_with_a_place_left_is_part_of_the_next_run()
    {
        var program = await matching.NewProgram();
        var mentor = await matching.Join(program, "mentor", capacity: 2);
        var mentee = await matching.Join(program, "mentee");
        var match = await Publish(program);
        foreach (var person in new[] { mentor, mentee })
            await Done(await matching.As(person.Person).PostAsync($"/matches/{match}/accept", null));

        (await ActionOf(program, mentor)).ShouldBe("nextRun");
    }

    [Fact]
    public async Task A_mentee_who_has_completed_a_mentorship_is_in_no_run_until_they_ask()
    {
        var program = await matching.NewProgram();
        var mentor = await matching.Join(program, "mentor", capacity: 1);
        var mentee = await matching.Join(program, "mentee");
        var match = await Publish(program);
        foreach (var person in new[] { mentor, mentee })
            await Done(await matching.As(person.Person).PostAsync($"/matches/{match}/accept", null));
        await Done(await matching.As(mentee.Person).PostAsync(Address(mentee, "ask-again"), null));
        (await ActionOf(program, mentee)).ShouldBe("mentorship", "it is not completed yet");

        await matching.Deliver(Closed(match, program, mentor.Person, mentee.Person));
        (await ActionOf(program, mentor)).ShouldBe("nextRun");
        (await ActionOf(program, mentee)).ShouldBe("askAgain");
        var coordinator = matching.Coordinator();
        var draft = await matching.Draft(coordinator, program);
        (await coordinator.GetFromJsonAsync<JsonElement>($"/runs/{draft}"))
            .GetProperty("mentees")
            .GetInt32()
            .ShouldBe(0);

        await Problem(
            await matching.As(mentor.Person).PostAsync(Address(mentee, "ask-again"), null),
            HttpStatusCode.Forbidden
        );
        await Done(await matching.As(mentee.Person).PostAsync(Address(mentee, "ask-again"), null));
        await Done(await matching.As(mentee.Person).PostAsync(Address(mentee, "ask-again"), null));
        (await ActionOf(program, mentee)).ShouldBe("nextRun 1/1");
        (await matching.TypesOf(mentee.Application)).ShouldBe(["participant_joined", "another_mentor_wanted"]);
    }

    [Fact]
    public async Task The_positions_of_one_program_say_nothing_of_another()
    {
        var (program, other) = (await matching.NewProgram(), await matching.NewProgram());
        var mentee = await matching.Join(program, "mentee");
        await matching.Join(other, "mentee");
        await matching.Deliver(Approval(other, new(mentee.Person, Guid.CreateVersion7()), "mentee", 0));

        (await Items(matching.As(mentee.Person), "/participations/mine"))
            .Select(p => (p.GetProperty("program").GetGuid(), TextOf(p)))
            .ShouldBe([(program, "nextRun 1/1"), (other, "nextRun 2/2")], ignoreOrder: true);
    }

    [Fact]
    public async Task Who_pauses_is_in_no_run_until_the_pause_ends()
    {
        var program = await matching.NewProgram();
        var mentor = await matching.Join(program, "mentor", capacity: 1);
        var mentee = await matching.Join(program, "mentee");
        var match = await Publish(program);

        var until = DateTimeOffset.UtcNow.AddDays(30);
        await Pause(mentor, until);

        (await matching.As(mentor.Person).GetFromJsonAsync<JsonElement>("/participations/mine"))
            .GetProperty("items")[0]
            .GetProperty("pausedUntil")
            .GetDateTimeOffset()
            .ShouldBe(until, TimeSpan.FromMilliseconds(1));
        await Eventually.Passes(async () => (await ActionOf(program, mentor)).ShouldBe("endOfPause"));
        (await ActionOf(program, mentee)).ShouldBe("nextRun 1/1");
        (await matching.TypesOf(match)).ShouldBe(["match_proposed", "match_declined"]);
        var coordinator = matching.Coordinator();
        (await Items(coordinator, $"/runs/{await matching.Draft(coordinator, program)}/proposals")).ShouldBeEmpty();

        await Done(await matching.As(mentor.Person).PostAsync(Address(mentor, "resume"), null));
        (await ActionOf(program, mentor)).ShouldBe("nextRun");
        await Pause(mentor, DateTimeOffset.UtcNow.AddSeconds(2));
        await Eventually.Passes(async () => (await ActionOf(program, mentor)).ShouldBe("nextRun"));
        (await matching.TypesOf(mentor.Application)).ShouldBe([
            "participant_joined",
            "participant_paused",
            "participant_resumed",
            "participant_paused",
            "participant_resumed",
        ]);
    }

    [Fact]
    public async Task Only_the_person_pauses_and_only_until_a_day_to_come()
    {
        var program = await matching.NewProgram();
        var mentor = await matching.Join(program, "mentor", capacity: 1);
        var (mine, other) = (matching.As(mentor.Person), await matching.Colleague());
        var tomorrow = new { resumesAt = DateTimeOffset.UtcNow.AddDays(1) };

        foreach (var days in new[] { -1, 367 })
            await Problem(
                await mine.PostAsJsonAsync(
                    Address(mentor, "pause"),
                    new { resumesAt = DateTimeOffset.UtcNow.AddDays(days) }
                ),
                HttpStatusCode.UnprocessableEntity
            );
        await Problem(await other.PostAsJsonAsync(Address(mentor, "pause"), tomorrow), HttpStatusCode.Forbidden);
        await Problem(await other.PostAsync(Address(mentor, "resume"), null), HttpStatusCode.Forbidden);
        await Problem(
            await mine.PostAsJsonAsync($"/participations/{Guid.NewGuid()}/pause", tomorrow),
            HttpStatusCode.NotFound
        );
        (await ActionOf(program, mentor)).ShouldBe("nextRun");
    }

    [Fact]
    public async Task The_expected_wait_is_what_half_of_the_mentees_waited()
    {
        var program = await matching.NewProgram();
        var mentor = await matching.Join(program, "mentor", capacity: 10);
        foreach (var days in new[] { 9, 1, 2, 30 })
            await Confirm(program, mentor, days);
        (await ExpectedWait(program)).ShouldBeNull("four mentees are too few");

        await Confirm(program, mentor, days: 4);
        (await ExpectedWait(program)).ShouldBe(4);

        await Problem(
            await matching.As(mentor.Person).GetAsync($"/programs/{Guid.NewGuid()}/wait"),
            HttpStatusCode.NotFound
        );
    }

    private async Task Pause(Participant who, DateTimeOffset until) =>
        await Done(await matching.As(who.Person).PostAsJsonAsync(Address(who, "pause"), new { resumesAt = until }));

    private static string Address(Participant who, string command) => $"/participations/{who.Application}/{command}";

    /// <summary>A match that was proposed to a new mentee so many days after the mentee was ready.</summary>
    private async Task Confirm(Guid program, Participant mentor, int days)
    {
        var mentee = await matching.Join(program, "mentee");
        var (run, now) = (new RunId(Guid.CreateVersion7()), DateTimeOffset.UtcNow);
        var proposed = TestData.ProposalTo(program, run, mentor.Person, mentee.Person) with
        {
            WaitingSince = now.AddDays(-days),
            At = now,
        };
        await matching.Write(writes =>
            writes.Append<Match, MatchEvent>(
                proposed.Match.Value,
                proposed,
                Match.Evolve(null, proposed).Confirm(proposed.At)
            )
        );
    }

    private async Task<int?> ExpectedWait(Guid program) =>
        (await (await matching.Colleague()).GetFromJsonAsync<JsonElement>($"/programs/{program}/wait"))
            .GetProperty("days")
            .Deserialize<int?>();

    /// <returns>The only match.</returns>
    private async Task<Guid> Publish(Guid program)
    {
        var coordinator = matching.Coordinator();
        await matching.Publish(coordinator, await matching.Draft(coordinator, program));
        return (await Items(coordinator, $"/matches?program={program}"))
            .ShouldHaveSingleItem()
            .GetProperty("id")
            .GetGuid();
    }

    /// <summary>What the person reads, which is what the coordinator reads.</summary>
    private async Task<string> ActionOf(Guid program, Participant who)
    {
        var mine = (await Items(matching.As(who.Person), "/participations/mine")).ShouldHaveSingleItem();
        var inPool = (await Items(matching.Coordinator(), $"/programs/{program}/pool")).Single(p =>
            p.GetProperty("person").GetGuid() == who.Person
        );
        inPool.GetRawText().ShouldBe(mine.GetRawText());
        return TextOf(mine);
    }

    /// <summary>The next action with its match or its position.</summary>
    private static string TextOf(JsonElement participant)
    {
        var action = participant.GetProperty("nextAction").GetString()!;
        if (participant.GetProperty("match").ValueKind is not JsonValueKind.Null)
        {
            participant.GetProperty("answerUntil").GetDateTimeOffset().ShouldBeGreaterThan(DateTimeOffset.UtcNow);
            return $"{action} {participant.GetProperty("match").GetGuid()}";
        }

        return participant.GetProperty("position").ValueKind is JsonValueKind.Null
            ? action
            : $"{action} {participant.GetProperty("position")}/{participant.GetProperty("waiting")}";
    }
}
