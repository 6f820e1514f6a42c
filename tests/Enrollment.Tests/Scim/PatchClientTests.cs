using System.Text.Json.Nodes;
using PeerNetwork.Enrollment.Scim.Protocol;
using static PeerNetwork.Enrollment.Tests.Scim.ScimExamples;

namespace PeerNetwork.Enrollment.Tests.Scim;

/// <summary>What Microsoft Entra ID and Okta really send.</summary>
public class PatchClientTests
{
    private const string Enterprise = ScimUrns.EnterpriseUser,
        Barbara = "2819c223-7f76-453a-919d-413861904646",
        Mandy = "902c246b-6245-4190-8e05-00816be7344a";

    [Theory]
    [InlineData("""[{ "op": "Replace", "path": "active", "value": "False" }]""")]
    [InlineData("""[{ "op": "Replace", "path": "active", "value": false }]""")]
    [InlineData("""[{ "op": "replace", "value": { "active": false } }]""")]
    [InlineData("""[{ "op": "REPLACE", "value": { "Active": "false" } }]""")]
    [InlineData("""[{ "op": "Add", "path": "", "value": { "active": false } }]""")]
    public void A_user_is_deactivated(string operations) =>
        Patch(ScimExamples.Barbara, operations)["active"].ShouldBeJson("false");

    [Fact]
    public void Entra_changes_one_attribute_with_each_operation()
    {
        var patched = Patch(
            ScimExamples.Barbara,
            """
            [
              { "op": "Replace", "path": "emails[type eq \"work\"].value", "value": "updatedEmail@example.com" },
              { "op": "Replace", "path": "name.familyName", "value": "updatedFamilyName" },
              { "op": "Add", "path": "phoneNumbers[type eq \"mobile\"].value", "value": "55555555555" },
              { "op": "Remove", "path": "title" }
            ]
            """
        );

        patched["emails"]!
            [0]
            .ShouldBeJson("""{ "value": "updatedEmail@example.com", "type": "work", "primary": true }""");
        patched["name"]!["familyName"].ShouldBeJson("\"updatedFamilyName\"");
        patched["name"]!["givenName"].ShouldBeJson("\"Barbara\"");
        patched["phoneNumbers"]![1].ShouldBeJson("""{ "type": "mobile", "value": "55555555555" }""");
        patched.ContainsKey("title").ShouldBeFalse();
    }

    [Theory]
    [InlineData("Add")]
    [InlineData("Replace")]
    public void Entra_expects_that_a_value_is_made_where_the_filter_selects_none(string op) =>
        Patch(
                Json("""{ "userName": "new@example.com" }"""),
                $$"""
                [
                  { "op": "{{op}}", "path": "emails[type eq \"work\"].value", "value": "new@example.com" },
                  { "op": "{{op}}", "path": "addresses[type eq \"work\" and primary eq true].region", "value": "BE" }
                ]
                """
            )
            .ShouldBeJson(
                $$"""
                {
                  "userName": "new@example.com",
                  "emails": [{ "type": "work", "value": "new@example.com" }],
                  "addresses": [{ "type": "work", "primary": true, "region": "BE" }],
                  "schemas": ["{{ScimUrns.User}}"]
                }
                """
            );

    [Fact]
    public void The_parts_of_a_value_come_in_any_order() =>
        Patch(
                Json("""{ "userName": "new@example.com" }"""),
                """
                [
                  { "op": "Add", "path": "emails[type eq \"work\"].primary", "value": "True" },
                  { "op": "Add", "path": "emails[type eq \"work\"].value", "value": "new@example.com" },
                  { "op": "Add", "path": "phoneNumbers[type eq \"work\"].primary", "value": "True" }
                ]
                """
            )
            .ShouldBeJson(
                $$"""
                {
                  "userName": "new@example.com",
                  "emails": [{ "type": "work", "primary": true, "value": "new@example.com" }],
                  "schemas": ["{{ScimUrns.User}}"]
                }
                """
            );

    [Fact]
    public void Entra_removes_what_a_filter_selects_piece_by_piece()
    {
        var patched = Patch(
            ScimExamples.Barbara,
            """
            [
              { "op": "Remove", "path": "emails[type eq \"work\"].value" },
              { "op": "Remove", "path": "addresses[type eq \"home\"].streetAddress" }
            ]
            """
        );

        patched["emails"].ShouldBeJson("""[{ "value": "babs@jensen.org", "type": "home" }]""");
        patched["addresses"]![1].ShouldBeJson("""{ "locality": "Hollywood", "type": "home" }""");
    }

    [Theory]
    [InlineData("""{ "op": "Add", "path": "URN:manager", "value": "m-2" }""")]
    [InlineData("""{ "op": "Replace", "path": "URN:manager", "value": { "value": "m-2" } }""")]
    [InlineData("""{ "op": "Replace", "path": "URN:manager.value", "value": "m-2" }""")]
    [InlineData("""{ "op": "Replace", "value": { "URN:manager": "m-2" } }""")]
    [InlineData("""{ "op": "Replace", "value": { "URN:manager.value": "m-2" } }""")]
    [InlineData("""{ "op": "Replace", "value": { "URN": { "manager": { "value": "m-2" } } } }""")]
    [InlineData(
        """{ "op": "Replace", "path": "URN", "value": { "manager": { "value": "m-2", "displayName": "X" } } }"""
    )]
    public void The_manager_is_an_object_or_an_id(string operation) =>
        PatchEnterprise(operation)["manager"].ShouldBeJson("""{ "value": "m-2" }""");

    [Fact]
    public void The_same_manager_changes_nothing() =>
        Patch(
                ScimExamples.Barbara,
                $$"""
                [{ "op": "Add", "path": "{{Enterprise}}:manager", "value": "26118915-6090-4610-87e4-49d8ca9f808d" }]
                """
            )
            .ShouldBeJson(ScimExamples.Barbara.ToJsonString());

    [Theory]
    [InlineData("""{ "op": "Remove", "path": "URN:manager" }""")]
    [InlineData("""{ "op": "Remove", "path": "URN:manager.value" }""")]
    [InlineData("""{ "op": "Remove", "path": "URN:manager", "value": "26118915-6090-4610-87e4-49d8ca9f808d" }""")]
    [InlineData("""{ "op": "Replace", "path": "URN:manager", "value": "" }""")]
    [InlineData("""{ "op": "Replace", "path": "URN:manager", "value": null }""")]
    public void The_manager_is_taken_away(string operation) =>
        PatchEnterprise(operation).ShouldBeJson("""{ "employeeNumber": "701984", "department": "Tour Operations" }""");

    [Fact]
    public void Entra_may_name_several_attributes_without_a_path()
    {
        var patched = Patch(
            Json("""{ "userName": "bjensen", "name": { "givenName": "Barbara" } }"""),
            $$"""
            [{
              "op": "replace",
              "value": {
                "displayName": "Bjfe",
                "name.givenName": "Kjfe",
                "name.familyName": "Jensen",
                "{{Enterprise}}:employeeNumber": "aklfe",
                "{{ScimUrns.WorkUser}}:LEVEL": 4,
                "emails[type eq \"work\"].value": "b@example.com",
                "shoeSize": 42,
                "@odata.type": "x"
              }
            }]
            """
        );

        patched.ShouldBeJson(
            $$"""
            {
              "userName": "bjensen",
              "name": { "givenName": "Kjfe", "familyName": "Jensen" },
              "displayName": "Bjfe",
              "{{Enterprise}}": { "employeeNumber": "aklfe" },
              "{{ScimUrns.WorkUser}}": { "level": 4 },
              "emails": [{ "type": "work", "value": "b@example.com" }],
              "schemas": ["{{ScimUrns.User}}", "{{Enterprise}}", "{{ScimUrns.WorkUser}}"]
            }
            """
        );
    }

    /// <summary>A server that follows the standard to the letter empties the group.</summary>
    [Theory]
    [InlineData("""[{ "$ref": null, "value": "2819c223-7f76-453a-919d-413861904646" }]""")]
    [InlineData("""{ "value": "2819c223-7f76-453a-919d-413861904646" }""")]
    [InlineData("""["2819c223-7f76-453a-919d-413861904646"]""")]
    [InlineData("\"2819c223-7f76-453a-919d-413861904646\"")]
    public void Entra_removes_only_the_members_in_the_list(string value) =>
        Members($$"""[{ "op": "Remove", "path": "members", "value": {{value}} }]""").ShouldBe([Mandy]);

    [Theory]
    [InlineData("[]")]
    [InlineData("""[{ "value": "unknown" }]""")]
    public void A_list_without_members_removes_none(string value) =>
        Members($$"""[{ "op": "Remove", "path": "members", "value": {{value}} }]""").ShouldBe([Barbara, Mandy]);

    [Theory]
    [InlineData("""[{ "display": "Babs Jensen" }]""", ScimErrorType.InvalidValue)]
    [InlineData("[5]", ScimErrorType.InvalidValue)]
    [InlineData("true", ScimErrorType.InvalidValue)]
    public void A_list_that_names_no_member_is_rejected(string value, string scimType) =>
        ShouldBeRejected(
            () => Patch(TourGuides, $$"""[{ "op": "Remove", "path": "members", "value": {{value}} }]"""),
            scimType
        );

    [Fact]
    public void Entra_changes_several_memberships_at_once() =>
        Members(
                """
                [
                  { "op": "Add", "path": "members", "value": [{ "$ref": null, "value": "1" }, { "value": "2" }] },
                  { "op": "Add", "path": "members", "value": [{ "value": "2" }] },
                  { "op": "Remove", "path": "members[value eq \"902c246b-6245-4190-8e05-00816be7344a\"]" },
                  { "op": "Replace", "path": "displayName", "value": "Guides" }
                ]
                """
            )
            .ShouldBe([Barbara, "1", "2"]);

    [Fact]
    public void Okta_names_a_group_with_its_id() =>
        Patch(
            TourGuides,
            """
            [{ "op": "replace", "value": { "id": "e9e30dba-f08f-4109-8486-d5c6a331660a", "displayName": "Guides" } }]
            """
        )["displayName"]
            .ShouldBeJson("\"Guides\"");

    [Fact]
    public void Okta_removes_and_adds_members_in_one_request() =>
        Members(
                """
                [
                  { "op": "remove", "path": "members[value eq \"2819c223-7f76-453a-919d-413861904646\"]" },
                  { "op": "add", "path": "members", "value": [{ "value": "3", "display": "new@example.com" }] }
                ]
                """
            )
            .ShouldBe([Mandy, "3"]);

    [Fact]
    public void A_password_is_accepted_and_not_kept() =>
        Patch(ScimExamples.Barbara, """[{ "op": "replace", "value": { "password": "t1meMa$heen" } }]""")
            .ShouldBeJson(ScimExamples.Barbara.ToJsonString());

    private static JsonObject PatchEnterprise(string operation) =>
        (JsonObject)
            Patch(ScimExamples.Barbara, $"[{operation.Replace("URN", Enterprise, StringComparison.Ordinal)}]")[
                Enterprise
            ]!;

    private static IEnumerable<string?> Members(string operations) =>
        ((JsonArray)Patch(TourGuides, operations)["members"]!).Select(member => ScimJson.Text(member!["value"]));
}
