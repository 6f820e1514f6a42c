using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Scim;

/// <summary>What SCIM clients say of later days. It is the first of March 2027, 10 o'clock in Berlin.</summary>
public sealed class EffectiveOnTests : IAsyncLifetime
{
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
        Work = "urn:peernetwork:params:scim:schemas:extension:work:2.0:User";

    private readonly FakeTimeProvider _clock = new(TestData.Now);
    private readonly EnrollmentHost _enrollment;
    private ScimClient _scim = null!;

    public EffectiveOnTests() => _enrollment = new ClockedEnrollmentHost(_clock);

    public async Task InitializeAsync()
    {
        await _enrollment.InitializeAsync();
        _scim = await ScimClient.Register(_enrollment);
    }

    public Task DisposeAsync() => _enrollment.DisposeAsync();

    [Fact]
    public async Task A_replaced_user_changes_on_the_day_and_the_name_at_once()
    {
        var id = (await _scim.Post("/Users", User("ann@corp.example", "9200", "Dev", null))).Id;

        var answer = await _scim.Put(
            $"/Users/{id}",
            User("ann@corp.example", "9200", "Lead", "2027-04-01", """, "displayName": "Ann New" """)
        );

        answer.ShouldBe(HttpStatusCode.OK).Body["title"]!.GetValue<string>().ShouldBe("Dev");
        answer.Body["displayName"]!.GetValue<string>().ShouldBe("Ann New");
        answer.Body[Work]!.AsObject().ContainsKey("effectiveOn").ShouldBeFalse();
        answer.Body[Work]!["scheduledChanges"]!.ToJsonString().ShouldBe("""[{"day":"2027-04-01","title":"Lead"}]""");
        (
            await _scim.Get($"/Users?filter={Work}:scheduledChanges.title+eq+%22lead%22")
        ).Resources.ShouldHaveSingleItem();

        // What the client said is the same as before: nothing acts earlier.
        await _scim.Put($"/Users/{id}", User("ann@corp.example", "9200", "Dev", null));
        (await Seen(id)).GetProperty("jobTitle").GetString().ShouldBe("Dev");

        _clock.SetUtcNow(new(2027, 3, 31, 22, 0, 0, TimeSpan.Zero));
        await Eventually.Passes(async () => (await Seen(id)).GetProperty("jobTitle").GetString().ShouldBe("Lead"));
        var after = await _scim.Get($"/Users/{id}");
        after.Body["title"]!.GetValue<string>().ShouldBe("Lead");
        after.Body[Work]!.AsObject().ContainsKey("scheduledChanges").ShouldBeFalse();
    }

    [Fact]
    public async Task A_patch_adds_to_the_day_and_a_whole_user_replaces_it()
    {
        var id = (await _scim.Post("/Users", User("bob@corp.example", "9210", "Dev", null))).Id;
        await Patch(id, "2027-04-01", """{ "op": "replace", "path": "title", "value": "Lead" }""");
        await Patch(id, "2027-04-01", $$"""{ "op": "add", "path": "{{Work}}:workingTime", "value": 60 }""");
        var scheduled = await Patch(
            id,
            "2027-05-01",
            $$"""
            { "op": "replace", "path": "{{Enterprise}}:manager", "value": "{{_enrollment.People["E1"]}}" },
            { "op": "remove", "path": "title" }
            """
        );
        scheduled[0]!.ToJsonString().ShouldBe("""{"day":"2027-04-01","title":"Lead","workingTime":60}""");
        scheduled[1]!
            .ToJsonString()
            .ShouldBe($$"""{"day":"2027-05-01","manager":"{{_enrollment.People["E1"]}}","cleared":"title"}""");

        var replaced = await _scim.Put($"/Users/{id}", User("bob@corp.example", "9210", "Head", "2027-04-01"));
        replaced.Body[Work]!["scheduledChanges"]![0]!
            .ToJsonString()
            .ShouldBe("""{"day":"2027-04-01","title":"Head"}""");
        await Patch(id, "2027-04-01", """{ "op": "replace", "path": "title", "value": "Dev" }""");
        (await Seen(id)).GetProperty("scheduledChanges").GetArrayLength().ShouldBe(1, "nothing changes in April");
    }

    [Fact]
    public async Task A_new_user_begins_on_the_day_with_what_was_said_meanwhile()
    {
        var id = (await _scim.Post("/Users", User("cyd@corp.example", "9220", "Dev", "2027-03-15"))).Id;
        (await Seen(id)).GetProperty("status").GetString().ShouldBe("preHire");
        await _scim.Patch($"/Users/{id}", """{ "op": "replace", "path": "title", "value": "Chemist" }""");
        var shown = await _scim.Get($"/Users/{id}");
        shown.Body["active"]!.GetValue<bool>().ShouldBeFalse();
        shown.Body[Work]!["scheduledChanges"]!.ToJsonString().ShouldBe("""[{"day":"2027-03-15","active":true}]""");

        _clock.SetUtcNow(new(2027, 3, 14, 23, 0, 0, TimeSpan.Zero));

        await Eventually.Passes(async () => (await Seen(id)).GetProperty("status").GetString().ShouldBe("active"));
        (await Seen(id)).GetProperty("jobTitle").GetString().ShouldBe("Chemist");
    }

    [Fact]
    public async Task A_user_leaves_on_the_day_and_a_day_that_has_begun_acts_at_once()
    {
        var id = (await _scim.Post("/Users", User("dan@corp.example", "9230", "Dev", null))).Id;
        await Patch(id, "2027-04-01", """{ "op": "replace", "path": "active", "value": false }""");
        (await Seen(id)).GetProperty("status").GetString().ShouldBe("onNotice");
        await _scim.Patch(
            $"/Users/{id}",
            $$"""{ "op": "add", "value": { "title": "Lead", "{{Work}}:effectiveOn": "2027-03-01" } }"""
        );
        (await Seen(id)).GetProperty("jobTitle").GetString().ShouldBe("Lead");

        _clock.SetUtcNow(new(2027, 4, 1, 0, 0, 0, TimeSpan.Zero));

        await Eventually.Passes(async () => (await Seen(id)).GetProperty("status").GetString().ShouldBe("left"));
        (await _scim.Get($"/Users/{id}")).Body["active"]!.GetValue<bool>().ShouldBeFalse();
        var report = await _enrollment
            .Services.GetRequiredService<Verification>()
            .Run(TimeSpan.FromMinutes(1), default);
        report.Differences.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_client_may_send_back_or_remove_the_whole_extension()
    {
        var id = (await _scim.Post("/Users", User("eve@corp.example", "9240", "Dev", null))).Id;
        await Patch(id, "2027-04-01", """{ "op": "replace", "path": "title", "value": "Lead" }""");
        var shown = await _scim.Get($"/Users/{id}");
        (await _scim.Put($"/Users/{id}", shown.Body.ToJsonString())).ShouldBe(HttpStatusCode.OK);
        var removed = await _scim.Patch($"/Users/{id}", $$"""{ "op": "remove", "path": "{{Work}}" }""");
        removed.ShouldBe(HttpStatusCode.OK).Body[Work]!["scheduledChanges"]!.AsArray().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("\"soon\"", "effectiveOn must be a day")]
    [InlineData("\"2300-01-01\"", "effectiveOn must be a day")]
    [InlineData("20270401", "effectiveOn must be text")]
    public async Task A_day_that_cannot_be_is_refused(string day, string detail)
    {
        var id = (await _scim.Post("/Users", User($"{Guid.CreateVersion7()}", "9250", "Dev", null))).Id;
        var answer = await _scim.Patch(
            $"/Users/{id}",
            $$"""{ "op": "add", "path": "{{Work}}:effectiveOn", "value": {{day}} }"""
        );
        answer.ShouldBeError(HttpStatusCode.BadRequest, "invalidValue", detail);
    }

    [Fact]
    public async Task A_user_who_is_not_active_then_and_a_circle_are_refused()
    {
        var inactive = JsonNode.Parse(User("fox@corp.example", "9260", "Dev", "2027-04-01"))!;
        inactive["active"] = false;
        (await _scim.Post("/Users", inactive.ToJsonString())).ShouldBeError(
            HttpStatusCode.BadRequest,
            "invalidValue",
            "effectiveOn"
        );
        await _scim.Post("/Users", User("boss@corp.example", "E2", "Boss", null));
        var circle = await _scim.Patch(
            $"/Users/{_enrollment.People["E2"]}",
            $$"""
            { "op": "add", "path": "{{Work}}:effectiveOn", "value": "2027-04-01" },
            { "op": "add", "path": "{{Enterprise}}:manager", "value": "{{_enrollment.People["E4"]}}" }
            """
        );
        circle.ShouldBeError(HttpStatusCode.BadRequest, "invalidValue", "circle");
    }

    private async Task<JsonNode> Patch(string id, string day, string operations)
    {
        var answer = await _scim.Patch(
            $"/Users/{id}",
            $$"""{ "op": "add", "path": "{{Work}}:effectiveOn", "value": "{{day}}" }, {{operations}}"""
        );
        return answer.ShouldBe(HttpStatusCode.OK).Body[Work]!["scheduledChanges"]!;
    }

    private Task<JsonElement> Seen(string id) => EnrollmentHost.Get(_enrollment.Admin, $"/people/{id}");

    private static string User(string userName, string number, string title, string? day, string more = "") =>
        $$"""
            {
              "userName": "{{userName}}", "title": "{{title}}", "{{Enterprise}}": { "employeeNumber": "{{number}}" },
              "{{Work}}": { "site": "BER"{{(day is null ? "" : $", \"effectiveOn\": \"{day}\"")}} }{{more}}
            }
            """;
}
