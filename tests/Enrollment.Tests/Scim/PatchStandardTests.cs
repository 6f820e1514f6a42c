using PeerNetwork.Enrollment.Scim.Protocol;
using static PeerNetwork.Enrollment.Tests.Scim.ScimExamples;

namespace PeerNetwork.Enrollment.Tests.Scim;

/// <summary>The examples of RFC 7644 section 3.5.2.</summary>
public class PatchStandardTests
{
    private const string Barbara = "2819c223-7f76-453a-919d-413861904646",
        Mandy = "902c246b-6245-4190-8e05-00816be7344a";

    [Fact]
    public void Add_a_member() =>
        Patch(
                Json("""{ "id": "acbf3ae7", "displayName": "Employees" }"""),
                """
                [{
                  "op": "add",
                  "path": "members",
                  "value": [{
                    "display": "Babs Jensen",
                    "$ref": "https://example.com/v2/Users/2819c223-7f76-453a-919d-413861904646",
                    "value": "2819c223-7f76-453a-919d-413861904646"
                  }]
                }]
                """
            )
            .ShouldBeJson(
                $$"""
                {
                  "id": "acbf3ae7",
                  "displayName": "Employees",
                  "members": [{ "value": "{{Barbara}}" }],
                  "schemas": ["{{ScimUrns.Group}}"]
                }
                """
            );

    [Fact]
    public void Add_attributes_without_a_path()
    {
        var patched = Patch(
            Json("""{ "userName": "bjensen", "emails": [{ "value": "bjensen@example.com", "type": "work" }] }"""),
            """
            [{
              "op": "add",
              "value": { "emails": [{ "value": "babs@jensen.org", "type": "home" }], "nickname": "Babs" }
            }]
            """
        );

        patched["emails"]
            .ShouldBeJson(
                """
                [{ "value": "bjensen@example.com", "type": "work" }, { "value": "babs@jensen.org", "type": "home" }]
                """
            );
        patched["nickName"].ShouldBeJson("\"Babs\"");
    }

    [Fact]
    public void Remove_one_member() =>
        Members("""[{ "op": "remove", "path": "members[value eq \"2819c223-7f76-453a-919d-413861904646\"]" }]""")
            .ShouldBe([Mandy]);

    [Fact]
    public void Remove_all_members() =>
        Patch(TourGuides, """[{ "op": "remove", "path": "members" }]""").ContainsKey("members").ShouldBeFalse();

    [Fact]
    public void Remove_by_two_conditions() =>
        Patch(
            ScimExamples.Barbara,
            """[{ "op": "remove", "path": "emails[type eq \"work\" and value ew \"example.com\"]" }]"""
        )["emails"]
            .ShouldBeJson("""[{ "value": "babs@jensen.org", "type": "home" }]""");

    [Fact]
    public void Remove_one_member_and_add_another() =>
        Members(
                """
                [
                  { "op": "remove", "path": "members[value eq \"2819c223-7f76-453a-919d-413861904646\"]" },
                  { "op": "add", "path": "members",
                    "value": [{ "display": "James Smith", "value": "08e1d05d-121c-4561-8b96-473d93df9210" }] }
                ]
                """
            )
            .ShouldBe([Mandy, "08e1d05d-121c-4561-8b96-473d93df9210"]);

    [Fact]
    public void Replace_all_members() =>
        Members(
                """
                [{
                  "op": "replace",
                  "path": "members",
                  "value": [
                    { "display": "Babs Jensen", "value": "2819c223-7f76-453a-919d-413861904646" },
                    { "display": "James Smith", "value": "08e1d05d-121c-4561-8b96-473d93df9210" }
                  ]
                }]
                """
            )
            .ShouldBe([Barbara, "08e1d05d-121c-4561-8b96-473d93df9210"]);

    [Fact]
    public void Replace_the_address_at_work() =>
        Patch(
            ScimExamples.Barbara,
            """
            [{
              "op": "replace",
              "path": "addresses[type eq \"work\"]",
              "value": {
                "type": "work",
                "streetAddress": "911 Universal City Plaza",
                "locality": "Hollywood",
                "region": "CA",
                "postalCode": "91608",
                "country": "US",
                "formatted": "911 Universal City Plaza\nHollywood, CA 91608 US",
                "primary": true
              }
            }]
            """
        )["addresses"]
            .ShouldBeJson(
                """
                [
                  {
                    "formatted": "911 Universal City Plaza\nHollywood, CA 91608 US",
                    "streetAddress": "911 Universal City Plaza",
                    "locality": "Hollywood",
                    "region": "CA",
                    "postalCode": "91608",
                    "country": "US",
                    "type": "work",
                    "primary": true
                  },
                  { "streetAddress": "456 Hollywood Blvd", "locality": "Hollywood", "type": "home" }
                ]
                """
            );

    [Fact]
    public void Replace_the_street_at_work() =>
        Patch(
            ScimExamples.Barbara,
            """
            [{ "op": "replace", "path": "addresses[type eq \"work\"].streetAddress", "value": "1010 Broadway Ave" }]
            """
        )["addresses"]
            .ShouldBeJson(
                """
                [
                  { "streetAddress": "1010 Broadway Ave", "locality": "Hollywood", "type": "work" },
                  { "streetAddress": "456 Hollywood Blvd", "locality": "Hollywood", "type": "home" }
                ]
                """
            );

    [Fact]
    public void Replace_attributes_without_a_path()
    {
        var patched = Patch(
            ScimExamples.Barbara,
            """
            [{
              "op": "replace",
              "value": {
                "emails": [
                  { "value": "bjensen@example.com", "type": "work", "primary": true },
                  { "value": "babs@jensen.com", "type": "home" }
                ],
                "nickname": "Babs"
              }
            }]
            """
        );

        patched["emails"]!
            .AsArray()
            .Select(email => ScimJson.Text(email!["value"]))
            .ShouldBe(["bjensen@example.com", "babs@jensen.com"]);
        patched["nickName"].ShouldBeJson("\"Babs\"");
        patched["title"].ShouldBeJson("\"Tour Guide\"");
    }

    private static IEnumerable<string?> Members(string operations) =>
        Patch(TourGuides, operations)["members"]!.AsArray().Select(member => ScimJson.Text(member!["value"]));
}
