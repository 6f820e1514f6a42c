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
    /// <summary>Two mentors and two mentees. Each mentee looks for the skill of one of the mentors.</summary>
    private sealed record ProgramParticipants(
        Guid Program,
        Participant Mentor,
        Participant OtherMentor,
        Participant Mentee,
        Participant OtherMentee
    );

    [Fact]
    public async Task Mentee_mentor_and_coordinator_get_the_reason_against_other_pairs()
    {
        var (participants, coordinator) = (await CreateParticipants(), matching.Coordinator("BER"));
        var match = await PublishMatch(coordinator, participants);
        var (aboutMentor, aboutMentee) = (
            $"/matches/{match}/why-not/{participants.OtherMentor.Person}",
            $"/matches/{match}/why-not/{participants.OtherMentee.Person}"
        );

        var mentee = await matching.As(participants.Mentee.Person).GetFromJsonAsync<JsonElement>(aboutMentor);
        var mentor = await matching.As(participants.Mentor.Person).GetFromJsonAsync<JsonElement>(aboutMentee);

        (mentee.GetProperty("mentee").GetGuid(), mentee.GetProperty("mentor").GetGuid()).ShouldBe(
            (participants.Mentee.Person, participants.OtherMentor.Person)
        );
        (mentor.GetProperty("mentee").GetGuid(), mentor.GetProperty("mentor").GetGuid()).ShouldBe(
            (participants.OtherMentee.Person, participants.Mentor.Person)
        );
        foreach (var response in new[] { mentee, mentor })
        {
            response
                .GetProperty("sentences")
                .EnumerateArray()
                .ShouldHaveSingleItem()
                .GetString()!
                .ShouldContain("more good elsewhere");
            response.GetProperty("whatWouldHelp").GetProperty("sentence").GetString().ShouldNotBeNullOrEmpty();
            response.GetRawText().ShouldNotContain("sql");
        }
        (await coordinator.GetStringAsync(aboutMentor)).ShouldBe(mentee.GetRawText());
        (await coordinator.GetStringAsync(aboutMentee)).ShouldBe(mentor.GetRawText());
        var own = await matching
            .As(participants.Mentee.Person)
            .GetFromJsonAsync<JsonElement>($"/matches/{match}/why-not/{participants.Mentor.Person}");
        own.GetProperty("sentences")[0].GetString()!.ShouldContain("have a match");
        own.GetProperty("whatWouldHelp").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task An_exclusion_is_not_disclosed()
    {
        var (participants, coordinator) = (await CreateParticipants(), matching.Coordinator());
        var exclusions = new[]
        {
            new { mentee = participants.Mentee.Person, mentor = participants.OtherMentor.Person },
        };
        var match = await PublishMatch(coordinator, participants, new { program = participants.Program, exclusions });

        var explanation = await matching
            .As(participants.Mentee.Person)
            .GetFromJsonAsync<JsonElement>($"/matches/{match}/why-not/{participants.OtherMentor.Person}");

        explanation
            .GetProperty("sentences")
            .EnumerateArray()
            .Select(s => s.GetString())
            .ShouldBe([ParticipantExplanation.ConfidentialReason]);
        explanation.GetProperty("whatWouldHelp").GetProperty("possible").GetBoolean().ShouldBeFalse();
        explanation.GetRawText().ShouldNotContain("exclu");
    }

    [Fact]
    public async Task A_proposal_that_a_coordinator_removed_is_not_disclosed()
    {
        var (participants, coordinator) = (await CreateParticipants(places: 2, others: 0), matching.Coordinator());
        var run = await matching.Draft(coordinator, participants.Program);
        await Done(
            await coordinator.PostAsJsonAsync(
                $"/runs/{run}/proposals/{participants.OtherMentee.Person}/remove",
                new { reason = "They work in one team." }
            )
        );
        await matching.Publish(coordinator, run);
        var match = await GetMatch(coordinator, participants);

        var explanation = await matching
            .As(participants.Mentor.Person)
            .GetFromJsonAsync<JsonElement>($"/matches/{match}/why-not/{participants.OtherMentee.Person}");

        explanation
            .GetProperty("sentences")
            .EnumerateArray()
            .Select(s => s.GetString())
            .ShouldBe([ParticipantExplanation.ConfidentialReason]);
    }

    [Fact]
    public async Task Only_the_pair_and_its_coordinators_may_ask_and_only_about_people_of_the_run()
    {
        var (participants, coordinator) = (await CreateParticipants(), matching.Coordinator());
        var match = await PublishMatch(coordinator, participants);
        var address = $"/matches/{match}/why-not/{participants.OtherMentor.Person}";
        var (elsewhere, later) = (await CreateParticipants(), await matching.Join(participants.Program, "mentor", 1));

        foreach (
            var other in new[]
            {
                participants.OtherMentee.Person,
                participants.OtherMentor.Person,
                Guid.CreateVersion7(),
            }
        )
            await Problem(await matching.As(other).GetAsync(address), HttpStatusCode.Forbidden);
        await Problem(await matching.Coordinator("LIS").GetAsync(address), HttpStatusCode.Forbidden);
        await Problem(await matching.Anonymous().GetAsync(address), HttpStatusCode.Unauthorized);
        await Problem(
            await coordinator.GetAsync($"/matches/{Guid.NewGuid()}/why-not/{participants.OtherMentor.Person}"),
            HttpStatusCode.NotFound
        );

        // An unknown person, a person of another program, a person who joined later, and a person of the same role.
        var mentee = matching.As(participants.Mentee.Person);
        var answers = new HashSet<string>();
        foreach (
            var person in new[]
            {
                Guid.NewGuid(),
                elsewhere.Mentor.Person,
                later.Person,
                participants.OtherMentee.Person,
            }
        )
        {
            var response = await mentee.GetAsync($"/matches/{match}/why-not/{person}");
            await Problem(response, HttpStatusCode.NotFound);
            answers.Add((await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()!);
        }
        answers.Count.ShouldBe(1);
        await Problem(await matching.As(participants.Mentor.Person).GetAsync(address), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_pair_that_was_chosen_by_hand_has_no_such_explanation()
    {
        var (participants, coordinator) = (await CreateParticipants(), matching.Coordinator());
        var run = await matching.Draft(coordinator, participants.Program);
        await Done(
            await coordinator.PostAsJsonAsync(
                $"/runs/{run}/proposals/{participants.Mentee.Person}/remove",
                new { reason = "Another fits better." }
            )
        );
        await Created(
            await coordinator.PostAsJsonAsync(
                $"/runs/{run}/proposals",
                new
                {
                    mentee = participants.Mentee.Person,
                    mentor = participants.OtherMentor.Person,
                    reason = "Fits better.",
                }
            )
        );
        await matching.Publish(coordinator, run);
        var match = await GetMatch(coordinator, participants);

        var response = await matching
            .As(participants.Mentee.Person)
            .GetAsync($"/matches/{match}/why-not/{participants.Mentor.Person}");

        (await Problem(response, HttpStatusCode.Conflict)).ShouldBe("match-by-hand");
    }

    [Fact]
    public async Task A_match_of_an_unrecorded_run_has_no_such_explanation()
    {
        var (id, mentee, mentor) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await matching.Deliver(MatchingHost.Person(mentee));
        await using (var scope = matching.Services.CreateAsyncScope())
        {
            var proposed = TestData.Proposed with
            {
                Match = new(id),
                Run = new(Guid.CreateVersion7()),
                Members = TestData.MembersOf(new(mentor), new(mentee)),
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

    private async Task<ProgramParticipants> CreateParticipants(int places = 1, int others = 1)
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

    private async Task<Guid> PublishMatch(
        HttpClient coordinator,
        ProgramParticipants participants,
        object? request = null
    )
    {
        await matching.Publish(
            coordinator,
            await matching.Draft(matching.Coordinator(), participants.Program, request)
        );
        return await GetMatch(coordinator, participants);
    }

    private static async Task<Guid> GetMatch(HttpClient coordinator, ProgramParticipants participants) =>
        (await Items(coordinator, $"/matches?program={participants.Program}"))
            .Single(m => m.PersonAs("mentee") == participants.Mentee.Person)
            .GetProperty("id")
            .GetGuid();
}
