using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PeerNetwork.Enrollment.Tests.Scim;

/// <summary>The jobs that a SCIM user holds beside the main one.</summary>
public class OtherJobsTests(EnrollmentHost enrollment) : IClassFixture<EnrollmentHost>
{
    private const string Work = "urn:peernetwork:params:scim:schemas:extension:work:2.0:User",
        Path = $"{Work}:otherJobs";

    [Fact]
    public async Task Jobs_are_created_shown_found_replaced_and_removed()
    {
        var scim = await ScimClient.Register(enrollment);
        var boss = enrollment.People["E1"];
        var deputy =
            $$"""{ "site": "CHI", "department": "Sales", "manager": "{{boss}}", "title": "Deputy", "share": 20 }""";

        var created = await scim.Post("/Users", User("jobs@corp.example", $"[{deputy}]"));
        created.ShouldBe(HttpStatusCode.Created);
        ShouldBeJobs(created, $"[{deputy}]");
        var seen = (await Seen(created.Id)).EnumerateArray().ShouldHaveSingleItem();
        (
            seen.GetProperty("siteCode").GetString(),
            seen.GetProperty("manager").GetGuid(),
            seen.GetProperty("jobTitle").GetString(),
            seen.GetProperty("share").GetInt32()
        ).ShouldBe(("CHI", boss, "Deputy", 20));
        (await scim.Get($"/Users?filter={Path}.department+eq+%22sales%22")).Resources.ShouldHaveSingleItem();

        var replaced = await scim.Put($"/Users/{created.Id}", User("jobs@corp.example", """[{ "title": "Coach" }]"""));
        ShouldBeJobs(replaced, """[{ "title": "Coach" }]""");
        var removed = await scim.Put($"/Users/{created.Id}", User("jobs@corp.example", "[]"));
        removed.ShouldBe(HttpStatusCode.OK).Body[Work]!.AsObject().ContainsKey("otherJobs").ShouldBeFalse();
        (await Seen(created.Id)).GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_patch_changes_the_list_or_the_jobs_that_a_filter_finds()
    {
        var scim = await ScimClient.Register(enrollment);
        var id = (await scim.Post("/Users", User("patch@corp.example", """[{ "site": "CHI", "share": 10 }]"""))).Id;

        var added = await scim.Patch(
            $"/Users/{id}",
            $$"""{ "op": "add", "path": "{{Path}}", "value": [{ "site": "BER", "title": "Coach" }] }"""
        );
        ShouldBeJobs(added, """[{ "site": "BER", "title": "Coach" }, { "site": "CHI", "share": 10 }]""");
        var changed = await scim.Patch(
            $"/Users/{id}",
            $$"""
            { "op": "replace", "path": "{{Path}}[site eq \"CHI\"].share", "value": 30 },
            { "op": "remove", "path": "{{Path}}[site eq \"BER\"]" }
            """
        );
        ShouldBeJobs(changed, """[{ "site": "CHI", "share": 30 }]""");
        var none = await scim.Patch($"/Users/{id}", $$"""{ "op": "remove", "path": "{{Path}}[share eq 30]" }""");
        none.ShouldBe(HttpStatusCode.OK).Body[Work]!.AsObject().ContainsKey("otherJobs").ShouldBeFalse();
    }

    [Theory]
    [InlineData($$"""{ "{{Work}}": { "otherJobs": [{ "title": "Coach" }] } }""")]
    [InlineData($$"""{ "{{Path}}": [{ "title": "Coach" }] }""")]
    public async Task A_patch_without_a_path_names_the_list_in_its_value(string value)
    {
        var scim = await ScimClient.Register(enrollment);
        var id = (await scim.Post("/Users", User($"{Guid.NewGuid()}@corp.example", "[]"))).Id;
        var operation = $$"""{ "op": "replace", "value": {{value}} }""";
        ShouldBeJobs(await scim.Patch($"/Users/{id}", operation), """[{ "title": "Coach" }]""");
        ShouldBeJobs(await scim.Get($"/Users/{id}"), """[{ "title": "Coach" }]""");
    }

    [Fact]
    public async Task Jobs_of_a_later_day_wait_for_it()
    {
        var scim = await ScimClient.Register(enrollment);
        var id = (await scim.Post("/Users", User("later@corp.example", """[{ "title": "Coach" }]"""))).Id;

        var answer = await scim.Patch(
            $"/Users/{id}",
            $$"""
            { "op": "add", "path": "{{Work}}:effectiveOn", "value": "2199-04-01" },
            { "op": "add", "path": "{{Path}}", "value": [{ "title": "Deputy" }] }
            """
        );

        ShouldBeJobs(answer, """[{ "title": "Coach" }]""");
        answer.Body[Work]!["scheduledChanges"]!.ToJsonString().ShouldBe("""[{"day":"2199-04-01","otherJobs":2}]""");
        var person = await EnrollmentHost.Get(enrollment.Admin, $"/people/{id}");
        person
            .GetProperty("scheduledChanges")
            .EnumerateArray()
            .Single()
            .GetProperty("otherJobs")
            .EnumerateArray()
            .Select(job => job.GetProperty("jobTitle").GetString())
            .ShouldBe(["Coach", "Deputy"]);
    }

    [Theory]
    [InlineData("""{ "site": "MOON" }""", "otherJobs.site must be a known site: BER, CHI")]
    [InlineData("""{ "share": 0 }""", "otherJobs.share must be a whole number from 1 to 150")]
    [InlineData("""{ "department": "=1" }""", "otherJobs.department must not begin with '='")]
    [InlineData("""{ "manager": "Bo" }""", "otherJobs.manager must be the id of a user")]
    [InlineData(
        """{ "manager": "0190a0a0-0000-7000-8000-000000000001" }""",
        "otherJobs.manager must be the id of a user"
    )]
    public async Task What_cannot_be_is_refused_by_its_path(string job, string detail)
    {
        var scim = await ScimClient.Register(enrollment);
        (await scim.Post("/Users", User("wrong@corp.example", $"[{job}]"))).ShouldBeError(
            HttpStatusCode.BadRequest,
            "invalidValue",
            detail
        );
    }

    [Fact]
    public async Task The_user_is_not_the_manager_of_an_own_job_and_ten_jobs_are_enough()
    {
        var scim = await ScimClient.Register(enrollment);
        var id = (await scim.Post("/Users", User("own@corp.example", "[]"))).Id;

        (
            await scim.Patch(
                $"/Users/{id}",
                $$"""{ "op": "add", "path": "{{Path}}", "value": [{ "manager": "{{id}}" }] }"""
            )
        ).ShouldBeError(HttpStatusCode.BadRequest, "invalidValue", "otherJobs.manager must not be the user");
        var many = string.Join(", ", Enumerable.Range(1, 11).Select(i => $$"""{ "title": "Job {{i}}" }"""));
        (await scim.Put($"/Users/{id}", User("own@corp.example", $"[{many}]"))).ShouldBeError(
            HttpStatusCode.BadRequest,
            "invalidValue",
            "otherJobs must be up to 10 jobs"
        );
    }

    private static void ShouldBeJobs(ScimAnswer answer, string jobs) =>
        JsonNode
            .DeepEquals(answer.Body[Work]!["otherJobs"], JsonNode.Parse(jobs))
            .ShouldBeTrue(answer.Body.ToJsonString());

    /// <summary>The jobs that the people administration sees.</summary>
    private async Task<JsonElement> Seen(string id) =>
        (await EnrollmentHost.Get(enrollment.Admin, $"/people/{id}")).GetProperty("otherJobs");

    private static string User(string userName, string jobs) =>
        $$"""{ "userName": "{{userName}}", "{{Work}}": { "site": "BER", "otherJobs": {{jobs}} } }""";
}
