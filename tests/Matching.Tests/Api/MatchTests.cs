using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Matching.People;
using PeerNetwork.Matching.Runs;
using PeerNetwork.ServiceDefaults;
using PeerNetwork.Testing;
using static PeerNetwork.Matching.Tests.MatchingHost;

namespace PeerNetwork.Matching.Tests.Api;

[Collection(MatchingCollection.Name)]
public class MatchTests(MatchingHost matching)
{
    private sealed record Proposal(Guid Match, Guid Program, Participant Mentor, Participant Mentee)
    {
        public string Address => $"/matches/{Match}";
    }

    [Fact]
    public async Task Both_see_why_they_were_matched_and_accept()
    {
        var proposal = await Propose();
        var (mentor, mentee) = (matching.As(proposal.Mentor.Person), matching.As(proposal.Mentee.Person));

        (await Items(mentor, "/matches/mine"))
            .ShouldHaveSingleItem()
            .GetProperty("id")
            .GetGuid()
            .ShouldBe(proposal.Match);
        (await Items(mentee, "/matches/mine?state=proposed"))
            .ShouldHaveSingleItem()
            .GetProperty("id")
            .GetGuid()
            .ShouldBe(proposal.Match);
        foreach (var person in new[] { mentor, mentee })
            (await person.GetFromJsonAsync<JsonElement>(proposal.Address))
                .GetProperty("reasons")[0]
                .GetProperty("contributions")
                .GetArrayLength()
                .ShouldBeGreaterThan(0);
        await Done(await mentee.PostAsync($"{proposal.Address}/accept", null));
        await Done(await mentee.PostAsync($"{proposal.Address}/accept", null));
        (await State(mentor, proposal)).ShouldBe("proposed");
        await Done(await mentor.PostAsync($"{proposal.Address}/accept", null));

        (await State(mentee, proposal)).ShouldBe("confirmed");
        (await Items(mentee, "/matches/mine?state=confirmed")).Length.ShouldBe(1);
        var pool = await Items(matching.Coordinator(), $"/programs/{proposal.Program}/pool");
        pool.Single(p => p.GetProperty("person").GetGuid() == proposal.Mentor.Person)
            .GetProperty("usedCapacity")
            .GetInt32()
            .ShouldBe(1);
        (
            await Problem(
                await mentee.PostAsJsonAsync($"{proposal.Address}/decline", new { reason = "Changed my mind." }),
                HttpStatusCode.Conflict
            )
        ).ShouldBe("match-confirmed");
    }

    [Fact]
    public async Task A_match_is_for_the_two_and_for_coordinators_of_the_site()
    {
        var proposal = await Propose();
        var stranger = await matching.Colleague();

        (await State(matching.Coordinator("BER"), proposal)).ShouldBe("proposed");
        await Problem(await matching.Coordinator("LIS").GetAsync(proposal.Address), HttpStatusCode.Forbidden);
        (await Items(matching.Coordinator("LIS"), $"/matches?program={proposal.Program}")).ShouldBeEmpty();
        await Problem(await stranger.GetAsync(proposal.Address), HttpStatusCode.Forbidden);
        await Problem(await stranger.PostAsync($"{proposal.Address}/accept", null), HttpStatusCode.Forbidden);
        await Problem(await stranger.PostAsJsonAsync($"{proposal.Address}/decline", new { }), HttpStatusCode.Forbidden);
        await Problem(await stranger.GetAsync("/matches"), HttpStatusCode.Forbidden);
        await Problem(await matching.Anonymous().GetAsync("/matches/mine"), HttpStatusCode.Unauthorized);
        (await Items(stranger, "/matches/mine")).ShouldBeEmpty();
        await Problem(await stranger.GetAsync($"/matches/{Guid.NewGuid()}"), HttpStatusCode.NotFound);
        await Problem(await stranger.PostAsync($"/matches/{Guid.NewGuid()}/accept", null), HttpStatusCode.NotFound);
        await Problem(await stranger.GetAsync("/matches/mine?state=lost"), HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Who_declines_may_say_why_to_the_coordinator_alone()
    {
        var proposal = await Propose();
        var (mentor, mentee) = (matching.As(proposal.Mentor.Person), matching.As(proposal.Mentee.Person));

        await Problem(
            await mentee.PostAsJsonAsync($"{proposal.Address}/decline", new { reason = new string('x', 1001) }),
            HttpStatusCode.UnprocessableEntity
        );
        await Done(
            await mentee.PostAsJsonAsync($"{proposal.Address}/decline", new { reason = "We know each other too well." })
        );

        var seen = await mentor.GetFromJsonAsync<JsonElement>(proposal.Address);
        (seen.GetProperty("state").GetString(), seen.GetProperty("reason").GetString()).ShouldBe(
            ("declined", "declinedByMentee")
        );
        seen.GetProperty("declineNote").ValueKind.ShouldBe(JsonValueKind.Null);
        (await mentee.GetFromJsonAsync<JsonElement>(proposal.Address))
            .GetProperty("declineNote")
            .GetString()
            .ShouldBe("We know each other too well.");
        (await matching.Coordinator().GetFromJsonAsync<JsonElement>(proposal.Address))
            .GetProperty("declineNote")
            .GetString()
            .ShouldBe("We know each other too well.");
        (await Problem(await mentor.PostAsync($"{proposal.Address}/accept", null), HttpStatusCode.Conflict)).ShouldBe(
            "match-declined"
        );

        // The two are not proposed to each other again.
        var coordinator = matching.Coordinator();
        var next = await matching.Draft(coordinator, proposal.Program);
        (await Items(coordinator, $"/runs/{next}/unmatched"))
            .ShouldHaveSingleItem()
            .GetProperty("sentence")
            .GetString()!
            .ShouldContain("not-excluded");
    }

    [Fact]
    public async Task A_decision_on_an_old_version_is_refused()
    {
        var proposal = await Propose();
        var (mentor, mentee) = (matching.As(proposal.Mentor.Person), matching.As(proposal.Mentee.Person));
        var seen = (await mentor.GetAsync(proposal.Address)).Headers.ETag;
        await Done(await mentee.PostAsync($"{proposal.Address}/accept", null));

        using var late = new HttpRequestMessage(HttpMethod.Post, $"{proposal.Address}/accept")
        {
            Headers = { IfMatch = { seen! } },
        };
        (await Problem(await mentor.SendAsync(late), HttpStatusCode.PreconditionFailed)).ShouldBe("stale-version");
    }

    [Fact]
    public async Task A_proposal_is_declined_when_one_of_the_two_leaves()
    {
        var (first, second) = (await Propose(), await Propose());

        await matching.Deliver(
            new Contracts.Enrollment.ApplicationWithdrawn(
                first.Mentor.Application,
                9,
                first.Program,
                first.Mentor.Person,
                "BER",
                "mentor",
                DateTimeOffset.UtcNow
            )
        );
        await matching.Deliver(Person(second.Mentee.Person, version: 9, active: false));

        foreach (var proposal in new[] { first, second })
        {
            await Eventually.Passes(async () => (await State(matching.Coordinator(), proposal)).ShouldBe("declined"));
            (await matching.Coordinator().GetFromJsonAsync<JsonElement>(proposal.Address))
                .GetProperty("reason")
                .GetString()
                .ShouldBe("withdrawn");
        }
    }

    [Fact]
    public async Task Who_is_on_leave_is_in_no_proposal_and_no_run_until_the_return()
    {
        var proposal = await Propose();
        var away = Person(proposal.Mentee.Person, version: 9) with { OnLeave = true };
        await matching.Deliver(away);

        await Eventually.Passes(async () => (await State(matching.Coordinator(), proposal)).ShouldBe("declined"));
        (await Waiting(proposal.Program)).ShouldNotContain(proposal.Mentee.Person);

        await matching.Deliver(away with { Version = 11, OnLeave = false });
        await matching.Deliver(away with { Version = 10 });
        (await Waiting(proposal.Program)).ShouldContain(proposal.Mentee.Person);
    }

    [Fact]
    public async Task A_guest_with_an_agreement_to_accept_keeps_a_proposal_and_is_in_no_run_up_to_the_acceptance()
    {
        var proposal = await Propose();
        var bound = Person(proposal.Mentor.Person, version: 9) with { Kind = "guest", AgreementDue = true };
        await matching.Deliver(bound);

        await Eventually.Passes(async () => (await Mentors(proposal.Program)).ShouldBeEmpty());
        (await State(matching.Coordinator(), proposal)).ShouldBe("proposed");
        foreach (var person in new[] { proposal.Mentor, proposal.Mentee })
            await Done(await matching.As(person.Person).PostAsync($"{proposal.Address}/accept", null));

        await matching.Deliver(bound with { Version = 10, AgreementDue = false });
        (await Mentors(proposal.Program)).ShouldBe([proposal.Mentor.Person]);
    }

    [Fact]
    public async Task A_guest_has_no_role_that_the_token_claims()
    {
        var guest = Guid.CreateVersion7();
        var program = await matching.NewProgram();
        await matching.Deliver(Person(guest) with { Kind = "partner" });
        var answer = await matching.As(guest, [Roles.Coordinator], ["*"]).GetAsync($"/programs/{program}/pool");
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_match_ends_when_one_of_the_two_comes_above_the_other_at_any_level(bool confirmed)
    {
        var (proposal, untouched) = (await Propose(), await Propose());
        if (confirmed)
            foreach (var person in new[] { proposal.Mentor, proposal.Mentee })
                await Done(await matching.As(person.Person).PostAsync($"{proposal.Address}/accept", null));
        // The mentee's boss gets a boss, whose boss is the mentor: in this order the news of the highest comes last.
        var (boss, above) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await matching.Deliver(Person(proposal.Mentee.Person, version: 8, manager: boss));
        await matching.Deliver(Person(boss, version: 1));
        await matching.Deliver(Person(boss, version: 2, manager: above));
        await matching.Deliver(Person(above, version: 1));
        (await State(matching.Coordinator(), proposal)).ShouldBe(confirmed ? "confirmed" : "proposed");

        await matching.Deliver(Person(above, version: 2, manager: proposal.Mentor.Person));
        await Eventually.Passes(async () =>
            (await matching.TypesOf(proposal.Match)).ShouldContain(confirmed ? "match_invalidated" : "match_declined")
        );
        (await State(matching.Coordinator(), untouched)).ShouldBe("proposed");

        await matching.Deliver(Person(above, version: 3, manager: proposal.Mentor.Person));
        (await matching.TypesOf(proposal.Match)).Count(t => t is "match_invalidated" or "match_declined").ShouldBe(1);
    }

    /// <summary>The mentees of a run that would start now.</summary>
    private async Task<IEnumerable<Guid>> Waiting(Guid program) =>
        (await Cohort(program)).Mentees.Select(m => m.Profile.Id);

    /// <summary>The mentors of a run that would start now.</summary>
    private async Task<IEnumerable<Guid>> Mentors(Guid program) => (await Cohort(program)).Mentors.Select(m => m.Id);

    private Task<RecordedCohort> Cohort(Guid program) =>
        matching.Services.GetRequiredService<Pool>().SnapshotCohort(new(program), [], DateTimeOffset.UtcNow, default);

    [Fact]
    public async Task A_closed_mentorship_frees_the_place_and_the_mentee_once()
    {
        var proposal = await Propose();
        foreach (var person in new[] { proposal.Mentor, proposal.Mentee })
            await Done(await matching.As(person.Person).PostAsync($"{proposal.Address}/accept", null));
        var message = Guid.CreateVersion7();
        var closed = Closed(
            proposal.Match,
            proposal.Program,
            proposal.Mentor.Person,
            proposal.Mentee.Person,
            "endedEarly"
        );

        await matching.Deliver(closed, message);
        await matching.Deliver(closed, message);
        await matching.Deliver(closed);

        var coordinator = matching.Coordinator();
        (await State(coordinator, proposal)).ShouldBe("ended");
        var draft = await matching.Draft(
            coordinator,
            proposal.Program,
            new { program = proposal.Program, rules = new { noEndedPair = false } }
        );
        var run = await coordinator.GetFromJsonAsync<JsonElement>($"/runs/{draft}");
        (run.GetProperty("capacity").GetInt32(), run.GetProperty("matched").GetInt32()).ShouldBe((1, 1));
    }

    private static async Task<string?> State(HttpClient client, Proposal proposal) =>
        (await client.GetFromJsonAsync<JsonElement>(proposal.Address)).GetProperty("state").GetString();

    private async Task<Proposal> Propose()
    {
        var program = await matching.NewProgram();
        var (mentor, mentee) = (await matching.Join(program, "mentor", 1), await matching.Join(program, "mentee"));
        var coordinator = matching.Coordinator();
        var run = await matching.Draft(coordinator, program);
        await matching.Publish(coordinator, run);
        var match = (await Items(coordinator, $"/matches?program={program}"))
            .ShouldHaveSingleItem()
            .GetProperty("id")
            .GetGuid();
        return new(match, program, mentor, mentee);
    }
}
