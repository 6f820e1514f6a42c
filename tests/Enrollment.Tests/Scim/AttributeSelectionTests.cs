using System.Text.Json.Nodes;
using PeerNetwork.Enrollment.Scim.Protocol;
using static PeerNetwork.Enrollment.Tests.Scim.ScimExamples;

namespace PeerNetwork.Enrollment.Tests.Scim;

public class AttributeSelectionTests
{
    private const string Enterprise = ScimUrns.EnterpriseUser;

    [Fact]
    public void By_default_all_is_answered_that_the_schemas_know_and_let_out()
    {
        var resource = Barbara;
        resource["password"] = "t1meMa$heen";
        resource["shoeSize"] = 42;
        resource["urn:example:2.0:Person"] = new JsonObject { ["shoeSize"] = 42 };

        Select(resource, null, null).ShouldBeJson(Barbara.ToJsonString());
    }

    [Theory]
    [InlineData("userName", "schemas,id,userName")]
    [InlineData("USERNAME, title ,", "schemas,id,userName,title")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:userName", "schemas,id,userName")]
    [InlineData("shoeSize,password", "schemas,id")]
    [InlineData("nickName", "schemas,id")]
    [InlineData(Enterprise, "schemas,id," + Enterprise)]
    [InlineData(
        "urn:ietf:params:scim:schemas:core:2.0:User",
        "schemas,id,externalId,meta,userName,name,displayName,title,userType,active,emails,phoneNumbers,"
            + "addresses,groups"
    )]
    public void What_is_asked_for_is_answered_with_what_always_is(string attributes, string names) =>
        Names(Select(Barbara, attributes, null)).ShouldBe(names);

    [Fact]
    public void Parts_can_be_asked_for() =>
        Select(Barbara, $"name.familyName,emails.value,emails.primary,{Enterprise}:manager.value,title.x", null)
            .ShouldBeJson(
                $$"""
                {
                  "schemas": {{Barbara["schemas"]!.ToJsonString()}},
                  "id": "2819c223-7f76-453a-919d-413861904646",
                  "name": { "familyName": "Jensen" },
                  "emails": [{ "value": "bjensen@example.com", "primary": true }, { "value": "babs@jensen.org" }],
                  "{{Enterprise}}": { "manager": { "value": "26118915-6090-4610-87e4-49d8ca9f808d" } }
                }
                """
            );

    [Fact]
    public void Parts_can_be_left_out()
    {
        var answer = Select(
            Barbara,
            null,
            $"id,schemas,title,name.formatted,emails.type,{Enterprise}:department,meta.x"
        );

        Names(answer)
            .ShouldBe(
                "schemas,id,externalId,meta,userName,name,displayName,userType,active,emails,phoneNumbers,addresses,"
                    + $"groups,{Enterprise},{ScimUrns.WorkUser}"
            );
        answer["name"].ShouldBeJson("""{ "familyName": "Jensen", "givenName": "Barbara" }""");
        answer["emails"]![1].ShouldBeJson("""{ "value": "babs@jensen.org" }""");
        Names((JsonObject)answer[Enterprise]!).ShouldBe("employeeNumber,manager");
    }

    [Fact]
    public void Members_can_be_left_out_of_a_group() =>
        Names(AttributeSelection.Parse(null, "members", ScimResourceType.Group).Apply(TourGuides))
            .ShouldBe("schemas,id,displayName");

    [Fact]
    public void What_is_returned_on_request_is_asked_for_by_name()
    {
        ScimAttribute Text(string name, Returned returned = default) =>
            new(name, AttributeType.String, name) { Returned = returned };
        var secret = new ScimAttribute("secret", AttributeType.Complex, "x")
        {
            SubAttributes =
            [
                Text("a", Returned.Always),
                Text("d"),
                Text("r", Returned.Request),
                Text("n", Returned.Never),
            ],
        };
        var type = new ScimResourceType(
            "X",
            "/X",
            "X",
            new("urn:x", "X", "X", [secret, Text("hint", Returned.Request)]),
            []
        );
        var resource = Json("""{ "hint": "h", "secret": { "a": "1", "d": "2", "r": "3", "n": "4" } }""");
        string Of(string? attributes) =>
            AttributeSelection.Parse(attributes, null, type).Apply(resource).ToJsonString();

        Of(null).ShouldBe("""{"secret":{"a":"1","d":"2"}}""");
        Of("urn:x").ShouldBe("""{"secret":{"a":"1","d":"2"}}""");
        Of("hint").ShouldBe("""{"hint":"h"}""");
        Of("secret").ShouldBe("""{"secret":{"a":"1","d":"2"}}""");
        Of("secret.r").ShouldBe("""{"secret":{"a":"1","r":"3"}}""");
        Of("secret.n,secret").ShouldBe("""{"secret":{"a":"1","d":"2"}}""");
    }

    [Theory]
    [InlineData("userName", "title")]
    [InlineData("user name", null)]
    [InlineData(null, "emails[type eq \"work\"]")]
    public void An_invalid_selection_is_rejected(string? attributes, string? excluded) =>
        ShouldBeRejected(
            () => AttributeSelection.Parse(attributes, excluded, ScimResourceType.User),
            ScimErrorType.InvalidValue
        );

    [Fact]
    public void A_list_has_at_most_200_names()
    {
        string Of(int count) => string.Join(',', Enumerable.Repeat("title", count));

        Names(Select(Barbara, Of(200), null)).ShouldBe("schemas,id,title");
        ShouldBeRejected(() => Select(Barbara, null, Of(201)), ScimErrorType.InvalidValue);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("userName", null)]
    [InlineData(null, "name.familyName,emails.type")]
    public void The_resource_stays_as_it_is(string? attributes, string? excluded)
    {
        var resource = Barbara;
        Select(resource, attributes, excluded)["userName"] = "other";
        resource.ShouldBeJson(Barbara.ToJsonString());
    }

    private static JsonObject Select(JsonObject resource, string? attributes, string? excluded) =>
        AttributeSelection.Parse(attributes, excluded, ScimResourceType.User).Apply(resource);

    private static string Names(JsonObject resource) => string.Join(',', resource.Select(member => member.Key));
}
