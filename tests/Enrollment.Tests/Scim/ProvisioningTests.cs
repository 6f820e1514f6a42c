using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Scim;

/// <summary>What a SCIM client does to people.</summary>
public class ProvisioningTests(EnrollmentHost enrollment) : IClassFixture<EnrollmentHost>
{
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
        Work = "urn:peernetwork:params:scim:schemas:extension:work:2.0:User";

    [Fact]
    public async Task A_person_whom_a_roster_named_gets_the_user_with_the_same_employee_number()
    {
        var scim = await ScimClient.Register(enrollment);
        var linked = await scim.Post("/Users", User("bo@corp.example", "E2"));
        linked.ShouldBe(HttpStatusCode.Created).Id.ShouldBe($"{enrollment.People["E2"]}");
        // What the roster told, and the client has never sent, stays.
        linked.Body[Enterprise]!["manager"]!["value"]!
            .GetValue<string>()
            .ShouldBe($"{enrollment.People["E1"]}");
        linked.Body[Work]!["level"]!.GetValue<int>().ShouldBe(4);
        (await scim.Post("/Users", User("bo2@corp.example", "E2"))).ShouldBeError(
            HttpStatusCode.Conflict,
            "uniqueness",
            "employeeNumber"
        );
    }

    [Fact]
    public async Task A_deleted_user_is_a_leaver_whose_applications_are_withdrawn_and_who_can_come_back()
    {
        var scim = await ScimClient.Register(enrollment);
        var id = (await scim.Post("/Users", User("cy@corp.example", "E3"))).Id;
        var program = await enrollment.Published();
        var application = (await EnrollmentHost.Json(await enrollment.Apply("E3", program), HttpStatusCode.Created))
            .GetProperty("id")
            .GetGuid();

        (await scim.Delete($"/Users/{id}")).ShouldBe(HttpStatusCode.NoContent);
        (await scim.Get($"/Users/{id}")).ShouldBeError(HttpStatusCode.NotFound);
        (await scim.Delete($"/Users/{id}")).ShouldBeError(HttpStatusCode.NotFound);
        await enrollment.Becomes(application, "withdrawn");

        var again = await scim.Post("/Users", User("cy@corp.example", "E3"));
        again.ShouldBe(HttpStatusCode.Created).Id.ShouldBe(id);
        (await EnrollmentHost.Get(enrollment.Admin, $"/people/{id}")).GetProperty("active").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task A_user_who_is_not_active_yet_is_hired_when_the_client_says_so()
    {
        var scim = await ScimClient.Register(enrollment);
        var announced = JsonNode.Parse(User("soon@corp.example", "9100"))!;
        announced["active"] = false;
        var id = (await scim.Post("/Users", announced.ToJsonString())).ShouldBe(HttpStatusCode.Created).Id;
        await scim.Patch($"/Users/{id}", """{ "op": "replace", "path": "title", "value": "Chemist" }""");
        var person = await EnrollmentHost.Get(enrollment.Admin, $"/people/{id}");
        person.GetProperty("active").GetBoolean().ShouldBeFalse();

        await scim.Patch($"/Users/{id}", """{ "op": "replace", "path": "active", "value": true }""");

        person = await EnrollmentHost.Get(enrollment.Admin, $"/people/{id}");
        person.GetProperty("active").GetBoolean().ShouldBeTrue();
        person.GetProperty("jobTitle").GetString().ShouldBe("Chemist");
        person.GetProperty("siteCode").GetString().ShouldBe("BER");
    }

    [Fact]
    public async Task Our_extension_sets_site_level_and_hire_date_and_refuses_an_unknown_site()
    {
        var scim = await ScimClient.Register(enrollment);
        var user = JsonNode.Parse(User("chi@corp.example", "9110"))!;
        user[Work] = new JsonObject
        {
            ["site"] = "CHI",
            ["level"] = 6,
            ["hireDate"] = "2024-02-01T00:00:00Z",
        };
        var id = (await scim.Post("/Users", user.ToJsonString())).ShouldBe(HttpStatusCode.Created).Id;
        var person = await EnrollmentHost.Get(enrollment.Admin, $"/people/{id}");
        (
            person.GetProperty("siteCode").GetString(),
            person.GetProperty("timeZone").GetString(),
            person.GetProperty("jobLevel").GetInt32(),
            person.GetProperty("hiredOn").GetString()
        ).ShouldBe(("CHI", "America/Chicago", 6, "2024-02-01"));

        var moved = await scim.Patch(
            $"/Users/{id}",
            $$"""{ "op": "replace", "path": "{{Work}}:site", "value": "NOWHERE" }"""
        );
        moved.ShouldBeError(HttpStatusCode.BadRequest, "invalidValue", "BER, CHI");
    }

    [Fact]
    public async Task Cost_centre_working_time_and_work_mode_are_taken_over_shown_and_removed()
    {
        var scim = await ScimClient.Register(enrollment);
        var user = JsonNode.Parse(User("facts@corp.example", "9115"))!;
        user[Enterprise]!["costCenter"] = "4711";
        user[Work] = new JsonObject { ["workingTime"] = 80, ["workMode"] = "Hybrid" };
        var id = (await scim.Post("/Users", user.ToJsonString())).ShouldBe(HttpStatusCode.Created).Id;
        var person = await EnrollmentHost.Get(enrollment.Admin, $"/people/{id}");
        (
            person.GetProperty("costCentre").GetString(),
            person.GetProperty("workingTime").GetInt32(),
            person.GetProperty("workMode").GetString()
        ).ShouldBe(("4711", 80, "hybrid"));
        (await scim.Get($"/Users?filter={Work}:workingTime+eq+80")).Resources.ShouldHaveSingleItem();

        var changed = await scim.Patch(
            $"/Users/{id}",
            $$"""
            { "op": "remove", "path": "{{Enterprise}}:costCenter" },
            { "op": "replace", "path": "{{Work}}:workMode", "value": "remote" }
            """
        );
        changed.ShouldBe(HttpStatusCode.OK).Body[Enterprise]!.AsObject().ContainsKey("costCenter").ShouldBeFalse();
        changed.Body[Work]!["workMode"]!.GetValue<string>().ShouldBe("remote");
        changed.Body[Work]!["workingTime"]!.GetValue<int>().ShouldBe(80);
    }

    [Theory]
    [InlineData("workingTime", "0")]
    [InlineData("workingTime", "151")]
    [InlineData("workingTime", "80.5")]
    [InlineData("workMode", "\"moon\"")]
    public async Task A_fact_that_cannot_be_is_refused_by_name(string attribute, string value)
    {
        var scim = await ScimClient.Register(enrollment);
        var answer = await scim.Post(
            "/Users",
            $$$"""{ "userName": "y@corp.example", "{{{Work}}}": { "{{{attribute}}}": {{{value}}} } }"""
        );
        answer.ShouldBeError(HttpStatusCode.BadRequest, "invalidValue", attribute);
    }

    [Fact]
    public async Task The_attribute_that_the_client_was_registered_with_signs_the_person_in()
    {
        var scim = await ScimClient.Register(enrollment, accountAttribute: "externalId");
        var user = JsonNode.Parse(User("sso@corp.example", "9120"))!;
        user["externalId"] = "subject-9120";
        await scim.Post("/Users", user.ToJsonString());
        using var answer = await enrollment.Account("subject-9120").GetAsync("/sites");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("title", "=cmd()")]
    [InlineData("displayName", "a\\u202eb")]
    [InlineData("displayName", "a\\nb")]
    public async Task Text_that_harms_others_is_refused_by_name(string attribute, string text)
    {
        var scim = await ScimClient.Register(enrollment);
        var answer = await scim.Post("/Users", $$"""{ "userName": "x@corp.example", "{{attribute}}": "{{text}}" }""");
        answer.ShouldBeError(HttpStatusCode.BadRequest, "invalidValue", attribute);
    }

    [Fact]
    public async Task Nothing_that_a_client_sends_is_stored_in_plain()
    {
        var scim = await ScimClient.Register(enrollment);
        var user = JsonNode.Parse(User("canary-mail@corp.example", "9130"))!;
        user["externalId"] = "canary-external";
        user["nickName"] = "canary-nick";
        user[Enterprise]!["organization"] = "canary-organization";
        user["displayName"] = "canary-name";
        user["phoneNumbers"] = new JsonArray(new JsonObject { ["value"] = "canary-phone", ["type"] = "work" });
        (await scim.Post("/Users", user.ToJsonString())).ShouldBe(HttpStatusCode.Created);

        var stored = await DatabaseDump.ReadAll(enrollment.Database);

        stored.ShouldContain("scim_users_v1.scim_users ");
        stored.ShouldContain("user_provisioned");
        stored.ShouldNotContain("canary", Case.Insensitive);
    }

    [Fact]
    public async Task A_user_of_an_erased_person_does_not_exist_and_is_not_created_again()
    {
        var scim = await ScimClient.Register(enrollment);
        var id = (await scim.Post("/Users", User("erased@corp.example", "9140"))).Id;
        await scim.Delete($"/Users/{id}");
        var erasure = await enrollment.Admin.PostAsJsonAsync($"/people/{id}/erasure", new { reason = "personRequest" });
        erasure.StatusCode.ShouldBe(HttpStatusCode.Accepted);

        (await scim.Get($"/Users/{id}")).ShouldBeError(HttpStatusCode.NotFound);
        (await scim.Get("/Users?filter=userName+eq+%22erased@corp.example%22")).Body["totalResults"]!
            .GetValue<int>()
            .ShouldBe(0);
        // By either of both the person is known to be erased.
        (await scim.Post("/Users", User("other@corp.example", "9140"))).ShouldBeError(HttpStatusCode.Conflict);
        (await scim.Post("/Users", User("erased@corp.example", "9141"))).ShouldBeError(HttpStatusCode.Conflict);
        (await EnrollmentHost.Get(enrollment.Admin, $"/people/{id}"))
            .GetProperty("name")
            .GetString()
            .ShouldBe("erased");
    }

    private static string User(string userName, string number) =>
        $$"""
            {
              "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "{{userName}}",
              "emails": [{ "type": "work", "value": "{{userName}}" }],
              "{{Enterprise}}": { "employeeNumber": "{{number}}" }
            }
            """;
}
