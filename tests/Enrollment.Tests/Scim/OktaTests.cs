using System.Net;
using System.Text.Json.Nodes;

namespace PeerNetwork.Enrollment.Tests.Scim;

/// <summary>The requests of Okta, among them the steps of its own test of SCIM servers.</summary>
public class OktaTests(EnrollmentHost enrollment) : IClassFixture<EnrollmentHost>
{
    [Fact]
    public async Task A_user_is_looked_up_created_read_replaced_and_deactivated()
    {
        var scim = await ScimClient.Register(enrollment);
        var before = await scim.Get("/Users?filter=userName%20eq%20%22ned%40okta.example%22&startIndex=1&count=100");
        before.ShouldBe(HttpStatusCode.OK).Body["totalResults"]!.GetValue<int>().ShouldBe(0);

        var created = await scim.Post("/Users", Ned());
        created.ShouldBe(HttpStatusCode.Created);
        created.Headers.Location!.ToString().ShouldEndWith($"/scim/v2/Users/{created.Id}");
        created.Body["meta"]!["location"]!.GetValue<string>().ShouldBe($"{created.Headers.Location}");
        created.Body.ToJsonString().ShouldNotContain("1mz050nq");
        created.Body["name"]!["familyName"]!.GetValue<string>().ShouldBe("Ott");
        (await scim.Post("/Users", Ned())).ShouldBeError(HttpStatusCode.Conflict, "uniqueness");

        var first = await scim.Get("/Users?count=1&startIndex=1");
        first.Body["itemsPerPage"]!.GetValue<int>().ShouldBe(1);
        var user = first.Resources.ShouldHaveSingleItem()!;
        foreach (var attribute in (string[])["id", "userName", "name", "active", "emails"])
            user[attribute].ShouldNotBeNull(attribute);

        var read = (await scim.Get($"/Users/{created.Id}")).Body;
        read["title"] = "Captain";
        read["name"]!["givenName"] = "Edward";
        var replaced = (await scim.Put($"/Users/{created.Id}", read.ToJsonString())).ShouldBe(HttpStatusCode.OK);
        replaced.Body["title"]!.GetValue<string>().ShouldBe("Captain");
        replaced.Body["name"]!["givenName"]!.GetValue<string>().ShouldBe("Edward");

        var gone = await scim.Patch($"/Users/{created.Id}", """{ "op": "replace", "value": { "active": false } }""");
        gone.ShouldBe(HttpStatusCode.OK).Body["active"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public async Task What_does_not_exist_is_a_404_and_a_missing_token_a_401()
    {
        var scim = await ScimClient.Register(enrollment);
        (await scim.Get($"/Users/{Guid.CreateVersion7()}")).ShouldBeError(HttpStatusCode.NotFound);
        (await scim.Get("/Users/010101001010101011001010101011")).ShouldBeError(HttpStatusCode.NotFound);
        (await scim.Get("/Nothing")).ShouldBeError(HttpStatusCode.NotFound);
        var put = await scim.Put("/Schemas", "{}");
        put.ShouldBeError(HttpStatusCode.MethodNotAllowed, null, "GET");
        scim.Http.DefaultRequestHeaders.Authorization = null;
        var anonymous = await scim.Get("/Users");
        anonymous.ShouldBeError(HttpStatusCode.Unauthorized);
        anonymous.Headers.WwwAuthenticate.ShouldHaveSingleItem().Scheme.ShouldBe("Bearer");
    }

    [Fact]
    public async Task A_group_is_renamed_and_its_members_are_replaced()
    {
        var scim = await ScimClient.Register(enrollment);
        var member = (await scim.Post("/Users", Ned("member@okta.example"))).Id;
        var group = (await scim.Post("/Groups", """{ "displayName": "Okta group", "members": [] }""")).Id;

        var renamed = await scim.Patch(
            $"/Groups/{group}",
            $$"""{ "op": "replace", "value": { "id": "{{group}}", "displayName": "Okta group 2" } }"""
        );
        renamed.ShouldBe(HttpStatusCode.NoContent);
        await scim.Patch(
            $"/Groups/{group}",
            $$"""{ "op": "replace", "path": "members", "value": [{ "value": "{{member}}", "display": "Ned" }] }"""
        );

        var read = await scim.Get($"/Groups/{group}");
        read.Body["displayName"]!.GetValue<string>().ShouldBe("Okta group 2");
        read.Body["members"]!.AsArray().ShouldHaveSingleItem()!["value"]!.GetValue<string>().ShouldBe(member);
        var stranger = await scim.Patch(
            $"/Groups/{group}",
            $$"""{ "op": "add", "path": "members", "value": [{ "value": "{{Guid.CreateVersion7()}}" }] }"""
        );
        stranger.ShouldBeError(HttpStatusCode.BadRequest, "invalidValue", "id of a user");
    }

    private static string Ned(string userName = "ned@okta.example") =>
        new JsonObject
        {
            ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:User"),
            ["userName"] = userName,
            ["name"] = new JsonObject { ["givenName"] = "Ned", ["familyName"] = "Ott" },
            ["emails"] = new JsonArray(
                new JsonObject
                {
                    ["primary"] = true,
                    ["value"] = userName,
                    ["type"] = "work",
                }
            ),
            ["displayName"] = "Ned Ott",
            ["locale"] = "en-US",
            ["externalId"] = $"00u-{userName}",
            ["groups"] = new JsonArray(),
            ["password"] = "1mz050nq",
            ["active"] = true,
        }.ToJsonString();
}
