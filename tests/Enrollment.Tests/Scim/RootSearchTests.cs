using System.Net;
using System.Text.Json.Nodes;

namespace PeerNetwork.Enrollment.Tests.Scim;

/// <summary>A search over users and groups at once, at the root of the server.</summary>
public sealed class RootSearchTests(EnrollmentHost enrollment) : IClassFixture<EnrollmentHost>
{
    private const string Search = "/.search";

    [Fact]
    public async Task Users_and_groups_that_match_are_found_and_each_has_its_own_attributes()
    {
        var scim = await ScimClient.Register(enrollment);
        var user = (await scim.Post("/Users", User("both-1", "Both one"))).Id;
        var group = (await scim.Post("/Groups", Group("Both two", user))).Id;

        var found = await Ask(scim, """ "filter": "displayName sw \"both\"" """);
        found.Body["totalResults"]!.GetValue<int>().ShouldBe(2);
        Ids(found).ShouldBe([user, group]);
        found.Resources[1]!["members"]!.AsArray().ShouldHaveSingleItem()!["value"]!.GetValue<string>().ShouldBe(user);

        // What a type does not have is without a value there.
        Ids(await Ask(scim, """ "filter": "displayName sw \"both\" and userName pr" """)).ShouldBe([user]);
        Ids(await Ask(scim, $$""" "filter": "members.value eq \"{{user}}\"" """)).ShouldBe([group]);
        Ids(await Ask(scim, """ "filter": "displayName sw \"both\" and meta.resourceType eq \"Group\"" """))
            .ShouldBe([group]);
        Ids(await Ask(scim, """ "filter": "urn:ietf:params:scim:schemas:core:2.0:Group:displayName sw \"both\"" """))
            .ShouldBe([group]);

        var selected = await Ask(scim, """ "filter": "displayName sw \"both\"", "attributes": ["userName"] """);
        selected
            .Resources.Select(r => r!.AsObject().Select(p => p.Key).Order().ToArray())
            .ShouldBe([
                ["id", "schemas", "userName"],
                ["id", "schemas"],
            ]);
    }

    [Fact]
    public async Task Both_are_sorted_together_and_those_without_a_value_are_last()
    {
        var scim = await ScimClient.Register(enrollment);
        var c = (await scim.Post("/Users", User("sorted-9", "Sorted c"))).Id;
        var a = (await scim.Post("/Users", User("sorted-8", "Sorted a"))).Id;
        var b = (await scim.Post("/Groups", Group("Sorted b"))).Id;
        const string Filter = """ "filter": "displayName sw \"sorted\"", """;

        Ids(await Ask(scim, $""" {Filter} "sortBy": "displayName" """)).ShouldBe([a, b, c]);
        Ids(await Ask(scim, $""" {Filter} "sortBy": "displayName", "startIndex": 2, "count": 1 """)).ShouldBe([b]);
        Ids(await Ask(scim, $""" {Filter} "sortBy": "userName" """)).ShouldBe([a, c, b]);
        Ids(await Ask(scim, $""" {Filter} "sortBy": "userName", "sortOrder": "descending" """)).ShouldBe([b, c, a]);
    }

    [Fact]
    public async Task Pages_by_index_and_by_cursor_hold_each_resource_once()
    {
        var scim = await ScimClient.Register(enrollment);
        for (var n = 0; n < 3; n++)
        {
            await scim.Post("/Users", User($"paged-{n}", $"Paged {n}"));
            await scim.Post("/Groups", Group($"Paged group {n}"));
        }

        foreach (var filter in (string[])["", """ "filter": "displayName sw \"paged\"", """])
        {
            var all = Ids(await Ask(scim, $""" {filter} "count": 1000 """)).ToArray();
            all.Length.ShouldBeGreaterThanOrEqualTo(6);
            var byIndex = new List<string>();
            while (byIndex.Count < all.Length)
                byIndex.AddRange(Ids(await Ask(scim, $""" {filter} "startIndex": {byIndex.Count + 1}, "count": 2 """)));
            byIndex.ShouldBe(all);

            var byCursor = new List<string>();
            for (string? cursor = ""; cursor is not null; )
            {
                var page = await Ask(scim, $""" {filter} "cursor": "{cursor}", "count": 2 """);
                byCursor.AddRange(Ids(page));
                cursor = page.Body["nextCursor"]?.GetValue<string>();
            }

            byCursor.ShouldBe(all);
        }
    }

    [Theory]
    [InlineData(""" "filter": "displayName" """, "invalidFilter")]
    [InlineData(""" "sortBy": "name" """, "invalidValue")]
    [InlineData(""" "cursor": "7.00000000000000000000000000000000" """, "invalidCursor")]
    [InlineData(""" "cursor": "nonsense" """, "invalidCursor")]
    public async Task A_wrong_search_is_refused(string body, string scimType)
    {
        var scim = await ScimClient.Register(enrollment);
        (await scim.Post(Search, $"{{ {body} }}")).ShouldBeError(HttpStatusCode.BadRequest, scimType);
    }

    [Fact]
    public async Task It_is_a_post_of_a_client_that_may_read()
    {
        var scim = await ScimClient.Register(enrollment);
        (await scim.Get(Search)).ShouldBeError(HttpStatusCode.MethodNotAllowed, detailPart: "POST");
        var writer = await ScimClient.Register(enrollment, scopes: ["writeUsers"]);
        (await writer.Post(Search, "{}")).ShouldBeError(HttpStatusCode.Forbidden);
    }

    private static async Task<ScimAnswer> Ask(ScimClient scim, string parameters) =>
        (
            await scim.Post(
                Search,
                $$"""{ "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], {{parameters}} }"""
            )
        ).ShouldBe(HttpStatusCode.OK);

    private static IEnumerable<string> Ids(ScimAnswer page) => page.Resources.Select(r => r!["id"]!.GetValue<string>());

    private static string User(string userName, string displayName) =>
        new JsonObject { ["userName"] = userName, ["displayName"] = displayName }.ToJsonString();

    private static string Group(string name, params string[] members) =>
        new JsonObject
        {
            ["displayName"] = name,
            ["members"] = new JsonArray([.. members.Select(m => (JsonNode?)new JsonObject { ["value"] = m })]),
        }.ToJsonString();
}
