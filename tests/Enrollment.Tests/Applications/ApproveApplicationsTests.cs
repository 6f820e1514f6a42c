using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Tests.Applications;

public class ApproveApplicationsTests(EnrollmentHost enrollment) : IClassFixture<EnrollmentHost>
{
    private static readonly string[] Mentees = ["E3", "E4", "E5", "E7"];

    [Fact]
    public async Task A_filtered_list_is_approved_in_one_call()
    {
        var program = await enrollment.Published();
        var ids = await Apply(program);
        var mentor = await EnrollmentHost.Created(await enrollment.Apply("E2", program, "mentor"));

        var answer = await Approve(enrollment.Coordinator("*"), new { filter = new { program, role = "mentee" } });

        Outcomes(answer).ShouldBe(ids.Select(id => (id, "done")));
        answer.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);
        foreach (var id in ids)
            await enrollment.Becomes(id, "ready");
        (await Status(mentor)).ShouldBe("submitted");
    }

    [Fact]
    public async Task A_repeated_call_has_no_second_effect()
    {
        var program = await enrollment.Published(new { capacity = new { maxMentees = 4 } });
        var ids = await Apply(program);
        var coordinator = enrollment.Coordinator("*");
        Outcomes(await Approve(coordinator, new { applications = ids })).ShouldAllBe(o => o.Outcome == "done");

        Outcomes(await Approve(coordinator, new { applications = ids })).ShouldBe(ids.Select(i => (i, "alreadyDone")));
        Outcomes(await Approve(coordinator, new { filter = new { program } })).ShouldBeEmpty();
        (await Places(program)).ShouldBe((0, 4));
    }

    [Fact]
    public async Task Two_calls_at_the_same_time_approve_each_application_once()
    {
        var program = await enrollment.Published(new { capacity = new { maxMentees = 2 } });
        var ids = await Apply(program);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => Approve(enrollment.Coordinator("*"), new { applications = ids }))
        );

        (await Places(program)).ShouldBe((0, 2));
        answers.SelectMany(Outcomes).Count(o => o.Outcome == "done").ShouldBe(2);
    }

    [Fact]
    public async Task A_full_program_approves_the_first_and_names_the_problem_of_the_others()
    {
        var program = await enrollment.Published(new { capacity = new { maxMentees = 2 } });
        var ids = await Apply(program);
        var mentor = await EnrollmentHost.Created(await enrollment.Apply("E2", program, "mentor"));

        var answer = await Approve(enrollment.Coordinator("*"), new { applications = ids.Append(mentor) });

        Outcomes(answer).Select(o => o.Outcome).ShouldBe(["done", "done", "notDone", "notDone", "done"]);
        var full = answer.GetProperty("results")[2];
        full.GetProperty("applicant").GetGuid().ShouldBe(enrollment.People["E5"]);
        full.GetProperty("problem").GetProperty("type").GetString().ShouldBe("urn:peernetwork:problem:program-full");
        full.GetProperty("problem")
            .GetProperty("detail")
            .GetString()
            .ShouldBe("The program is full: all 2 places for mentees are taken.");
        (await Places(program)).ShouldBe((1, 2));

        await EnrollmentHost.Done(await enrollment.Employee("E3").PostAsync($"/applications/{ids[0]}/withdraw", null));
        Outcomes(await Approve(enrollment.Coordinator("*"), new { filter = new { program } }))
            .Select(o => o.Outcome)
            .ShouldBe(["done", "notDone"]);
    }

    [Fact]
    public async Task The_refusal_of_one_does_not_stop_the_others()
    {
        var program = await enrollment.Published();
        var ids = await Apply(program);
        await EnrollmentHost.Done(await enrollment.Employee("E3").PostAsync($"/applications/{ids[0]}/withdraw", null));
        Guid[] asked = [ids[0], Guid.CreateVersion7(), program, ids[1]];

        var results = (await Approve(enrollment.Coordinator("*"), new { applications = asked })).GetProperty("results");

        results
            .EnumerateArray()
            .Select(r => r.GetProperty("problem") is { ValueKind: JsonValueKind.Object } p ? Type(p) : null)
            .ShouldBe(["conflict", "not-found", "not-found", null]);
    }

    [Fact]
    public async Task An_application_of_a_foreign_site_does_not_exist_for_a_coordinator()
    {
        var program = await enrollment.Published();
        var ids = await Apply(program);
        var (berlin, foreign) = (enrollment.Coordinator("BER"), ids[3]);

        var one = (await Approve(berlin, new { applications = new[] { foreign } })).GetProperty("results")[0];
        Type(one.GetProperty("problem")).ShouldBe("not-found");
        one.GetProperty("applicant").ValueKind.ShouldBe(JsonValueKind.Null);
        Outcomes(await Approve(berlin, new { filter = new { program, site = "CHI" } })).ShouldBeEmpty();
        Outcomes(await Approve(berlin, new { filter = new { program } })).Select(o => o.Id).ShouldBe(ids[..3]);
        (await Status(foreign)).ShouldBe("submitted");
        Outcomes(await Approve(enrollment.Coordinator("CHI"), new { filter = new { program } }))
            .ShouldBe([(foreign, "done")]);
    }

    [Fact]
    public async Task Only_applications_submitted_before_a_moment_and_after_an_id_are_approved()
    {
        var program = await enrollment.Published();
        var ids = await Apply(program);
        var coordinator = enrollment.Coordinator("*");

        Outcomes(await Approve(coordinator, new { filter = new { program, submittedBefore = "2020-01-01T00:00:00Z" } }))
            .ShouldBeEmpty();
        Outcomes(await Approve(coordinator, new { filter = new { program, after = ids[1] } }))
            .Select(o => o.Id)
            .ShouldBe(ids[2..]);
    }

    [Theory]
    [InlineData("{}", HttpStatusCode.UnprocessableEntity)]
    [InlineData("null", HttpStatusCode.BadRequest)]
    [InlineData("[]", HttpStatusCode.BadRequest)]
    [InlineData("""{ "applications": [] }""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{ "applications": [null] }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "applications": ["x"] }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "applications": ["ID", "ID"] }""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{ "applications": ["ID"], "filter": { "program": "ID" } }""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{ "filter": {} }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "filter": { "program": "ID" } }""", HttpStatusCode.NotFound)]
    [InlineData("""{ "filter": { "program": "ID", "role": "chief" } }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "filter": { "program": "ID", "status": "ready" } }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "filter": { "program": "ID", "submittedBefore": "soon" } }""", HttpStatusCode.BadRequest)]
    public async Task A_body_that_makes_no_sense_is_rejected(string json, HttpStatusCode status) =>
        await EnrollmentHost.Refused(
            await enrollment
                .Coordinator("*")
                .PostAsync(
                    "/applications/approvals",
                    new StringContent(
                        json.Replace("ID", $"{Guid.CreateVersion7()}", StringComparison.Ordinal),
                        null,
                        "application/json"
                    )
                ),
            status
        );

    [Fact]
    public async Task One_call_takes_at_most_a_thousand_applications()
    {
        var ids = Enumerable.Range(0, 1001).Select(_ => Guid.CreateVersion7()).ToArray();
        var coordinator = enrollment.Coordinator("*");
        await EnrollmentHost.Refused(
            await coordinator.PostAsJsonAsync("/applications/approvals", new { applications = ids }),
            HttpStatusCode.UnprocessableEntity
        );
        Outcomes(await Approve(coordinator, new { applications = ids[1..] })).Count().ShouldBe(1000);
    }

    private async Task<Guid[]> Apply(Guid program)
    {
        var ids = new List<Guid>();
        foreach (var mentee in Mentees)
            ids.Add(await EnrollmentHost.Created(await enrollment.Apply(mentee, program)));
        return [.. ids];
    }

    private static async Task<JsonElement> Approve(HttpClient client, object request) =>
        await EnrollmentHost.Json(await client.PostAsJsonAsync("/applications/approvals", request));

    private static IEnumerable<(Guid Id, string Outcome)> Outcomes(JsonElement answer) =>
        answer
            .GetProperty("results")
            .EnumerateArray()
            .Select(r => (r.GetProperty("application").GetGuid(), r.GetProperty("outcome").GetString()!));

    private static string Type(JsonElement problem) => problem.GetProperty("type").GetString()!.Split(':')[^1];

    private async Task<string?> Status(Guid id) =>
        (await EnrollmentHost.Get(enrollment.Coordinator("*"), $"/applications/{id}"))
            .GetProperty("status")
            .GetString();

    private sealed record Counts(int Mentors, int Mentees);

    /// <summary>The stored counts, which must be those of the approved applications.</summary>
    private async Task<(int Mentors, int Mentees)> Places(Guid program)
    {
        var tables = enrollment.Services.GetRequiredService<ReadModels>();
        var approved = await tables.QueryFirstOrDefault<Counts>(
            $"""
            select count(*) filter (where role <> 'mentee')::int as mentors,
                count(*) filter (where role <> 'mentor')::int as mentees
            from applications where program = {program} and status in ('approved', 'ready')
            """,
            default
        );
        var counted = await tables.QueryFirstOrDefault<Counts>(
            $"""
            select mentors, mentees from program_capacity
            where id = (select (data->>'capacityId')::uuid from enrollment.mt_events where stream_id = {program}
                and version = 1)
            """,
            default
        );
        counted.ShouldBe(approved);
        return (counted!.Mentors, counted.Mentees);
    }
}
