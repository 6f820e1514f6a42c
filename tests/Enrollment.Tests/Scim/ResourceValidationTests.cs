using System.Text.Json.Nodes;
using PeerNetwork.Enrollment.Scim.Protocol;
using static PeerNetwork.Enrollment.Tests.Scim.ScimExamples;

namespace PeerNetwork.Enrollment.Tests.Scim;

public class ResourceValidationTests
{
    private const string Enterprise = ScimUrns.EnterpriseUser,
        Work = ScimUrns.WorkUser;

    [Fact]
    public void A_user_of_Microsoft_Entra_ID_is_brought_into_form() =>
        Clean(
                """
                {
                  "schemas": [
                    "urn:ietf:params:scim:schemas:core:2.0:User",
                    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
                  ],
                  "externalId": "0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef",
                  "userName": "Test_User_ab6490ee-1e48-479e-a20b-2d77186b5dd1",
                  "active": "True",
                  "addresses": null,
                  "displayName": "lennay",
                  "emails": [{ "type": "work", "primary": true, "value": "Test_User_fd0ea19b@testuser.com" }],
                  "phoneNumbers": [{ "type": "work", "value": null }],
                  "meta": { "resourceType": "User" },
                  "name": { "formatted": "givenName familyName", "familyName": "familyName", "givenName": "givenName" },
                  "roles": [],
                  "title": null,
                  "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { "manager": "m-1", "department": null }
                }
                """
            )
            .ShouldBeJson(
                $$"""
                {
                  "schemas": ["{{ScimUrns.User}}", "{{Enterprise}}"],
                  "externalId": "0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef",
                  "userName": "Test_User_ab6490ee-1e48-479e-a20b-2d77186b5dd1",
                  "name": { "formatted": "givenName familyName", "familyName": "familyName", "givenName": "givenName" },
                  "displayName": "lennay",
                  "active": true,
                  "emails": [{ "value": "Test_User_fd0ea19b@testuser.com", "type": "work", "primary": true }],
                  "{{Enterprise}}": { "manager": { "value": "m-1" } }
                }
                """
            );

    [Fact]
    public void A_user_of_Okta_is_brought_into_form() =>
        Clean(
                """
                {
                  "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
                  "userName": "test.user@okta.local",
                  "name": { "givenName": "Test", "familyName": "User", "middleName": "" },
                  "emails": [{ "primary": true, "value": "test.user@okta.local", "type": "work" }],
                  "displayName": "Test User",
                  "locale": "en-US",
                  "externalId": "00ujl29u0le5T6Aj10h7",
                  "groups": [],
                  "password": "1mz050nq",
                  "active": true
                }
                """
            )
            .ShouldBeJson(
                $$"""
                {
                  "schemas": ["{{ScimUrns.User}}"],
                  "externalId": "00ujl29u0le5T6Aj10h7",
                  "userName": "test.user@okta.local",
                  "name": { "familyName": "User", "givenName": "Test", "middleName": "" },
                  "displayName": "Test User",
                  "locale": "en-US",
                  "active": true,
                  "emails": [{ "value": "test.user@okta.local", "type": "work", "primary": true }]
                }
                """
            );

    [Fact]
    public void Names_are_read_in_any_case_and_unknown_ones_are_left_out() =>
        Clean(
                $$"""
                {
                  "USERNAME": "x", "shoeSize": 42, "Name": { "GivenName": "X", "nick": "Y" },
                  "Emails": { "VALUE": "x@x.org" },
                  "{{Work.ToUpperInvariant()}}": { "HIREDATE": "2026-12-01", "Kind": "EMPLOYEE", "level": null }
                }
                """
            )
            .ShouldBeJson(
                $$"""
                {
                  "schemas": ["{{ScimUrns.User}}", "{{Work}}"],
                  "userName": "x",
                  "name": { "givenName": "X" },
                  "emails": [{ "value": "x@x.org" }],
                  "{{Work}}": { "hireDate": "2026-12-01", "kind": "employee" }
                }
                """
            );

    [Fact]
    public void The_server_gives_what_is_read_only() =>
        Clean("""{ "userName": "x", "id": "1", "meta": { "version": "1" }, "groups": [{ "value": "1" }] }""")
            .Select(member => member.Key)
            .ShouldBe(["schemas", "userName"]);

    [Fact]
    public void Equal_values_are_kept_once() =>
        ResourceValidation
            .Clean(
                Json("""{ "displayName": "G", "members": [{ "value": "1", "display": "A" }, null, "1", "2"] }"""),
                ScimResourceType.Group
            )["members"]
            .ShouldBeJson("""[{ "value": "1" }, { "value": "2" }]""");

    [Theory]
    [InlineData("""{}""", "userName is required")]
    [InlineData("""{ "userName": null }""", "userName is required")]
    [InlineData("""{ "userName": " " }""", "userName must not be empty")]
    [InlineData("""{ "userName": 5 }""", "userName must be text")]
    [InlineData("""{ "userName": "x", "active": "yes" }""", "active must be true or false")]
    [InlineData("""{ "userName": "x", "name": [] }""", "name must be an object")]
    [InlineData("""{ "userName": "x", "name": { "givenName": true } }""", "name.givenName must be text")]
    [InlineData("""{ "userName": "x", "emails": [{ "value": 5 }] }""", "emails.value must be text")]
    [InlineData(
        """{ "userName": "x", "emails": [{ "value": "a", "primary": 1 }] }""",
        "emails.primary must be true or false"
    )]
    [InlineData(
        """{ "userName": "x", "emails": [{ "value": "a", "type": "work" }, { "value": "b", "type": "Work" }] }""",
        "emails must not have two values of the type 'work'"
    )]
    [InlineData(
        """{ "userName": "x", "roles": [{ "value": "a", "primary": true }, { "value": "b", "primary": true }] }""",
        "roles must not have two primary values"
    )]
    [InlineData(
        """{ "userName": "x", "urn:peernetwork:params:scim:schemas:extension:work:2.0:User": { "level": "x" } }""",
        "urn:peernetwork:params:scim:schemas:extension:work:2.0:User:level must be a whole number of 32 bits"
    )]
    [InlineData(
        """{ "userName": "x", "urn:peernetwork:params:scim:schemas:extension:work:2.0:User": { "kind": "robot" } }""",
        "kind must be one of employee, contractor, guest, alumnus, partner"
    )]
    [InlineData(
        """{ "userName": "x", "urn:peernetwork:params:scim:schemas:extension:work:2.0:User": { "hireDate": "1." } }""",
        "hireDate must be a date and time such as 2026-11-30T08:00:00Z"
    )]
    [InlineData(
        """{ "userName": "x", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": [] }""",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User must be an object"
    )]
    public void What_is_wrong_is_named(string body, string detail) =>
        ShouldBeRejected(() => Clean(body), ScimErrorType.InvalidValue).Message.ShouldEndWith($"{detail}.");

    [Fact]
    public void Types_may_repeat_among_roles_and_members()
    {
        Clean("""{ "userName": "x", "roles": [{ "value": "a", "type": "t" }, { "value": "b", "type": "t" }] }""")[
            "roles"
        ]!
            .AsArray()
            .Count.ShouldBe(2);
        ResourceValidation.Clean(
            Json(
                """
                { "displayName": "G", "members": [{ "value": "1", "type": "User" }, { "value": "2", "type": "user" }] }
                """
            ),
            ScimResourceType.Group
        )["members"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public void Text_has_at_most_1000_characters()
    {
        string Of(int length) => $$"""{ "userName": "{{new string('x', length)}}" }""";

        Clean(Of(1_000)).ContainsKey("userName").ShouldBeTrue();
        ShouldBeRejected(() => Clean(Of(1_001)), ScimErrorType.InvalidValue).Message.ShouldStartWith("userName ");
    }

    [Fact]
    public void A_list_has_at_most_1000_values_and_10000_members()
    {
        JsonObject Of(string name, int count, ScimResourceType type) =>
            ResourceValidation.Clean(
                new()
                {
                    ["userName"] = "x",
                    ["displayName"] = "x",
                    [name] = new JsonArray([
                        .. Enumerable.Range(0, count).Select(n => (JsonNode)new JsonObject { ["value"] = $"{n}" }),
                    ]),
                },
                type
            );

        Of("roles", 1_000, ScimResourceType.User)["roles"]!.AsArray().Count.ShouldBe(1_000);
        ShouldBeRejected(() => Of("roles", 1_001, ScimResourceType.User), ScimErrorType.InvalidValue);
        Of("members", 10_000, ScimResourceType.Group)["members"]!.AsArray().Count.ShouldBe(10_000);
        ShouldBeRejected(() => Of("members", 10_001, ScimResourceType.Group), ScimErrorType.InvalidValue);
    }

    [Fact]
    public void The_body_stays_as_it_is()
    {
        var body = Barbara;
        ResourceValidation.Clean(body, ScimResourceType.User);
        body.ShouldBeJson(Barbara.ToJsonString());
    }

    [Fact]
    public void What_is_in_form_stays_so()
    {
        var cleaned = ResourceValidation.Clean(Barbara, ScimResourceType.User);
        ResourceValidation.Clean(cleaned, ScimResourceType.User).ToJsonString().ShouldBe(cleaned.ToJsonString());
    }

    private static JsonObject Clean(string body) => ResourceValidation.Clean(Json(body), ScimResourceType.User);
}
