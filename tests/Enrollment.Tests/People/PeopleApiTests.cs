using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace PeerNetwork.Enrollment.Tests.People;

public class PeopleApiTests(EnrollmentHost enrollment) : IClassFixture<EnrollmentHost>
{
    private static readonly object Profile = new
    {
        skillsOffered = new[] { new { name = "C#", level = 4 } },
        skillsWanted = new[] { new { name = "Leadership", level = 2 } },
        interests = new[] { "chess" },
        languages = new[] { "en" },
        hoursPerMonth = 6,
    };

    [Fact]
    public async Task Sites_are_listed_with_their_time_zones()
    {
        var sites = await EnrollmentHost.Items(enrollment.Employee("E3"), "/sites");
        sites
            .Select(s => $"{s.GetProperty("code")} {s.GetProperty("timeZone")}")
            .Order()
            .ShouldBe(["BER Europe/Berlin", "CHI America/Chicago"]);
    }

    [Fact]
    public async Task A_person_declares_a_profile_and_sees_it()
    {
        var person = enrollment.Employee("E3");
        await EnrollmentHost.Done(await person.PutAsJsonAsync($"/people/{enrollment.People["E3"]}/profile", Profile));
        var seen = await EnrollmentHost.Get(person, $"/people/{enrollment.People["E3"]}");
        seen.GetProperty("email").GetString().ShouldBe("cy@example.com");
        seen.GetProperty("profile").GetProperty("skillsOffered")[0].GetProperty("level").GetInt32().ShouldBe(4);
        seen.GetProperty("languages")[0].GetString().ShouldBe("en");
    }

    [Fact]
    public async Task A_profile_outlives_the_next_roster()
    {
        await EnrollmentHost.Done(
            await enrollment.Admin.PutAsJsonAsync($"/people/{enrollment.People["E4"]}/profile", Profile)
        );
        await enrollment.Upload("no,name,mail,site,boss,level,years\nE4,Di Renamed,di@example.com,BER,E2,2,2\n");
        var seen = await EnrollmentHost.Get(enrollment.Admin, $"/people/{enrollment.People["E4"]}");
        seen.GetProperty("name").GetString().ShouldBe("Di Renamed");
        seen.GetProperty("profile").GetProperty("hoursPerMonth").GetInt32().ShouldBe(6);
        (await EnrollmentHost.Items(enrollment.Admin, "/people?employeeNumber=E4"))
            .Single()
            .GetProperty("profile")
            .GetProperty("hoursPerMonth")
            .GetInt32()
            .ShouldBe(6);
    }

    [Fact]
    public async Task A_stale_profile_is_refused()
    {
        var path = $"/people/{enrollment.People["E5"]}";
        var seen = await enrollment.Employee("E5").GetAsync(path);
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{path}/profile")
        {
            Content = JsonContent.Create(Profile),
        };
        request.Headers.TryAddWithoutValidation("If-Match", seen.Headers.ETag!.ToString());
        await EnrollmentHost.Done(await enrollment.Employee("E5").SendAsync(request));
        using var again = new HttpRequestMessage(HttpMethod.Put, $"{path}/profile")
        {
            Content = JsonContent.Create(Profile),
        };
        again.Headers.TryAddWithoutValidation("If-Match", seen.Headers.ETag!.ToString());
        await EnrollmentHost.Refused(
            await enrollment.Employee("E5").SendAsync(again),
            HttpStatusCode.PreconditionFailed
        );
    }

    [Theory]
    [InlineData("""{ "hoursPerMonth": 81 }""", HttpStatusCode.UnprocessableEntity)]
    [InlineData(
        """{ "hoursPerMonth": 1, "skillsOffered": [{ "name": "C#", "level": 6 }] }""",
        HttpStatusCode.UnprocessableEntity
    )]
    [InlineData("""{ "hoursPerMonth": 1, "skillsOffered": [null] }""", HttpStatusCode.UnprocessableEntity)]
    [InlineData(
        """{ "hoursPerMonth": 1, "skillsWanted": [{ "name": "a", "level": 1 }, { "name": "A", "level": 2 }] }""",
        HttpStatusCode.UnprocessableEntity
    )]
    [InlineData("""{ "hoursPerMonth": 1, "interests": [null] }""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{ "hoursPerMonth": 1, "languages": ["english"] }""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{ "hoursPerMonth": 1, "languages": [null] }""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{ "hoursPerMonth": 1, "other": 1 }""", HttpStatusCode.BadRequest)]
    public async Task A_profile_that_cannot_be_is_refused(string json, HttpStatusCode status) =>
        await EnrollmentHost.Refused(
            await enrollment
                .Employee("E3")
                .PutAsync(
                    $"/people/{enrollment.People["E3"]}/profile",
                    new StringContent(json, null, "application/json")
                ),
            status
        );

    [Theory]
    [InlineData("""{ "on": "2027-04-01" }""")]
    [InlineData("""{ "on": "1899-04-01", "jobLevel": 3 }""")]
    [InlineData("""{ "on": "2027-04-01", "siteCode": "NYC" }""")]
    [InlineData("""{ "on": "2027-04-01", "jobLevel": -1 }""")]
    [InlineData("""{ "on": "2027-04-01", "department": "=HYPERLINK(1)" }""")]
    [InlineData("""{ "on": "2027-04-01", "jobTitle": " " }""")]
    [InlineData("""{ "on": "2027-04-01", "costCentre": "@SUM(1)" }""")]
    [InlineData("""{ "on": "2027-04-01", "workingTime": 0 }""")]
    [InlineData("""{ "on": "2027-04-01", "workingTime": 151 }""")]
    [InlineData("""{ "on": "2027-04-01", "clear": [] }""")]
    [InlineData("""{ "on": "2027-04-01", "jobTitle": "Lead", "clear": ["department", "jobTitle"] }""")]
    [InlineData("""{ "on": "2027-04-01", "manager": "00000000-0000-7000-8000-00000000dead" }""")]
    public async Task A_scheduled_change_that_cannot_be_is_refused(string json) =>
        await EnrollmentHost.Refused(
            await enrollment.Admin.PostAsync(
                $"/people/{enrollment.People["E3"]}/scheduled-changes",
                new StringContent(json, null, "application/json")
            ),
            HttpStatusCode.UnprocessableEntity
        );

    [Theory]
    [InlineData("""["siteCode"]""")]
    [InlineData("""["hiredOn"]""")]
    [InlineData("""["Manager"]""")]
    [InlineData("""[null]""")]
    [InlineData("\"manager\"")]
    public async Task A_fact_that_cannot_be_cleared_is_refused(string clear) =>
        await EnrollmentHost.Refused(
            await enrollment.Admin.PostAsync(
                $"/people/{enrollment.People["E3"]}/scheduled-changes",
                new StringContent($$"""{ "on": "2027-04-01", "clear": {{clear}} }""", null, "application/json")
            ),
            HttpStatusCode.BadRequest
        );

    [Fact]
    public async Task A_future_manager_who_reports_to_the_person_is_refused() =>
        (
            await EnrollmentHost.Refused(
                await enrollment.Admin.PostAsJsonAsync(
                    $"/people/{enrollment.People["E2"]}/scheduled-changes",
                    new { on = "2027-04-01", manager = enrollment.People["E4"] }
                ),
                HttpStatusCode.UnprocessableEntity
            )
        ).ShouldContain("circle");

    [Fact]
    public async Task Nobody_declares_for_another() =>
        await EnrollmentHost.Refused(
            await enrollment.Employee("E4").PutAsJsonAsync($"/people/{enrollment.People["E3"]}/profile", Profile),
            HttpStatusCode.Forbidden
        );

    [Fact]
    public async Task Colleagues_see_the_short_form()
    {
        var seen = await EnrollmentHost.Get(enrollment.Employee("E4"), $"/people/{enrollment.People["E1"]}");
        seen.GetProperty("name").GetString().ShouldBe("Ada Boss");
        seen.GetProperty("email").ValueKind.ShouldBe(JsonValueKind.Null);
        seen.GetProperty("employeeNumber").ValueKind.ShouldBe(JsonValueKind.Null);
        (await EnrollmentHost.Items(enrollment.Employee("E4"), "/people")).ShouldAllBe(p =>
            p.GetProperty("email").ValueKind == JsonValueKind.Null
        );
        await EnrollmentHost.Refused(
            await enrollment.Employee("E4").GetAsync("/people?employeeNumber=E1"),
            HttpStatusCode.Forbidden
        );
    }

    [Fact]
    public async Task The_cost_centre_is_for_the_person_and_the_people_administration_the_work_mode_for_all()
    {
        const string Mapping = """
            {
              "subjectIsEmployeeNumber": true,
              "fields": {
                "employeeNumber": { "column": "no" }, "name": { "column": "name" }, "site": { "constant": "BER" },
                "costCentre": { "column": "cost" }, "workingTime": { "column": "time" },
                "workMode": { "column": "mode" }
              }
            }
            """;
        await enrollment.Upload("no,name,cost,time,mode\nE5,Ed Mentee,4711,80,hybrid\n", Mapping);
        var listed = (await EnrollmentHost.Items(enrollment.Admin, "/people?employeeNumber=E5")).Single();
        var path = $"/people/{listed.GetProperty("id").GetGuid()}";

        foreach (var client in new[] { enrollment.Admin, enrollment.Employee("E5") })
            (await FactsFor(client, path)).ShouldBe(("4711", "80", "hybrid"));
        foreach (var client in new[] { enrollment.Coordinator("BER"), enrollment.Employee("E4") })
            (await FactsFor(client, path)).ShouldBe(("", "", "hybrid"));
        listed.GetProperty("workMode").GetString().ShouldBe("hybrid");
        listed.GetProperty("costCentre").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    private static async Task<(string Cost, string Time, string Mode)> FactsFor(HttpClient client, string path)
    {
        var seen = await EnrollmentHost.Get(client, path);
        return (
            $"{seen.GetProperty("costCentre")}",
            $"{seen.GetProperty("workingTime")}",
            $"{seen.GetProperty("workMode")}"
        );
    }

    [Fact]
    public async Task A_coordinator_sees_their_own_sites_only()
    {
        var chicago = enrollment.Coordinator("CHI");
        var seen = await EnrollmentHost.Items(chicago, "/people");
        seen.Select(p => p.GetProperty("employeeNumber").GetString()).Order().ShouldBe(["E6", "E7"]);
        await EnrollmentHost.Refused(
            await chicago.GetAsync($"/people/{enrollment.People["E1"]}"),
            HttpStatusCode.Forbidden
        );
        (await EnrollmentHost.Get(chicago, $"/people/{enrollment.People["E7"]}"))
            .GetProperty("email")
            .GetString()
            .ShouldBe("gus@example.com");
        (await EnrollmentHost.Items(enrollment.Coordinator(), "/people")).ShouldBeEmpty(
            "no site in the token means no site in sight"
        );
    }

    [Fact]
    public async Task People_are_listed_page_by_page()
    {
        var (numbers, path) = (new List<string?>(), "/people?limit=2");
        for (string? next = ""; next is not null; )
        {
            var page = await EnrollmentHost.Get(
                enrollment.Admin,
                $"{path}{(next.Length > 0 ? $"&cursor={next}" : "")}"
            );
            numbers.AddRange(
                page.GetProperty("items").EnumerateArray().Select(p => p.GetProperty("employeeNumber").GetString())
            );
            next = page.GetProperty("next").GetString();
        }

        numbers.Order().ShouldBe(["E1", "E2", "E3", "E4", "E5", "E6", "E7"]);
    }

    [Fact]
    public async Task Who_is_missing_is_missing() =>
        await EnrollmentHost.Refused(
            await enrollment.Admin.GetAsync($"/people/{Guid.CreateVersion7()}"),
            HttpStatusCode.NotFound
        );

    [Fact]
    public async Task Without_a_token_nobody_sees_anything() =>
        await EnrollmentHost.Refused(await enrollment.Anonymous.GetAsync("/people"), HttpStatusCode.Unauthorized);
}
