using System.Net;
using System.Text.Json.Nodes;

namespace PeerNetwork.Enrollment.Tests.Scim;

/// <summary>The requests of Microsoft Entra ID, as its provisioning service sends them.</summary>
public class EntraTests(EnrollmentHost enrollment) : IClassFixture<EnrollmentHost>
{
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    [Fact]
    public async Task The_connection_test_finds_nobody_and_is_no_error()
    {
        var scim = await ScimClient.Register(enrollment);
        var found = await scim.Get($"/Users?filter=userName+eq+%22{Guid.CreateVersion7()}%22");
        found.ShouldBe(HttpStatusCode.OK);
        found.Body["totalResults"]!.GetValue<int>().ShouldBe(0);
        found.Body["schemas"]![0]!.GetValue<string>().ShouldBe("urn:ietf:params:scim:api:messages:2.0:ListResponse");
    }

    [Fact]
    public async Task A_user_is_found_changed_disabled_and_enabled_again()
    {
        var scim = await ScimClient.Register(enrollment);
        var id = (await scim.Post("/Users", Joiner("mia@contoso.example", "9001"))).ShouldBe(HttpStatusCode.Created).Id;
        (await PersonOf(id))["name"]!.GetValue<string>().ShouldBe("Mia Keller");

        foreach (
            var filter in (string[])
                [
                    "userName eq \"MIA@contoso.example\"",
                    "externalId eq \"ext-9001\"",
                    "emails[type eq \"work\"].value eq \"mia@contoso.example\"",
                    "emails.value eq \"mia@contoso.example\" and active eq true",
                ]
        )
            (await scim.Get($"/Users?filter={Uri.EscapeDataString(filter)}")).Resources.ShouldHaveSingleItem(filter)![
                "id"
            ]!
                .GetValue<string>()
                .ShouldBe(id);

        await scim.Patch(
            $"/Users/{id}",
            $$"""
            { "op": "Replace", "path": "displayName", "value": "Mia Keller-Ott" },
            { "op": "Add", "path": "{{Enterprise}}:department", "value": "Sales" },
            { "op": "Add", "path": "nobodyKnows", "value": "this" },
            { "op": "Replace", "path": "emails[type eq \"work\"].value", "value": "mia.ott@contoso.example" }
            """
        );
        var changed = await PersonOf(id);
        (changed["name"]!.GetValue<string>(), changed["department"]!.GetValue<string>()).ShouldBe(
            ("Mia Keller-Ott", "Sales")
        );
        changed["email"]!.GetValue<string>().ShouldBe("mia.ott@contoso.example");

        var disabled = await scim.Patch($"/Users/{id}", """{ "op": "Replace", "path": "active", "value": "False" }""");
        disabled.Body["active"]!.GetValue<bool>().ShouldBeFalse();
        (await PersonOf(id))["active"]!.GetValue<bool>().ShouldBeFalse();
        (await scim.Get($"/Users/{id}")).ShouldBe(HttpStatusCode.OK);

        await scim.Patch($"/Users/{id}", """{ "op": "replace", "value": { "active": true } }""");
        (await PersonOf(id))["active"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task A_manager_is_set_as_a_bare_string_and_a_circle_is_refused()
    {
        var scim = await ScimClient.Register(enrollment);
        var boss = (await scim.Post("/Users", Joiner("boss@contoso.example", "9011"))).Id;
        var report = (await scim.Post("/Users", Joiner("report@contoso.example", "9012"))).Id;

        var set = await scim.Patch(
            $"/Users/{report}",
            $$"""{ "op": "Add", "path": "{{Enterprise}}:manager", "value": "{{boss}}" }"""
        );
        set.ShouldBe(HttpStatusCode.OK);
        set.Body[Enterprise]!["manager"]!["value"]!.GetValue<string>().ShouldBe(boss);
        (await PersonOf(report))["manager"]!.GetValue<string>().ShouldBe(boss);

        var circle = await scim.Patch(
            $"/Users/{boss}",
            $$"""{ "op": "Add", "path": "{{Enterprise}}:manager", "value": "{{report}}" }"""
        );
        circle.ShouldBeError(HttpStatusCode.BadRequest, "invalidValue", "circle");
        var unknown = await scim.Patch(
            $"/Users/{boss}",
            $$"""{ "op": "Add", "path": "{{Enterprise}}:manager", "value": "{{Guid.CreateVersion7()}}" }"""
        );
        unknown.ShouldBeError(HttpStatusCode.BadRequest, "invalidValue", "id of a user");

        await scim.Patch($"/Users/{report}", $$"""{ "op": "Remove", "path": "{{Enterprise}}:manager" }""");
        (await PersonOf(report))["manager"].ShouldBeNull();
    }

    [Fact]
    public async Task What_changes_nothing_appends_nothing()
    {
        var scim = await ScimClient.Register(enrollment);
        var created = await scim.Post("/Users", Joiner("same@contoso.example", "9021"));
        var patched = await scim.Patch(
            $"/Users/{created.Id}",
            """{ "op": "Replace", "path": "displayName", "value": "Mia Keller" }"""
        );
        patched.Version.ShouldBe(created.Version);
        var put = await scim.Put($"/Users/{created.Id}", Joiner("same@contoso.example", "9021"));
        put.ShouldBe(HttpStatusCode.OK).Version.ShouldBe(created.Version);
    }

    [Fact]
    public async Task Only_the_named_members_leave_a_group()
    {
        var scim = await ScimClient.Register(enrollment);
        var ids = new List<string>();
        for (var n = 0; n < 3; n++)
            ids.Add((await scim.Post("/Users", Joiner($"member{n}@contoso.example", $"903{n}"))).Id);
        var group = (
            await scim.Post(
                "/Groups",
                """
                { "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "Mentors Berlin",
                  "externalId": "g-1" }
                """
            )
        ).ShouldBe(HttpStatusCode.Created).Id;
        await scim.Patch(
            $"/Groups/{group}",
            $$"""
            { "op": "Add", "path": "members",
              "value": [{ "value": "{{ids[0]}}" }, { "value": "{{ids[1]}}" }, { "value": "{{ids[2]}}" }] }
            """
        );
        (await Members(scim, group)).ShouldBe(ids, ignoreOrder: true);

        var removed = await scim.Patch(
            $"/Groups/{group}",
            $$"""{ "op": "Remove", "path": "members", "value": [{ "value": "{{ids[1]}}" }] }"""
        );
        removed.ShouldBe(HttpStatusCode.NoContent);
        (await Members(scim, group)).ShouldBe([ids[0], ids[2]], ignoreOrder: true);
        await scim.Patch($"/Groups/{group}", $$"""{ "op": "Remove", "path": "members[value eq \"{{ids[0]}}\"]" }""");
        (await Members(scim, group)).ShouldBe([ids[2]]);

        var user = await scim.Get($"/Users/{ids[2]}");
        user.Body["groups"]![0]!["display"]!.GetValue<string>().ShouldBe("Mentors Berlin");
        var found = await scim.Get("/Groups?excludedAttributes=members&filter=displayName+eq+%22mentors+berlin%22");
        found.Resources.ShouldHaveSingleItem()!.AsObject().ContainsKey("members").ShouldBeFalse();

        (await scim.Delete($"/Groups/{group}")).ShouldBe(HttpStatusCode.NoContent);
        (await scim.Get($"/Groups/{group}")).ShouldBeError(HttpStatusCode.NotFound);
    }

    private static async Task<IEnumerable<string>> Members(ScimClient scim, string group) =>
        (await scim.Get($"/Groups/{group}")).Body["members"]!.AsArray().Select(m => m!["value"]!.GetValue<string>());

    private async Task<JsonObject> PersonOf(string id) =>
        JsonNode.Parse((await EnrollmentHost.Get(enrollment.Admin, $"/people/{id}")).GetRawText())!.AsObject();

    private static string Joiner(string userName, string number) =>
        $$"""
            {
              "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "{{Enterprise}}"],
              "externalId": "ext-{{number}}", "userName": "{{userName}}", "active": true, "displayName": "Mia Keller",
              "name": { "givenName": "Mia", "familyName": "Keller" }, "title": "Engineer", "preferredLanguage": "de-DE",
              "emails": [{ "primary": true, "type": "work", "value": "{{userName}}" }],
              "addresses": [{ "type": "work", "formatted": "Hauptstrasse 1" }],
              "{{Enterprise}}": { "employeeNumber": "{{number}}", "department": "Research" },
              "urn:unknown:extension": { "x": 1 }
            }
            """;
}
