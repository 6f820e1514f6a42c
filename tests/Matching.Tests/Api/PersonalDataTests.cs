using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.Contracts.Privacy;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;
using static PeerNetwork.Matching.Tests.MatchingHost;

namespace PeerNetwork.Matching.Tests.Api;

/// <summary>What people answered is encrypted wherever it is stored, until they are erased.</summary>
[Collection(MatchingCollection.Name)]
public class PersonalDataTests(MatchingHost matching)
{
    [Fact]
    public async Task What_people_told_for_the_matching_is_not_stored_in_plain()
    {
        var (program, _, mentee) = await TwoWhoAnswered();
        await matching.Deliver(
            Person(mentee.Person, version: 2) with
            {
                EncryptedDescription = Encryption.Encrypt(
                    Description("Falconry") with
                    {
                        JobTitle = "Glassblower",
                        Interests = ["Lepidoptery"],
                    },
                    mentee.Person
                ),
            }
        );
        await matching.Draft(matching.Coordinator(), program);
        await Tell(await matching.NewProgram(), mentee, "mentee", targetField: "Quantumgardening", field: "Beekeeping");

        var stored = await DatabaseDump.ReadAll(matching.Database);

        foreach (
            var place in (string[])
                [
                    "participants_v1.participants ",
                    "participant_joined",
                    "cohort_mentees_recorded",
                    "cohort_mentors_recorded",
                    "run_assignments_v1.run_mentees ",
                    "mt_doc_personreplica ",
                ]
        )
            stored.ShouldContain(place);
        foreach (
            var secret in (string[])
                [
                    "Quantumgardening",
                    "Beekeeping",
                    "helping-others",
                    "tradition",
                    "extraversion",
                    "canaryGoal",
                    "Falconry",
                    "Glassblower",
                    "Lepidoptery",
                ]
        )
            stored.ShouldNotContain(secret, Case.Insensitive);
    }

    [Fact]
    public async Task A_run_of_an_erased_person_cannot_be_repeated()
    {
        var (program, _, mentee) = await TwoWhoAnswered();
        var coordinator = matching.Coordinator();
        var run = await matching.Draft(coordinator, program);
        (await ValuesIn(coordinator, run)).ShouldBe((1000, 1000));
        (await SameInputs(coordinator, run)).ShouldBeTrue();

        await matching.Deliver(new PersonErased(mentee.Person, 9, DateTimeOffset.UnixEpoch));

        (await SameInputs(coordinator, run)).ShouldBeFalse("the record lacks the profile");
        (await ValuesIn(coordinator, run)).ShouldBe((1000, 1000), "the figures stay");
    }

    [Fact]
    public async Task An_erased_person_leaves_no_text_behind_and_an_older_message_brings_none()
    {
        var program = await matching.NewProgram();
        Participant mentor = new(Guid.CreateVersion7(), Guid.CreateVersion7()),
            mentee = new(Guid.CreateVersion7(), Guid.CreateVersion7()),
            other = new(Guid.CreateVersion7(), Guid.CreateVersion7());
        foreach (var known in (Participant[])[mentor, mentee, other])
            await matching.Deliver(Described(known.Person));
        await Tell(program, mentor, "mentor", capacity: 1, field: "canaryField");
        await Tell(program, mentee, "mentee", targetField: "canaryTarget");
        await Tell(program, other, "mentee", targetField: "canaryTarget");
        var run = await matching.Draft(matching.Coordinator(), program);
        (
            await matching.Services.GetRequiredService<Verification>().Run(TimeSpan.FromMinutes(1), default)
        ).Differences.ShouldBeEmpty();

        foreach (var known in (Participant[])[mentor, mentee, other])
            await matching.Deliver(new PersonErased(known.Person, 9, DateTimeOffset.UnixEpoch));
        var never = Guid.CreateVersion7();
        await matching.Deliver(new PersonErased(never, 9, DateTimeOffset.UnixEpoch));
        await matching.Deliver(Described(never));
        await matching.Deliver(Described(mentee.Person));

        (await DatabaseDump.ReadAll(matching.Database)).ShouldNotContain("canary", Case.Insensitive);
        (await Items(matching.Coordinator(), $"/runs/{run}/proposals"))
            .ShouldHaveSingleItem()
            .GetProperty("contributions")
            .GetArrayLength()
            .ShouldBeGreaterThan(0, "the figures stay");
        (await matching.History(never))
            .Select(e => e.Data)
            .OfType<Matching.People.PersonalDataErased>()
            .ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(e => e.Keys.ShouldBe(0), e => e.Profiles.ShouldBe(0));
        (
            await matching.Services.GetRequiredService<Verification>().Run(TimeSpan.FromMinutes(1), default)
        ).Differences.ShouldBeEmpty();
    }

    private static PersonRecorded Described(Guid person) =>
        Person(person) with
        {
            Department = "canaryDepartment",
            EncryptedDescription = Encryption.Encrypt(
                Description("canarySkill") with
                {
                    JobTitle = "canaryJob",
                    Interests = ["canaryInterest"],
                },
                person
            ),
        };

    private async Task<(Guid Program, Participant Mentor, Participant Mentee)> TwoWhoAnswered()
    {
        var program = await matching.NewProgram();
        Participant mentor = new(Guid.CreateVersion7(), Guid.CreateVersion7()),
            mentee = new(Guid.CreateVersion7(), Guid.CreateVersion7());
        await matching.Deliver(Person(mentor.Person));
        await matching.Deliver(Person(mentee.Person));
        await Tell(program, mentor, "mentor", capacity: 1);
        await Tell(program, mentee, "mentee");
        return (program, mentor, mentee);
    }

    private Task Tell(
        Guid program,
        Participant who,
        string role,
        int capacity = 0,
        string? targetField = null,
        string? field = null
    )
    {
        var participant = who with { Application = Guid.CreateVersion7() };
        return matching.Deliver(
            Approval(program, participant, role, capacity) with
            {
                EncryptedAnswers = Encryption.Encrypt(
                    new QuestionnaireAnswers(
                        ["canaryGoal"],
                        [new("helping-others", 4), new("tradition", 2)],
                        [new("extraversion", 5)],
                        targetField,
                        field is null ? null : [field]
                    ),
                    participant.Application
                ),
            }
        );
    }

    private static async Task<(int Values, int Personality)> ValuesIn(HttpClient coordinator, Guid run)
    {
        var values = (await Items(coordinator, $"/runs/{run}/proposals"))
            .ShouldHaveSingleItem()
            .GetProperty("contributions")
            .EnumerateArray()
            .ToDictionary(c => c.GetProperty("factor").GetString()!, c => c.GetProperty("value").GetInt32());
        return (values["values"], values["personality"]);
    }

    private static async Task<bool> SameInputs(HttpClient coordinator, Guid run) =>
        (await (await coordinator.PostAsync($"/runs/{run}/reproduce", null)).Content.ReadFromJsonAsync<JsonElement>())
            .GetProperty("sameInputs")
            .GetBoolean();
}
