using System.Net;
using System.Net.Http.Json;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Programs;

public class ProgramApiTests(EnrollmentHost enrollment) : IClassFixture<EnrollmentHost>
{
    [Fact]
    public async Task A_program_is_drafted_completed_published_revised_and_closed()
    {
        var coordinator = EnrollmentHost.Because(enrollment.Coordinator("BER"), "Agreed with the mentors.");
        var id = await EnrollmentHost.Created(
            await coordinator.PostAsJsonAsync("/programs", new { name = "Bare", siteCodes = new[] { "BER" } })
        );
        var missing = (await EnrollmentHost.Get(coordinator, $"/programs/{id}/validation")).GetProperty("missing");
        missing.EnumerateArray().Select(m => m.GetProperty("field").GetString()).ShouldContain("charter.purpose");
        (
            await EnrollmentHost.Refused(
                await coordinator.PostAsync($"/programs/{id}/publish", null),
                HttpStatusCode.Conflict
            )
        ).ShouldContain("program-incomplete");

        await EnrollmentHost.Done(
            await coordinator.PutAsJsonAsync($"/programs/{id}", EnrollmentHost.Plan(null, "BER"))
        );
        (await EnrollmentHost.Get(coordinator, $"/programs/{id}/validation"))
            .GetProperty("complete")
            .GetBoolean()
            .ShouldBeTrue();
        await EnrollmentHost.Done(await coordinator.PostAsync($"/programs/{id}/publish", null));
        await EnrollmentHost.Done(
            await coordinator.PutAsJsonAsync(
                $"/programs/{id}",
                EnrollmentHost.Plan(new { guidelines = "Be kind." }, "BER")
            )
        );
        var seen = await EnrollmentHost.Get(enrollment.Employee("E3"), $"/programs/{id}");
        (seen.GetProperty("status").GetString(), seen.GetProperty("guidelinesVersion").GetInt32()).ShouldBe(
            ("published", 2)
        );
        seen.GetProperty("plan").GetProperty("charter").GetProperty("purpose").GetString().ShouldBe("Change careers.");

        await EnrollmentHost.Done(await coordinator.PostAsync($"/programs/{id}/close", null));
        await Eventually.Holds(async () =>
            (await EnrollmentHost.Items(enrollment.Employee("E3"), "/programs?status=closed&site=BER")).Any(p =>
                p.GetProperty("id").GetGuid() == id
            )
        );
    }

    [Fact]
    public async Task A_draft_is_seen_by_coordinators_of_its_sites_alone()
    {
        var id = await EnrollmentHost.Created(
            await enrollment.Coordinator("BER").PostAsJsonAsync("/programs", EnrollmentHost.Plan(null, "BER"))
        );
        await Eventually.Holds(async () =>
            (await EnrollmentHost.Items(enrollment.Coordinator("BER"), "/programs?status=draft")).Any(p =>
                p.GetProperty("id").GetGuid() == id
            )
        );
        (await EnrollmentHost.Items(enrollment.Coordinator("CHI"), "/programs")).ShouldNotContain(p =>
            p.GetProperty("id").GetGuid() == id
        );
        (await EnrollmentHost.Items(enrollment.Employee("E3"), "/programs")).ShouldNotContain(p =>
            p.GetProperty("id").GetGuid() == id
        );
        await EnrollmentHost.Refused(
            await enrollment.Employee("E3").GetAsync($"/programs/{id}"),
            HttpStatusCode.NotFound
        );
        await EnrollmentHost.Get(enrollment.Coordinator("BER"), $"/programs/{id}");
    }

    [Fact]
    public async Task Coordinators_design_programs_of_their_own_sites_only()
    {
        await EnrollmentHost.Refused(
            await enrollment.Coordinator("BER").PostAsJsonAsync("/programs", EnrollmentHost.Plan(null, "BER", "CHI")),
            HttpStatusCode.Forbidden
        );
        var id = await enrollment.Published(null, "CHI");
        var berlin = enrollment.Coordinator("BER");
        await EnrollmentHost.Refused(
            await berlin.PutAsJsonAsync($"/programs/{id}", EnrollmentHost.Plan(null, "BER")),
            HttpStatusCode.Forbidden
        );
        await EnrollmentHost.Refused(await berlin.PostAsync($"/programs/{id}/publish", null), HttpStatusCode.Forbidden);
        await EnrollmentHost.Refused(await berlin.PostAsync($"/programs/{id}/close", null), HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Employees_design_no_programs() =>
        await EnrollmentHost.Refused(
            await enrollment.Employee("E1").PostAsJsonAsync("/programs", EnrollmentHost.Plan()),
            HttpStatusCode.Forbidden
        );

    [Fact]
    public async Task Eligibility_is_shown_rule_by_rule()
    {
        var id = await enrollment.Published(
            new { eligibility = new { mentor = new { minJobLevel = 4, minYearsOfExperience = 10 } } }
        );
        var answer = await EnrollmentHost.Get(enrollment.Employee("E6"), $"/programs/{id}/eligibility?role=mentor");
        answer.GetProperty("eligible").GetBoolean().ShouldBeFalse();
        answer
            .GetProperty("rules")
            .EnumerateArray()
            .Select(r => $"{r.GetProperty("rule")} {r.GetProperty("passed")}")
            .ShouldBe(["siteCodes True", "minYearsOfExperience False", "minJobLevel True"]);
        (await EnrollmentHost.Get(enrollment.Employee("E2"), $"/programs/{id}/eligibility?role=mentor"))
            .GetProperty("eligible")
            .GetBoolean()
            .ShouldBeTrue();
        await EnrollmentHost.Refused(
            await enrollment.Employee("E2").GetAsync($"/programs/{id}/eligibility?role=chief"),
            HttpStatusCode.BadRequest
        );
        await EnrollmentHost.Refused(
            await enrollment.Employee("E2").GetAsync($"/programs/{id}/eligibility"),
            HttpStatusCode.BadRequest
        );
    }

    [Theory]
    [InlineData("""{ "name": "", "siteCodes": ["BER"] }""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{ "name": "X", "siteCodes": [] }""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{ "name": "X", "siteCodes": ["NOWHERE"] }""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{ "name": "X", "siteCodes": [null] }""", HttpStatusCode.UnprocessableEntity)]
    [InlineData(
        """{ "name": "X", "siteCodes": ["BER"], "starts": "2027-01-02", "ends": "2027-01-01" }""",
        HttpStatusCode.UnprocessableEntity
    )]
    [InlineData(
        """{ "name": "X", "siteCodes": ["BER"], "capacity": { "maxMentors": 0 } }""",
        HttpStatusCode.UnprocessableEntity
    )]
    [InlineData("""{ "name": "X", "siteCodes": ["BER"], "goals": [null] }""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{ "name": "X", "siteCodes": ["BER"], "training": [null] }""", HttpStatusCode.UnprocessableEntity)]
    [InlineData(
        """
            { "name": "X", "siteCodes": ["BER"], "training": [
              { "code": "a", "title": "A", "for": "both", "link": "javascript:alert(1)" }] }
            """,
        HttpStatusCode.UnprocessableEntity
    )]
    [InlineData(
        """
            { "name": "X", "siteCodes": ["BER"], "training": [
              { "code": "a", "title": "A", "for": "both", "link": "https://ada:secret@example.com/" }] }
            """,
        HttpStatusCode.UnprocessableEntity
    )]
    [InlineData(
        """
            { "name": "X", "siteCodes": ["BER"], "training": [
              { "code": "a", "title": "A", "for": "both", "topics": ["Feedback", "feedback"] }] }
            """,
        HttpStatusCode.UnprocessableEntity
    )]
    [InlineData(
        """
            { "name": "X", "siteCodes": ["BER"], "training": [
              { "code": "a", "title": "A", "for": "both" }, { "code": "a", "title": "B", "for": "both" }] }
            """,
        HttpStatusCode.UnprocessableEntity
    )]
    [InlineData(
        """{ "name": "X", "siteCodes": ["BER"], "eligibility": { "mentor": { "skillsRequired": [null] } } }""",
        HttpStatusCode.UnprocessableEntity
    )]
    [InlineData(
        """{ "name": "X", "siteCodes": ["BER"], "eligibility": { "mentee": { "minJobLevel": -1 } } }""",
        HttpStatusCode.UnprocessableEntity
    )]
    [InlineData("""{ "name": "X", "siteCodes": ["BER"], "eligibility": null }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "name": "X", "siteCodes": ["BER"], "formats": ["party"] }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "siteCodes": ["BER"] }""", HttpStatusCode.BadRequest)]
    public async Task A_plan_that_cannot_be_is_refused(string json, HttpStatusCode status) =>
        await EnrollmentHost.Refused(
            await enrollment.Coordinator("*").PostAsync("/programs", new StringContent(json, null, "application/json")),
            status
        );

    [Fact]
    public async Task Every_endpoint_is_described()
    {
        var document = await EnrollmentHost.Get(enrollment.Anonymous, "/openapi/v1.json");
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        foreach (var operation in path.Value.EnumerateObject())
            operation.Value.GetProperty("summary").GetString().ShouldNotBeNullOrEmpty($"{operation.Name} {path.Name}");
    }
}
