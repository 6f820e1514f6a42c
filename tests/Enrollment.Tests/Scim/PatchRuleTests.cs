using PeerNetwork.Enrollment.Scim.Protocol;
using static PeerNetwork.Enrollment.Tests.Scim.ScimExamples;

namespace PeerNetwork.Enrollment.Tests.Scim;

public class PatchRuleTests
{
    private const string Enterprise = ScimUrns.EnterpriseUser,
        Work = ScimUrns.WorkUser;

    [Theory]
    [InlineData("""{ "op": "add", "path": "emails", "value": [{ "value": "babs@jensen.org", "type": "home" }] }""")]
    [InlineData("""{ "op": "add", "path": "emails", "value": { "value": "BABS@jensen.org" } }""")]
    [InlineData("""{ "op": "add", "path": "emails", "value": "babs@jensen.org" }""")]
    [InlineData(
        """{ "op": "add", "path": "addresses", "value": [{ "type": "home", "streetAddress": "456 Hollywood Blvd" }] }"""
    )]
    [InlineData("""{ "op": "add", "path": "emails", "value": [] }""")]
    [InlineData("""{ "op": "add", "path": "emails", "value": null }""")]
    [InlineData("""{ "op": "add", "path": "title", "value": "Tour Guide" }""")]
    [InlineData("""{ "op": "remove", "path": "emails[type eq \"other\"]" }""")]
    [InlineData("""{ "op": "remove", "path": "nickName" }""")]
    [InlineData("""{ "op": "remove", "path": "name.middleName" }""")]
    [InlineData("""{ "op": "replace", "path": "emails[type eq \"other\"].value", "value": null }""")]
    [InlineData("""{ "op": "add", "path": "shoeSize", "value": 42 }""")]
    [InlineData("""{ "op": "add", "path": "shoeSize[type eq \"left\"].value", "value": 42 }""")]
    [InlineData("""{ "op": "add", "path": "urn:example:2.0:Person:shoeSize", "value": 42 }""")]
    [InlineData("""{ "op": "remove", "path": "shoeSize" }""")]
    [InlineData("""{ "op": "add", "path": "schemas", "value": ["urn:example:2.0:Person"] }""")]
    [InlineData("""{ "op": "replace", "path": "name", "value": { "nick": "Babs" } }""")]
    [InlineData("""{ "op": "replace", "value": {} }""")]
    [InlineData("""{ "op": "replace", "value": { "groups": [{ "value": "e9e30dba", "display": "Tour Guides" }] } }""")]
    public void Some_operations_change_nothing(string operation) =>
        Patch(Barbara, $"[{operation}]").ShouldBeJson(Barbara.ToJsonString());

    [Fact]
    public void The_sub_attributes_of_a_complex_attribute_are_changed_one_by_one() =>
        Patch(
            Barbara,
            """[{ "op": "replace", "path": "name", "value": { "GIVENNAME": "Babs", "formatted": null } }]"""
        )["name"]
            .ShouldBeJson("""{ "familyName": "Jensen", "givenName": "Babs" }""");

    [Fact]
    public void An_attribute_without_values_is_gone()
    {
        var patched = Patch(
            Barbara,
            $$"""
            [
              { "op": "remove", "path": "name.formatted" },
              { "op": "remove", "path": "name.familyName" },
              { "op": "replace", "path": "name", "value": { "givenName": null } },
              { "op": "replace", "path": "emails", "value": [] },
              { "op": "replace", "path": "addresses", "value": null },
              { "op": "remove", "path": "phoneNumbers[value sw \"5\"]" },
              { "op": "remove", "path": "{{Enterprise}}" },
              { "op": "replace", "value": { "{{Work}}": null } }
            ]
            """
        );

        patched
            .Select(member => member.Key)
            .ShouldBe([
                "schemas",
                "id",
                "externalId",
                "userName",
                "displayName",
                "userType",
                "title",
                "active",
                "groups",
                "meta",
            ]);
        patched["schemas"].ShouldBeJson($$"""["{{ScimUrns.User}}"]""");
    }

    [Fact]
    public void The_schemas_follow_from_the_extensions() =>
        Patch(
                Json("""{ "userName": "x" }"""),
                $$"""[{ "op": "add", "path": "{{Work}}:hireDate", "value": "2026-12-01" }]"""
            )
            .ShouldBeJson(
                $$"""
                {
                  "userName": "x",
                  "{{Work}}": { "hireDate": "2026-12-01" },
                  "schemas": ["{{ScimUrns.User}}", "{{Work}}"]
                }
                """
            );

    [Theory]
    [InlineData(
        """{ "op": "add", "path": "emails", "value": [{ "value": "b@x.org", "type": "other", "primary": true }] }""",
        "b@x.org"
    )]
    [InlineData(
        """{ "op": "add", "path": "emails", "value": { "value": "babs@jensen.org", "primary": true } }""",
        "babs@jensen.org"
    )]
    [InlineData("""{ "op": "add", "path": "emails[type eq \"home\"].primary", "value": "True" }""", "babs@jensen.org")]
    [InlineData(
        """{ "op": "add", "path": "emails[type eq \"home\"]", "value": { "primary": true } }""",
        "babs@jensen.org"
    )]
    [InlineData(
        """{ "op": "replace", "path": "emails[type eq \"home\"]", "value": { "value": "h@x.org", "primary": true } }""",
        "h@x.org"
    )]
    [InlineData(
        """{ "op": "replace", "path": "emails[type eq \"other\"]", "value": { "value": "o@x.de", "primary": true } }""",
        "o@x.de"
    )]
    public void One_value_is_primary_at_a_time(string operation, string primary) =>
        Patch(Barbara, $"[{operation}]")["emails"]!
            .AsArray()
            .Where(email => ScimJson.Boolean(email!["primary"]) is true)
            .Select(email => ScimJson.Text(email!["value"]))
            .ShouldBe([primary]);

    [Theory]
    [InlineData("""{ "op": "replace", "path": "emails[value pr].primary", "value": true }""")]
    [InlineData("""{ "op": "replace", "path": "emails.type", "value": "work" }""")]
    [InlineData("""{ "op": "add", "path": "emails", "value": { "value": "new@x.org", "type": "Work" } }""")]
    public void Values_must_fit_each_other(string operation) =>
        RejectPatch(Barbara, operation, ScimErrorType.InvalidValue).ShouldStartWith("emails ");

    [Fact]
    public void Two_operations_may_exchange_types() => Patch(
            Barbara,
            """
            [
              { "op": "replace", "path": "emails[value eq \"babs@jensen.org\"].type", "value": "work" },
              { "op": "replace", "path": "emails[value eq \"bjensen@example.com\"].type", "value": "home" }
            ]
            """
        )["emails"]!.AsArray().Select(email => ScimJson.Text(email!["type"])).ShouldBe(["home", "work"]);

    [Fact]
    public void Values_that_become_equal_are_one() =>
        Patch(
            Barbara,
            """
            [
              { "op": "remove", "path": "emails.primary" },
              { "op": "remove", "path": "emails.type" },
              { "op": "replace", "path": "emails.value", "value": "b@x.org" }
            ]
            """
        )["emails"]
            .ShouldBeJson("""[{ "value": "b@x.org" }]""");

    [Fact]
    public void A_bare_value_in_place_of_a_selected_one_keeps_its_type() =>
        Patch(Barbara, """[{ "op": "replace", "path": "emails[type eq \"home\"]", "value": "h@x.org" }]""")["emails"]!
            [1]
            .ShouldBeJson("""{ "value": "h@x.org", "type": "home" }""");

    [Fact]
    public void A_sub_attribute_without_a_filter_is_that_of_all_values()
    {
        Patch(Barbara, """[{ "op": "replace", "path": "addresses.locality", "value": "Berlin" }]""")["addresses"]!
            .AsArray()
            .Select(address => ScimJson.Text(address!["locality"]))
            .ShouldBe(["Berlin", "Berlin"]);
        Patch(Barbara, """[{ "op": "add", "path": "roles.value", "value": "mentor" }]""")["roles"]
            .ShouldBeJson("""[{ "value": "mentor" }]""");
        Patch(Barbara, """[{ "op": "remove", "path": "emails.type" }]""")["emails"]
            .ShouldBeJson("""[{ "value": "bjensen@example.com", "primary": true }, { "value": "babs@jensen.org" }]""");
    }

    [Fact]
    public void A_request_has_at_most_1000_operations()
    {
        string Of(int count) =>
            $"[{string.Join(',', Enumerable.Repeat("""{ "op": "remove", "path": "title" }""", count))}]";

        Patch(Barbara, Of(1_000)).ContainsKey("title").ShouldBeFalse();
        ShouldBeRejected(() => Patch(Barbara, Of(1_001)), null).Status.ShouldBe(413);
    }

    [Fact]
    public void When_one_operation_is_rejected_none_is_carried_out()
    {
        var barbara = Barbara;
        ShouldBeRejected(
            () => Patch(barbara, """[{ "op": "remove", "path": "title" }, { "op": "remove", "path": "userName" }]"""),
            ScimErrorType.Mutability
        );
        barbara.ShouldBeJson(Barbara.ToJsonString());
    }

    [Fact]
    public void A_group_has_at_most_10000_members()
    {
        string Of(int from, int count) =>
            $"[{string.Join(',', Enumerable.Range(from, count).Select(n => $$"""{ "value": "{{n}}" }"""))}]";
        string Add(string members) => $$"""{ "op": "add", "path": "members", "value": {{members}} }""";

        var full = Patch(Json("""{ "displayName": "All" }"""), $"[{Add(Of(0, 5_000))}, {Add(Of(2_000, 8_000))}]");
        full["members"]!.AsArray().Count.ShouldBe(10_000);
        Patch(full, $"[{Add(Of(0, 10_000))}]").ShouldBeJson(full.ToJsonString());
        RejectPatch(full, Add(Of(10_000, 1)), ScimErrorType.InvalidValue).ShouldContain("10000");
        RejectPatch(full, Add(Of(0, 10_001)), ScimErrorType.InvalidValue).ShouldContain("10000");
    }

    [Fact]
    public void All_lists_that_a_client_may_change_hold_complex_values()
    {
        foreach (var type in new[] { ScimResourceType.User, ScimResourceType.Group })
        {
            var lists = type.Extensions.SelectMany(e => e.Attributes).Concat(type.Attributes).Where(IsList);
            lists.ShouldAllBe(a => a.Type == AttributeType.Complex);
        }

        static bool IsList(ScimAttribute attribute) =>
            attribute.MultiValued && attribute.Mutability != Mutability.ReadOnly;
    }
}
