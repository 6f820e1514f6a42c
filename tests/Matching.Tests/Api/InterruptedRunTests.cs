using System.Net.Http.Json;
using System.Text.Json;
using PeerNetwork.Matching.Engine;
using PeerNetwork.Matching.Matches;
using PeerNetwork.Matching.Runs;
using static PeerNetwork.Matching.Tests.MatchingHost;

namespace PeerNetwork.Matching.Tests.Api;

/// <summary>What a replica left behind when it died, as it stands in the store, is taken up by the next one.</summary>
[Collection(MatchingCollection.Name)]
public class InterruptedRunTests(MatchingHost matching)
{
    [Fact]
    public async Task A_run_that_was_being_computed_is_finished_with_the_cohort_that_was_recorded()
    {
        var program = await matching.NewProgram();
        var (id, policy) = (new RunId(Guid.CreateVersion7()), new Policy { Day = new(2026, 3, 2) });
        var cohort = CohortOf(mentees: 3, seats: 2);
        RunEvent[] begun = [Requested(id, program, policy), Started(id, cohort, policy)];

        await matching.Write(writes =>
        {
            writes.Append<Run, RunEvent>(id.Value, begun);
            writes.Append<RecordedCohort, CohortEvent>(RecordedCohort.IdOf(id), cohort.Chunks(id));
        });

        var coordinator = matching.Coordinator();
        await Reaches(coordinator, id.Value, "draft");
        (await Items(coordinator, $"/runs/{id.Value}/proposals")).Length.ShouldBe(2);
        var repetition = await (
            await coordinator.PostAsync($"/runs/{id.Value}/reproduce", null)
        ).Content.ReadFromJsonAsync<JsonElement>();
        (repetition.GetProperty("sameInputs").GetBoolean(), repetition.GetProperty("samePairs").GetBoolean()).ShouldBe(
            (true, true)
        );
    }

    [Fact]
    public async Task A_publication_goes_on_after_the_batches_that_are_done()
    {
        var program = await matching.NewProgram();
        var mentor = await matching.Join(program, "mentor", 3);
        PersonId[] mentees =
        [
            new((await matching.Join(program, "mentee")).Person),
            new((await matching.Join(program, "mentee")).Person),
            new((await matching.Join(program, "mentee")).Person),
        ];
        var (id, policy, now) = (
            new RunId(Guid.CreateVersion7()),
            new Policy { Day = new(2026, 3, 2) },
            DateTimeOffset.UtcNow
        );
        var pairs = mentees.Select(mentee => TestData.PairOf(mentee, new(mentor.Person))).ToArray();
        var first = pairs[0];
        RunEvent[] begun =
        [
            Requested(id, program, policy),
            Started(id, CohortOf(3, 3), policy),
            new VariantCompleted(id, Variant.First, mentees.Length, 0, 2_400_000, now),
            new RunReviewed(id, new(Guid.CreateVersion7()), now, Variant.First),
            new PublicationRequested(id, new(Guid.CreateVersion7()), now, Variant.First),
            new ProposalsPublished(id, [first.Mentee], [], first.Score, now),
        ];

        await matching.Write(writes =>
        {
            writes.Append<Run, RunEvent>(id.Value, begun);
            writes.Append<RunResult, ResultEvent>(RunResult.IdOf(id), new ProposalsMade(id, pairs));
            writes.Append<Match, MatchEvent>(
                MatchId.Of(id, first.Mentee).Value,
                new MatchProposed(
                    MatchId.Of(id, first.Mentee),
                    new(program),
                    id,
                    MatchKind.OneToOne,
                    TestData.MembersOf(first.Mentor, first.Mentee),
                    "BER",
                    first.WaitingSince,
                    first.Score,
                    [new(first.Mentee, first.Mentor, first.Reasons)],
                    AnswerUntil: now.AddDays(1),
                    now
                )
            );
        });

        var coordinator = matching.Coordinator();
        await Reaches(coordinator, id.Value, "published");
        (await coordinator.GetFromJsonAsync<JsonElement>($"/runs/{id.Value}"))
            .GetProperty("published")
            .GetInt32()
            .ShouldBe(3);
        (await Items(coordinator, $"/matches?program={program}"))
            .Select(m => m.PersonAs("mentee"))
            .ShouldBe(mentees.Select(m => m.Value), ignoreOrder: true);
    }

    private static RunRequested Requested(RunId id, Guid program, Policy policy) =>
        new(id, new(program), policy, [], new(Guid.CreateVersion7()), DateTimeOffset.UtcNow);

    private static RunStarted Started(RunId id, RecordedCohort cohort, Policy policy) =>
        new(
            id,
            cohort.HashWith(policy, VariantTerms.None),
            AssignmentSolver.Version,
            cohort.Problem(policy).EffectiveWeights,
            cohort.Mentees.Count,
            cohort.Mentors.Count,
            2,
            DateTimeOffset.UtcNow
        );

    private static RecordedCohort CohortOf(int mentees, int seats) =>
        new(
            [
                .. Enumerable
                    .Range(0, mentees)
                    .Select(_ => new WaitingMentee(
                        new Mentee(Guid.CreateVersion7()) { Goals = ["python"] },
                        "BER",
                        DateTimeOffset.UtcNow
                    )),
            ],
            [new Mentor(Guid.CreateVersion7(), seats) { OfferedSkills = [new("python", 4)], Languages = ["de"] }],
            [],
            []
        );
}
