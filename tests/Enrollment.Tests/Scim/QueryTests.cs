using System.Net;
using System.Text.Json.Nodes;

namespace PeerNetwork.Enrollment.Tests.Scim;

/// <summary>Discovery, lists, pages, entity tags and bulk requests, over HTTP.</summary>
public sealed class QueryTests(EnrollmentHost enrollment) : IClassFixture<EnrollmentHost>
{
    [Fact]
    public async Task Discovery_describes_the_server_without_nulls()
    {
        var scim = await ScimClient.Register(enrollment);
        foreach (
            var path in (string[])
                [
                    "/ServiceProviderConfig",
                    "/ResourceTypes",
                    "/ResourceTypes/User",
                    "/ResourceTypes/Group",
                    "/Schemas",
                    "/Schemas/urn:ietf:params:scim:schemas:core:2.0:User",
                ]
        )
        {
            var answer = (await scim.Get(path)).ShouldBe(HttpStatusCode.OK);
            answer.Body.ToJsonString().ShouldNotContain("null");
        }

        (await scim.Get("/Schemas")).Resources.Count.ShouldBe(4);
        (await scim.Get("/Schemas/urn:none")).ShouldBeError(HttpStatusCode.NotFound);
        (await scim.Get("/ResourceTypes?filter=id+eq+%22x%22")).ShouldBeError(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Pages_by_index_and_by_cursor_hold_each_user_once()
    {
        var scim = await ScimClient.Register(enrollment);
        var ids = new HashSet<string>();
        for (var n = 0; n < 7; n++)
            ids.Add((await scim.Post("/Users", User($"page{n}"))).Id);
        const string Filter = "filter=userName+sw+%22page%22";

        var byIndex = new List<string>();
        for (var start = 1; start <= 7; start += 3)
        {
            var page = (await scim.Get($"/Users?{Filter}&startIndex={start}&count=3")).ShouldBe(HttpStatusCode.OK);
            page.Body["totalResults"]!.GetValue<int>().ShouldBe(7);
            page.Body["startIndex"]!.GetValue<int>().ShouldBe(start);
            byIndex.AddRange(Ids(page));
        }

        byIndex.ShouldBe(ids, ignoreOrder: true);
        foreach (var query in (string[])["", $"{Filter}&"])
        {
            var byCursor = new List<string>();
            for (string? cursor = ""; cursor is not null; )
            {
                var page = (await scim.Get($"/Users?{query}cursor={cursor}&count=2")).ShouldBe(HttpStatusCode.OK);
                byCursor.AddRange(Ids(page));
                cursor = page.Body["nextCursor"]?.GetValue<string>();
            }

            byCursor.ShouldBeUnique();
            ids.ShouldBeSubsetOf(byCursor);
        }

        (await scim.Get("/Users?cursor=nonsense")).ShouldBeError(HttpStatusCode.BadRequest, "invalidCursor");
    }

    [Fact]
    public async Task Users_are_sorted_and_only_what_is_asked_for_is_answered()
    {
        var scim = await ScimClient.Register(enrollment);
        foreach (var name in (string[])["sort-b", "sort-C", "sort-a"])
            await scim.Post("/Users", User(name));
        var sorted = await scim.Get(
            "/Users?filter=userName+sw+%22sort-%22&sortBy=userName&sortOrder=descending&attributes=userName"
        );
        sorted.Resources.Select(r => r!["userName"]!.GetValue<string>()).ShouldBe(["sort-C", "sort-b", "sort-a"]);
        sorted.Resources[0]!.AsObject().Select(p => p.Key).ShouldBe(["id", "schemas", "userName"], ignoreOrder: true);

        var searched = await scim.Post(
            "/Users/.search",
            """
            { "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "attributes": ["userName"],
              "filter": "userName sw \"sort-\" and not (userName eq \"sort-a\")", "count": 10 }
            """
        );
        searched.ShouldBe(HttpStatusCode.OK).Resources.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("/Users?filter=userName")]
    [InlineData("/Users?filter=userName+xx+%22a%22")]
    [InlineData("/Users?filter=(((")]
    public async Task A_wrong_filter_says_where(string path)
    {
        var scim = await ScimClient.Register(enrollment);
        (await scim.Get(path)).ShouldBeError(HttpStatusCode.BadRequest, "invalidFilter");
    }

    [Fact]
    public async Task A_write_with_an_old_entity_tag_is_refused_and_a_read_with_the_current_one_is_empty()
    {
        var scim = await ScimClient.Register(enrollment);
        var created = await scim.Post("/Users", User("tagged"));
        const string Rename = """
            { "Operations": [{ "op": "replace", "path": "nickName", "value": "new" }] }
            """;
        var changed = await scim.Send(HttpMethod.Patch, $"/Users/{created.Id}", Rename, ("If-Match", created.Version));
        changed.ShouldBe(HttpStatusCode.OK).Version.ShouldNotBe(created.Version);
        changed.Headers.ETag!.Tag.ShouldBe(changed.Version);
        var stale = await scim.Send(
            HttpMethod.Put,
            $"/Users/{created.Id}",
            User("tagged"),
            ("If-Match", created.Version)
        );
        stale.ShouldBeError(HttpStatusCode.PreconditionFailed);
        var same = await scim.Send(HttpMethod.Get, $"/Users/{created.Id}", null, ("If-None-Match", changed.Version));
        same.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task A_bulk_request_creates_people_who_refer_to_one_another()
    {
        var scim = await ScimClient.Register(enrollment);
        var answer = await scim.Post(
            "/Bulk",
            """
            {
              "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
              "Operations": [
                { "method": "POST", "path": "/Users", "bulkId": "boss", "data": { "userName": "bulk-boss" } },
                { "method": "POST", "path": "/Users", "bulkId": "report", "data": { "userName": "bulk-report",
                  "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {
                    "manager": { "value": "bulkId:boss" } } } },
                { "method": "POST", "path": "/Groups", "bulkId": "g", "data": { "displayName": "Bulk",
                  "members": [{ "value": "bulkId:boss" }, { "value": "bulkId:report" }] } },
                { "method": "POST", "path": "/Users", "bulkId": "twice", "data": { "userName": "bulk-boss" } },
                { "method": "PATCH", "path": "/Users/bulkId:report",
                  "data": { "Operations": [{ "op": "replace", "path": "active", "value": false }] } },
                { "method": "DELETE", "path": "/Groups/bulkId:g" }
              ]
            }
            """
        );
        answer.ShouldBe(HttpStatusCode.OK);
        var operations = answer.Body["Operations"]!.AsArray();
        operations
            .Select(o => o!["status"]!.GetValue<string>())
            .ShouldBe(["201", "201", "201", "409", "200", "204"], answer.Body.ToJsonString());
        operations[3]!["response"]!["scimType"]!.GetValue<string>().ShouldBe("uniqueness");
        var boss = operations[0]!["location"]!.GetValue<string>().Split('/')[^1];
        var report = await scim.Get($"/Users/{operations[1]!["location"]!.GetValue<string>().Split('/')[^1]}");
        report.Body["active"]!.GetValue<bool>().ShouldBeFalse();
        report.Body["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"]!["manager"]!["value"]!
            .GetValue<string>()
            .ShouldBe(boss);
    }

    [Fact]
    public async Task A_bulk_request_ends_after_the_errors_that_it_allows()
    {
        var scim = await ScimClient.Register(enrollment);
        var answer = await scim.Post(
            "/Bulk",
            """
            { "failOnErrors": 1, "Operations": [
                { "method": "POST", "path": "/Nothing", "bulkId": "a", "data": {} },
                { "method": "POST", "path": "/Users", "bulkId": "b", "data": { "userName": "never" } } ] }
            """
        );
        answer.Body["Operations"]!.AsArray().ShouldHaveSingleItem()!["status"]!.GetValue<string>().ShouldBe("404");
        (await scim.Get("/Users?filter=userName+eq+%22never%22")).Resources.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{ \"userName\": 5 }")]
    [InlineData("{ \"userName\": \"a\", \"userName\": \"b\" }")]
    [InlineData("{ \"userName\": \"a\", \"emails\": [[[[]]]] }")]
    [InlineData("{ \"userName\": \"\\ud800\" }")]
    [InlineData("{ \"nickName\": \"nobody\" }")]
    public async Task A_body_that_is_no_user_is_a_400(string body)
    {
        var scim = await ScimClient.Register(enrollment);
        (await scim.Post("/Users", body)).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static IEnumerable<string> Ids(ScimAnswer page) => page.Resources.Select(r => r!["id"]!.GetValue<string>());

    private static string User(string userName) => new JsonObject { ["userName"] = userName }.ToJsonString();
}
