using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Matches;
using PeerNetwork.ServiceDefaults;
using PeerNetwork.Testing;
using static PeerNetwork.Matching.Tests.MatchingHost;

namespace PeerNetwork.Matching.Tests.Api;

/// <summary>The hours of a mentor are for all programs together; a mentorship takes one hour a month here.</summary>
[Collection(MatchingCollection.Name)]
public class MentorHoursTests(MatchingHost matching)
{
    private const int Races = 20;
    private const int Programs = 3;

    private sealed record Proposal(Guid Match, Guid Program, Guid Mentor, Guid Mentee);

    [Fact]
    public async Task Used_hours_stop_publications_and_acceptances_in_other_programs_until_a_mentorship_closes()
    {
        var coordinator = matching.Coordinator();
        var drafts = await Drafts(mentors: 1);
        await matching.Publish(coordinator, drafts[0].Run);
        await matching.Publish(coordinator, drafts[1].Run);
        var (first, second) = (
            (await Proposals(drafts[0].Program)).Single(),
            (await Proposals(drafts[1].Program)).Single()
        );
        await Done(await Accept(first.Match, first.Mentee));
        await Done(await Accept(first.Match, first.Mentor));

        (await Problem(await Accept(second.Match, second.Mentee), HttpStatusCode.Conflict)).ShouldBe(
            "mentor-hours-used"
        );
        (await Outcome(second.Match)).ShouldBe(("declined", "mentorHoursUsed"));
        await matching.Publish(coordinator, drafts[2].Run);
        (await Items(coordinator, $"/runs/{drafts[2].Run}/proposals"))
            .ShouldHaveSingleItem()
            .GetProperty("state")
            .GetString()
            .ShouldBe("mentorHoursUsed");
        (await Proposals(drafts[2].Program)).ShouldBeEmpty();

        await matching.Deliver(Closed(first.Match, first.Program, first.Mentor, first.Mentee));
        await matching.Publish(coordinator, await matching.Draft(coordinator, drafts[2].Program));
        var third = (await Proposals(drafts[2].Program)).Single();
        await Done(await Accept(third.Match, third.Mentee));
        await Done(await Accept(third.Match, third.Mentor));
        (await Outcome(third.Match)).ShouldBe(("confirmed", null));
    }

    [Theory]
    [InlineData("mentorFull", "mentor-full", true), InlineData("mentorFull", "mentor-full", false)]
    [
        InlineData("mentorHoursUsed", "mentor-hours-used", true),
        InlineData("mentorHoursUsed", "mentor-hours-used", false)
    ]
    public async Task The_answer_to_who_comes_too_late_commits_with_the_decline(string reason, string code, bool hasKey)
    {
        var drafts = await Drafts(mentors: 1);
        await matching.Publish(matching.Coordinator(), drafts[0].Run);
        var proposal = (await Proposals(drafts[0].Program)).Single();
        await Take(proposal, isPlace: reason == "mentorFull");
        var mentee = matching.As(proposal.Mentee);
        if (hasKey)
            mentee.DefaultRequestHeaders.Add(IdempotencyKey.Header, $"{Guid.NewGuid()}");

        var first = await mentee.PostAsync($"/matches/{proposal.Match}/accept", null);
        var state = await Outcome(proposal.Match);
        var second = await mentee.PostAsync($"/matches/{proposal.Match}/accept", null);

        (await Problem(first, HttpStatusCode.Conflict)).ShouldBe(code);
        state.ShouldBe(("declined", reason));
        (await Problem(second, HttpStatusCode.Conflict)).ShouldBe(code);
        second.Headers.Contains(IdempotencyKey.ReplayedHeader).ShouldBe(hasKey);
        if (hasKey)
            (await second.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Lower_hours_end_no_mentorship_and_decline_what_is_open()
    {
        var coordinator = matching.Coordinator();
        var drafts = await Drafts(mentors: 1, hours: 2);
        await matching.Publish(coordinator, drafts[0].Run);
        await matching.Publish(coordinator, drafts[1].Run);
        var (first, second) = (
            (await Proposals(drafts[0].Program)).Single(),
            (await Proposals(drafts[1].Program)).Single()
        );
        await Done(await Accept(first.Match, first.Mentee));
        await Done(await Accept(first.Match, first.Mentor));

        await matching.Deliver(Person(first.Mentor, version: 2, description: Description() with { HoursPerMonth = 1 }));

        await Eventually.Passes(async () => (await Outcome(second.Match)).ShouldBe(("declined", "mentorHoursUsed")));
        (await Outcome(first.Match)).ShouldBe(("confirmed", null));
    }

    [Fact]
    public async Task Acceptances_in_several_programs_at_the_same_instant_never_exceed_the_hours()
    {
        var drafts = await Drafts(Races);
        foreach (var draft in drafts)
            await matching.Publish(matching.Coordinator(), draft.Run);
        var proposals = new List<Proposal>();
        foreach (var draft in drafts)
            proposals.AddRange(await Proposals(draft.Program));
        var races = proposals.GroupBy(p => p.Mentor).Select(race => race.ToArray()).ToArray();
        races.Length.ShouldBe(Races);

        foreach (var race in races)
        {
            race.Length.ShouldBe(Programs);
            foreach (var proposal in race)
                await Done(await Accept(proposal.Match, proposal.Mentor));

            var answers = await Task.WhenAll(race.Select(p => Accept(p.Match, p.Mentee)));

            answers.Count(a => a.StatusCode is HttpStatusCode.NoContent).ShouldBe(1);
            foreach (var (answer, proposal) in answers.Zip(race))
            {
                if (answer.StatusCode is HttpStatusCode.NoContent)
                {
                    (await Outcome(proposal.Match)).ShouldBe(("confirmed", null));
                    continue;
                }

                (await Problem(answer, HttpStatusCode.Conflict)).ShouldBe("mentor-hours-used");
                (await Outcome(proposal.Match)).ShouldBe(("declined", "mentorHoursUsed"));
            }
        }
    }

    /// <summary>
    /// The same mentors in each program, with one mentee for each. All runs are drafts before one is published.
    /// </summary>
    private async Task<(Guid Program, Guid Run)[]> Drafts(int mentors, int hours = 1)
    {
        var people = Enumerable.Range(0, mentors).Select(_ => Guid.CreateVersion7()).ToArray();
        foreach (var mentor in people)
            await matching.Deliver(Person(mentor, description: Description() with { HoursPerMonth = hours }));
        var drafts = new List<(Guid, Guid)>();
        for (var n = 0; n < Programs; n++)
        {
            var program = await matching.NewProgram();
            foreach (var mentor in people)
            {
                await matching.Deliver(Approval(program, new(mentor, Guid.CreateVersion7()), "mentor", 1));
                await matching.Join(program, "mentee");
            }

            drafts.Add((program, await matching.Draft(matching.Coordinator(), program)));
        }

        return [.. drafts];
    }

    /// <summary>In the streams alone, so that no subscription declines the match first.</summary>
    private async Task Take(Proposal proposal, bool isPlace)
    {
        var (program, mentor, other) = (
            new ProgramId(proposal.Program),
            new PersonId(proposal.Mentor),
            new MatchId(Guid.CreateVersion7())
        );
        var now = DateTimeOffset.UtcNow;
        await using var scope = matching.Services.CreateAsyncScope();
        var streams = scope.ServiceProvider.GetRequiredService<EventStreams>();
        if (isPlace)
            await streams.Update<MentorCapacity, CapacityEvent>(
                MentorCapacity.IdOf(program, mentor),
                MentorCapacity.Evolve,
                _ => [new CapacityTaken(program, mentor, other, now)],
                default
            );
        else
            await streams.Update<MentorBudget, BudgetEvent>(
                MentorBudget.IdOf(mentor),
                MentorBudget.Evolve,
                _ => [new MentorTimeTaken(mentor, program, other, 60, now)],
                default
            );
    }

    private async Task<Proposal[]> Proposals(Guid program) =>
        [
            .. (await Items(matching.Coordinator(), $"/matches?program={program}&state=proposed")).Select(
                m => new Proposal(m.GetProperty("id").GetGuid(), program, m.PersonAs("mentor"), m.PersonAs("mentee"))
            ),
        ];

    private async Task<(string?, string?)> Outcome(Guid match)
    {
        var seen = await matching.Coordinator().GetFromJsonAsync<JsonElement>($"/matches/{match}");
        return (seen.GetProperty("state").GetString(), seen.GetProperty("reason").GetString());
    }

    private Task<HttpResponseMessage> Accept(Guid match, Guid person) =>
        matching.As(person).PostAsync($"/matches/{match}/accept", null);
}
