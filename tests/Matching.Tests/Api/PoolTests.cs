using System.Net.Http.Json;
using System.Text.Json;
using PeerNetwork.Contracts.Enrollment;
using static PeerNetwork.Matching.Tests.MatchingHost;

namespace PeerNetwork.Matching.Tests.Api;

/// <summary>What enrollment tells of people reaches the run.</summary>
[Collection(MatchingCollection.Name)]
public class PoolTests(MatchingHost matching)
{
    [Fact]
    public async Task A_mentor_is_offered_no_further_than_their_hours_go_in_all_programs_together()
    {
        var (program, other) = (await matching.NewProgram(), await matching.NewProgram());
        var mentor = await matching.Join(program, "mentor", 5);
        await matching.Deliver(
            Person(mentor.Person, version: 2, description: Description() with { HoursPerMonth = 2 })
        );
        await matching.Deliver(Approval(other, new(mentor.Person, Guid.CreateVersion7()), "mentor", 5));
        for (var i = 0; i < 3; i++)
            await matching.Join(program, "mentee");
        var late = await matching.Join(other, "mentee");
        var coordinator = matching.Coordinator();

        var run = await matching.Draft(coordinator, program);
        (await Items(coordinator, $"/runs/{run}/proposals")).Length.ShouldBe(2);
        await matching.Publish(coordinator, run);

        var next = await matching.Draft(coordinator, other);
        (await Items(coordinator, $"/runs/{next}/proposals")).ShouldBeEmpty();
        (await Rules(coordinator, next, late.Person, mentor.Person)).ShouldContain(rule =>
            !rule.Passed && rule.Name == "free-time"
        );
    }

    private static string Encrypted(Participant who, QuestionnaireAnswers answers) =>
        Encryption.Encrypt(answers, who.Application);

    [Fact]
    public async Task The_way_a_mentor_went_and_the_answers_of_both_count_in_the_score()
    {
        var program = await matching.NewProgram();
        var (mentor, mentee) = (
            new Participant(Guid.CreateVersion7(), Guid.CreateVersion7()),
            new Participant(Guid.CreateVersion7(), Guid.CreateVersion7())
        );
        await matching.Deliver(Person(mentor.Person));
        await matching.Deliver(Person(mentee.Person));
        await matching.Deliver(
            Approval(program, mentor, "mentor", 1) with
            {
                EncryptedAnswers = Encrypted(
                    mentor,
                    new([], [new("independence", 2), new("novelty", 4)], [], Fields: ["Sales", "Design"])
                ),
            }
        );
        await matching.Deliver(
            Approval(program, mentee, "mentee", 0) with
            {
                EncryptedAnswers = Encrypted(mentee, new([], [new("novelty", 4), new("fairness", 1)], [], "design")),
            }
        );
        var coordinator = matching.Coordinator();

        var run = await matching.Draft(coordinator, program);

        var contributions = (await Items(coordinator, $"/runs/{run}/proposals"))
            .ShouldHaveSingleItem()
            .GetProperty("contributions")
            .EnumerateArray()
            .ToDictionary(c => c.GetProperty("factor").GetString()!, c => c.GetProperty("value").GetInt32());
        // The mentee told of no field, so that of the department counts: Sales.
        (contributions["career-change"], contributions["values"], contributions["personality"]).ShouldBe(
            (1000, 1000, 500)
        );
        var repetition = await (
            await coordinator.PostAsync($"/runs/{run}/reproduce", null)
        ).Content.ReadFromJsonAsync<JsonElement>();
        repetition.GetProperty("sameInputs").GetBoolean().ShouldBeTrue();
    }

    private static async Task<(string Name, bool Passed)[]> Rules(
        HttpClient coordinator,
        Guid run,
        Guid mentee,
        Guid mentor
    ) =>
        [
            .. (
                await coordinator.GetFromJsonAsync<JsonElement>(
                    $"/runs/{run}/explanation?mentee={mentee}&mentor={mentor}"
                )
            )
                .GetProperty("rules")
                .EnumerateArray()
                .Select(rule => (rule.GetProperty("rule").GetString()!, rule.GetProperty("passed").GetBoolean())),
        ];
}
