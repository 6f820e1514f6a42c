using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Matches;
using static PeerNetwork.Matching.Tests.MatchingHost;

namespace PeerNetwork.Matching.Tests.Api;

[Collection(MatchingCollection.Name)]
public class WhyNotTests(MatchingHost matching)
{
    /// <summary>Each mentee wants what one of the mentors offers.</summary>
    private sealed record Scene(
        Guid Program,
        Participant Mentor,
        Participant OtherMentor,
        Participant Mentee,
        Participant OtherMentee
    );

    [Fact]
    public async Task Mentee_mentor_and_coordinator_learn_why_not_others()
    {
        var (scene, coordinator) = (await People(), matching.Coordinator("BER"));
        var match = await Published(coordinator, scene);
        var (aboutMentor, aboutMentee) = (
            $"/matches/{match}/why-not/{scene.OtherMentor.Person}",
            $"/matches/{match}/why-not/{scene.OtherMentee.Person}"
        );

        var mentee = await matching.As(scene.Mentee.Person).GetFromJsonAsync<JsonElement>(aboutMentor);
        var mentor = await matching.As(scene.Mentor.Person).GetFromJsonAsync<JsonElement>(aboutMentee);

        (mentee.GetProperty("mentee").GetGuid(), mentee.GetProperty("mentor").GetGuid()).ShouldBe(
            (scene.Mentee.Person, scene.OtherMentor.Person)
        );
        (mentor.GetProperty("mentee").GetGuid(), mentor.GetProperty("mentor").GetGuid()).ShouldBe(
            (scene.OtherMentee.Person, scene.Mentor.Person)
        );
        foreach (var answer in new[] { mentee, mentor })
        {
            answer
                .GetProperty("sentences")
                .EnumerateArray()
                .ShouldHaveSingleItem()
                .GetString()!
                .ShouldContain("more good elsewhere");
            answer.GetProperty("whatWouldHelp").GetProperty("sentence").GetString().ShouldNotBeNullOrEmpty();
            answer.GetRawText().ShouldNotContain("sql");
        }
        (await coordinator.GetStringAsync(aboutMentor)).ShouldBe(mentee.GetRawText());
        (await coordinator.GetStringAsync(aboutMentee)).ShouldBe(mentor.GetRawText());
        var own = await matching
            .As(scene.Mentee.Person)
            .GetFromJsonAsync<JsonElement>($"/matches/{match}/why-not/{scene.Mentor.Person}");
        own.GetProperty("sentences")[0].GetString()!.ShouldContain("have a match");
        own.GetProperty("whatWouldHelp").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task An_exclusion_is_not_told()
    {
        var (scene, coordinator) = (await People(), matching.Coordinator());
        var exclusions = new[] { new { mentee = scene.Mentee.Person, mentor = scene.OtherMentor.Person } };
        var match = await Published(coordinator, scene, new { program = scene.Program, exclusions });

        var told = await matching
            .As(scene.Mentee.Person)
            .GetFromJsonAsync<JsonElement>($"/matches/{match}/why-not/{scene.OtherMentor.Person}");

        told.GetProperty("sentences")
            .EnumerateArray()
            .Select(s => s.GetString())
            .ShouldBe([ParticipantExplanation.ConfidentialReason]);
        told.GetProperty("whatWouldHelp").GetProperty("possible").GetBoolean().ShouldBeFalse();
        told.GetRawText().ShouldNotContain("exclu");
    }

    [Fact]
    public async Task A_proposal_that_a_coordinator_took_out_is_not_told()
    {
        var (scene, coordinator) = (await People(places: 2, others: 0), matching.Coordinator());
        var run = await matching.Draft(coordinator, scene.Program);
        await Done(
            await coordinator.PostAsJsonAsync(
                $"/runs/{run}/proposals/{scene.OtherMentee.Person}/remove",
                new { reason = "They work in one team." }
            )
        );
        await matching.Publish(coordinator, run);
        var match = await MatchOf(coordinator, scene);

        var told = await matching
            .As(scene.Mentor.Person)
            .GetFromJsonAsync<JsonElement>($"/matches/{match}/why-not/{scene.OtherMentee.Person}");

        told.GetProperty("sentences")
            .EnumerateArray()
            .Select(s => s.GetString())
            .ShouldBe([ParticipantExplanation.ConfidentialReason]);
    }

    [Fact]
    public async Task Only_the_two_and_their_coordinators_ask_and_only_about_people_of_the_run()
    {
        var (scene, coordinator) = (await People(), matching.Coordinator());
        var match = await Published(coordinator, scene);
        var address = $"/matches/{match}/why-not/{scene.OtherMentor.Person}";
        var (elsewhere, later) = (await People(), await matching.Join(scene.Program, "mentor", 1));

        foreach (var stranger in new[] { scene.OtherMentee.Person, scene.OtherMentor.Person, Guid.CreateVersion7() })
            await Problem(await matching.As(stranger).GetAsync(address), HttpStatusCode.Forbidden);
        await Problem(await matching.Coordinator("LIS").GetAsync(address), HttpStatusCode.Forbidden);
        await Problem(await matching.Anonymous().GetAsync(address), HttpStatusCode.Unauthorized);
        await Problem(
            await coordinator.GetAsync($"/matches/{Guid.NewGuid()}/why-not/{scene.OtherMentor.Person}"),
            HttpStatusCode.NotFound
        );

        // Unknown, of another program, come later, or in the run on the same side.
        var mentee = matching.As(scene.Mentee.Person);
        var answers = new HashSet<string>();
        foreach (
            var person in new[] { Guid.NewGuid(), elsewhere.Mentor.Person, later.Person, scene.OtherMentee.Person }
        )
        {
            var answer = await mentee.GetAsync($"/matches/{match}/why-not/{person}");
            await Problem(answer, HttpStatusCode.NotFound);
            answers.Add((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()!);
        }
        answers.Count.ShouldBe(1);
        await Problem(await matching.As(scene.Mentor.Person).GetAsync(address), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_pair_that_was_chosen_by_hand_has_no_such_explanation()
    {
        var (scene, coordinator) = (await People(), matching.Coordinator());
        var run = await matching.Draft(coordinator, scene.Program);
        await Done(
            await coordinator.PostAsJsonAsync(
                $"/runs/{run}/proposals/{scene.Mentee.Person}/remove",
                new { reason = "Another fits better." }
            )
        );
        await Created(
            await coordinator.PostAsJsonAsync(
                $"/runs/{run}/proposals",
                new
                {
                    mentee = scene.Mentee.Person,
                    mentor = scene.OtherMentor.Person,
                    reason = "Fits better.",
                }
            )
        );
        await matching.Publish(coordinator, run);
        var match = await MatchOf(coordinator, scene);

        var answer = await matching.As(scene.Mentee.Person).GetAsync($"/matches/{match}/why-not/{scene.Mentor.Person}");

        (await Problem(answer, HttpStatusCode.Conflict)).ShouldBe("match-by-hand");
    }

    [Fact]
    public async Task A_match_whose_run_left_no_record_has_no_such_explanation()
    {
        var (id, mentee, mentor) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await using (var scope = matching.Services.CreateAsyncScope())
        {
            var proposed = TestData.Proposed with
            {
                Match = new(id),
                Run = new(Guid.CreateVersion7()),
                Mentee = new(mentee),
                Mentor = new(mentor),
            };
            await scope
                .ServiceProvider.GetRequiredService<EventStreams>()
                .Update<Match, MatchEvent>(id, Match.Evolve, _ => [proposed], default);
        }

        (
            await Problem(
                await matching.As(mentee).GetAsync($"/matches/{id}/why-not/{Guid.NewGuid()}"),
                HttpStatusCode.Conflict
            )
        ).ShouldBe("run-not-recorded");
    }

    private async Task<Scene> People(int places = 1, int others = 1)
    {
        var program = await matching.NewProgram();
        return new(
            program,
            await matching.Join(program, "mentor", places, skill: "python"),
            await matching.Join(program, "mentor", others, skill: "sql"),
            await matching.Join(program, "mentee", skill: "python"),
            await matching.Join(program, "mentee", skill: "sql")
        );
    }

    private async Task<Guid> Published(HttpClient coordinator, Scene scene, object? request = null)
    {
        await matching.Publish(coordinator, await matching.Draft(matching.Coordinator(), scene.Program, request));
        return await MatchOf(coordinator, scene);
    }

    private static async Task<Guid> MatchOf(HttpClient coordinator, Scene scene) =>
        (await Items(coordinator, $"/matches?program={scene.Program}"))
            .Single(m => m.GetProperty("mentee").GetGuid() == scene.Mentee.Person)
            .GetProperty("id")
            .GetGuid();
}
