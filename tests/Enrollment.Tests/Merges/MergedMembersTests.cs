using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Enrollment.Tests.Scim;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Merges;

/// <summary>A member of groups is merged into another person: the groups and their roles are the survivor's.</summary>
public class MergedMembersTests(EnrollmentHost enrollment) : IClassFixture<EnrollmentHost>
{
    [Fact]
    public async Task The_groups_of_the_duplicate_are_those_of_the_survivor_until_the_merge_is_undone()
    {
        var scim = await ScimClient.Register(enrollment);
        var (survivor, duplicate, other) = (await User(scim), await User(scim), await User(scim));
        var (both, one) = (await Group(scim, survivor, duplicate, other), await Group(scim, duplicate));
        var merge = await Merge(survivor, duplicate);

        (await Members(scim, both)).ShouldBe([survivor, other], ignoreOrder: true);
        (await Members(scim, one)).ShouldBe([survivor]);
        (await GroupsOf(scim, survivor)).ShouldBe([both, one], ignoreOrder: true);
        (await Found(scim, survivor)).ShouldBe([both, one], ignoreOrder: true);
        (await Found(scim, duplicate)).ShouldBeEmpty();
        var export = await EnrollmentHost.Get(enrollment.Admin, $"/people/{survivor}/personal-data");
        export
            .GetProperty("kinds")
            .EnumerateArray()
            .Single(k => k.GetProperty("title").GetString() == "Groups")
            .GetProperty("records")
            .EnumerateArray()
            .Count(r => r.GetProperty("what").GetString() == "present state")
            .ShouldBe(2);

        await EnrollmentHost.Done(await Undo(survivor, merge));
        (await Members(scim, both)).ShouldBe([survivor, duplicate, other], ignoreOrder: true);
        (await Members(scim, one)).ShouldBe([duplicate]);
        (await GroupsOf(scim, survivor)).ShouldBe([both]);
        (
            await enrollment.Services.GetRequiredService<Verification>().Run(TimeSpan.FromMinutes(1), default)
        ).Differences.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_removes_the_member_by_either_id(bool byFormerId)
    {
        var scim = await ScimClient.Register(enrollment);
        var (survivor, duplicate, other) = (await User(scim), await User(scim), await User(scim));
        var group = await Group(scim, duplicate, other);
        await Merge(survivor, duplicate);
        var named = byFormerId ? duplicate : survivor;
        await Patched(scim, group, $$"""{ "op": "remove", "path": "members[value eq \"{{named}}\"]" }""");
        (await Members(scim, group)).ShouldBe([other]);
    }

    [Fact]
    public async Task Who_is_a_member_in_their_own_right_stays_one_when_the_former_id_is_removed()
    {
        var scim = await ScimClient.Register(enrollment);
        var (survivor, duplicate) = (await User(scim), await User(scim));
        var group = await Group(scim, survivor, duplicate);
        await Merge(survivor, duplicate);
        await Patched(
            scim,
            group,
            $$"""{ "op": "remove", "path": "members", "value": [{ "value": "{{duplicate}}" }] }"""
        );
        (await Members(scim, group)).ShouldBe([survivor]);
        await Patched(
            scim,
            group,
            $$"""{ "op": "remove", "path": "members", "value": [{ "value": "{{survivor}}" }] }"""
        );
        (await Members(scim, group)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_client_that_sends_all_members_may_name_either_id()
    {
        var scim = await ScimClient.Register(enrollment);
        var (survivor, duplicate, other) = (await User(scim), await User(scim), await User(scim));
        var (group, empty) = (await Group(scim, duplicate), await Group(scim, other));
        var name = $"{Guid.CreateVersion7()}";
        await Merge(survivor, duplicate);
        foreach (var member in (string[])[duplicate, survivor])
        {
            (await scim.Put($"/Groups/{group}", NamedGroup(name, member, other))).ShouldBe(HttpStatusCode.OK);
            (await Members(scim, group)).ShouldBe([survivor, other], ignoreOrder: true);
        }

        await Patched(scim, empty, $$"""{ "op": "add", "path": "members", "value": [{ "value": "{{duplicate}}" }] }""");
        (await Members(scim, empty)).ShouldBe([survivor, other], ignoreOrder: true);
    }

    [Fact]
    public async Task The_role_of_a_group_goes_to_the_survivor_and_comes_back()
    {
        var scim = await ScimClient.Register(enrollment);
        var (survivor, duplicate) = (await User(scim), await User(scim));
        var name = $"{Guid.CreateVersion7()}";
        (await scim.Post("/Groups", NamedGroup(name, duplicate))).ShouldBe(HttpStatusCode.Created);
        var rule = await EnrollmentHost.Created(
            await enrollment.Admin.PostAsJsonAsync(
                "/role-rules",
                new
                {
                    group = name,
                    role = "ambassador",
                    siteCodes = new[] { "BER" },
                    reason = "The identity provider decides.",
                }
            )
        );
        await HasRoles(duplicate, rule);

        var merge = await Merge(survivor, duplicate);
        await HasRoles(survivor, rule);
        await HasRoles(duplicate);

        await EnrollmentHost.Done(await Undo(survivor, merge));
        await HasRoles(survivor);
        await HasRoles(duplicate, rule);
    }

    private static async Task<string> User(ScimClient scim) =>
        (await scim.Post("/Users", $$"""{ "userName": "{{Guid.CreateVersion7()}}", "active": true }"""))
            .ShouldBe(HttpStatusCode.Created)
            .Id;

    private static async Task<string> Group(ScimClient scim, params string[] members) =>
        (await scim.Post("/Groups", NamedGroup($"{Guid.CreateVersion7()}", members)))
            .ShouldBe(HttpStatusCode.Created)
            .Id;

    private static string NamedGroup(string name, params string[] members) =>
        new JsonObject
        {
            ["displayName"] = name,
            ["members"] = new JsonArray([.. members.Select(m => new JsonObject { ["value"] = m })]),
        }.ToJsonString();

    private static async Task Patched(ScimClient scim, string group, string operation) =>
        (await scim.Patch($"/Groups/{group}", operation)).Status.ShouldBeOneOf(
            HttpStatusCode.OK,
            HttpStatusCode.NoContent
        );

    private static async Task<string[]> Members(ScimClient scim, string group) =>
        ValuesOf((await scim.Get($"/Groups/{group}")).ShouldBe(HttpStatusCode.OK).Body["members"]);

    private static async Task<string[]> GroupsOf(ScimClient scim, string user) =>
        ValuesOf((await scim.Get($"/Users/{user}")).ShouldBe(HttpStatusCode.OK).Body["groups"]);

    private static string[] ValuesOf(JsonNode? list) =>
        [.. (list as JsonArray ?? []).Select(item => item!["value"]!.GetValue<string>())];

    /// <summary>The groups that a filter by member finds.</summary>
    private static async Task<string[]> Found(ScimClient scim, string member)
    {
        var filter = Uri.EscapeDataString($"members.value eq \"{member}\"");
        return [.. (await scim.Get($"/Groups?filter={filter}")).Resources.Select(g => g!["id"]!.GetValue<string>())];
    }

    private async Task<Guid> Merge(string survivor, string duplicate) =>
        await EnrollmentHost.Created(
            await enrollment.Admin.PostAsJsonAsync(
                $"/people/{survivor}/merges",
                new
                {
                    duplicate,
                    record = "survivor",
                    reason = "The same person.",
                }
            )
        );

    private Task<HttpResponseMessage> Undo(string survivor, Guid merge) =>
        enrollment.Admin.PostAsJsonAsync($"/people/{survivor}/merges/{merge}/undo", new { reason = "Wrong." });

    private Task HasRoles(string person, params Guid[] rules) =>
        Eventually.Passes(async () =>
            (await EnrollmentHost.Items(enrollment.Admin, $"/people/{person}/roles"))
                .Select(r => r.GetProperty("rule").GetGuid())
                .ShouldBe(rules)
        );
}
