using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PeerNetwork.Enrollment.Tests.Scim;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.RoleAssignments;

/// <summary>The groups of an identity provider give roles.</summary>
public sealed class RoleRuleTests(EnrollmentHost enrollment) : IClassFixture<EnrollmentHost>
{
    [Fact]
    public async Task Members_of_a_group_have_its_role_while_they_are_members()
    {
        var (client, name) = (await ScimClient.Register(enrollment), $"Ambassadors {Guid.CreateVersion7()}");
        var (ada, bo) = (await User(client), await User(client));
        var group = await Group(client, name, ada);
        // Names of groups do not differ by case.
        var rule = await AddRule(name.ToUpperInvariant());
        await HasRole(ada, true);
        await HasRole(bo, false);

        await Change(client, group, "add", $$"""[{ "value": "{{bo}}" }]""");
        await HasRole(bo, true);
        await Change(client, group, "remove", null, $"members[value eq \"{ada}\"]");
        await HasRole(ada, false);

        var listed = (await EnrollmentHost.Items(enrollment.Admin, "/role-rules?limit=100")).Single(r =>
            r.GetProperty("id").GetGuid() == rule
        );
        listed.GetProperty("members").GetInt32().ShouldBe(1);
        (await EnrollmentHost.Items(enrollment.Admin, $"/people/{bo}/roles"))
            .ShouldHaveSingleItem()
            .GetProperty("rule")
            .GetGuid()
            .ShouldBe(rule);

        await EnrollmentHost.Done(await enrollment.Admin.DeleteAsync($"/role-rules/{rule}"));
        await HasRole(bo, false);
    }

    [Fact]
    public async Task A_group_can_have_a_role_for_departments()
    {
        var (client, name) = (await ScimClient.Register(enrollment), $"Ambassadors {Guid.CreateVersion7()}");
        var ada = await User(client);
        await Change(client, ada, "Research");
        await Group(client, name, ada);
        var rule = await AddRule(name, "Research");
        await HasRole(ada, true);
        foreach (
            var shown in new[]
            {
                (await EnrollmentHost.Items(enrollment.Admin, $"/people/{ada}/roles")).Single(),
                (await EnrollmentHost.Items(enrollment.Admin, "/role-rules?limit=100")).Single(r =>
                    r.GetProperty("id").GetGuid() == rule
                ),
            }
        )
            shown.GetProperty("departments").EnumerateArray().Single().GetString().ShouldBe("Research");
    }

    [Fact]
    public async Task A_group_that_is_renamed_or_deleted_takes_the_role_back()
    {
        var (client, name) = (await ScimClient.Register(enrollment), $"Sponsors {Guid.CreateVersion7()}");
        var ada = await User(client);
        await AddRule(name);
        var group = await Group(client, name, ada);
        await HasRole(ada, true);

        (
            await client.Patch(
                $"/Groups/{group}",
                $$"""{ "op": "replace", "path": "displayName", "value": "{{name}} of old" }"""
            )
        ).Status.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.NoContent);
        await HasRole(ada, false);
        (
            await client.Patch(
                $"/Groups/{group}",
                $$"""{ "op": "replace", "path": "displayName", "value": "{{name}}" }"""
            )
        ).Status.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.NoContent);
        await HasRole(ada, true);
        await client.Delete($"/Groups/{group}");
        await HasRole(ada, false);
    }

    [Fact]
    public async Task A_member_who_is_deactivated_loses_the_role_and_has_it_again_when_active_again()
    {
        var (client, name) = (await ScimClient.Register(enrollment), $"Ambassadors {Guid.CreateVersion7()}");
        var ada = await User(client);
        await AddRule(name);
        await Group(client, name, ada);
        await HasRole(ada, true);
        await client.Patch($"/Users/{ada}", """{ "op": "replace", "path": "active", "value": false }""");
        await HasRole(ada, false);
        await client.Patch($"/Users/{ada}", """{ "op": "replace", "path": "active", "value": true }""");
        await HasRole(ada, true);
    }

    [Fact]
    public async Task A_role_of_a_group_is_not_revoked_by_hand()
    {
        var (client, name) = (await ScimClient.Register(enrollment), $"Ambassadors {Guid.CreateVersion7()}");
        var ada = await User(client);
        await AddRule(name);
        await Group(client, name, ada);
        await HasRole(ada, true);
        var role = (await EnrollmentHost.Items(enrollment.Admin, $"/people/{ada}/roles")).Single();
        await EnrollmentHost.Refused(
            await enrollment.Admin.PostAsJsonAsync(
                $"/people/{ada}/roles/{role.GetProperty("id").GetGuid()}/revoke",
                new { reason = "No." }
            ),
            HttpStatusCode.Conflict
        );
    }

    private async Task<Guid> AddRule(string group, params string[] departments) =>
        await EnrollmentHost.Created(
            await enrollment.Admin.PostAsJsonAsync(
                "/role-rules",
                new
                {
                    group,
                    role = "ambassador",
                    siteCodes = new[] { "BER" },
                    departments = departments is [] ? null : departments,
                    reason = "The identity provider decides.",
                }
            )
        );

    private static async Task<string> User(ScimClient client) =>
        (await client.Post("/Users", $$"""{ "userName": "{{Guid.CreateVersion7()}}", "active": true }"""))
            .ShouldBe(HttpStatusCode.Created)
            .Id;

    private static async Task Change(ScimClient client, string user, string department) =>
        await client.Patch(
            $"/Users/{user}",
            $$"""
            { "op": "add", "path": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
              "value": "{{department}}" }
            """
        );

    private static async Task<string> Group(ScimClient client, string name, string member) =>
        (await client.Post("/Groups", $$"""{ "displayName": "{{name}}", "members": [{ "value": "{{member}}" }] }"""))
            .ShouldBe(HttpStatusCode.Created)
            .Id;

    private static async Task Change(ScimClient client, string group, string op, string? value, string path = "members")
    {
        var operation = new Dictionary<string, object> { ["op"] = op, ["path"] = path };
        if (value is not null)
            operation["value"] = JsonDocument.Parse(value).RootElement;
        (await client.Patch($"/Groups/{group}", JsonSerializer.Serialize(operation))).Status.ShouldBeOneOf(
            HttpStatusCode.OK,
            HttpStatusCode.NoContent
        );
    }

    private Task HasRole(string person, bool expected) =>
        Eventually.Passes(async () =>
            (await EnrollmentHost.Items(enrollment.Admin, $"/people/{person}/roles")).Count.ShouldBe(expected ? 1 : 0)
        );
}
