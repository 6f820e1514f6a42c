using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using PeerNetwork.Enrollment.Scim.Protocol;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Scim;

/// <summary>Resources and short forms that the tests of the protocol share.</summary>
internal static class ScimExamples
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    /// <summary>The user of RFC 7643 section 8.3, with fewer attributes, and what we add.</summary>
    public static JsonObject Barbara =>
        Json(
            """
            {
              "schemas": [
                "urn:ietf:params:scim:schemas:core:2.0:User",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
                "urn:peernetwork:params:scim:schemas:extension:work:2.0:User"
              ],
              "id": "2819c223-7f76-453a-919d-413861904646",
              "externalId": "701984",
              "userName": "bjensen@example.com",
              "name": { "formatted": "Ms. Barbara J Jensen, III", "familyName": "Jensen", "givenName": "Barbara" },
              "displayName": "Babs Jensen",
              "userType": "Employee",
              "title": "Tour Guide",
              "active": true,
              "emails": [
                { "value": "bjensen@example.com", "type": "work", "primary": true },
                { "value": "babs@jensen.org", "type": "home" }
              ],
              "phoneNumbers": [{ "value": "55555555555", "type": "work" }],
              "addresses": [
                { "streetAddress": "100 Universal City Plaza", "locality": "Hollywood", "type": "work" },
                { "streetAddress": "456 Hollywood Blvd", "locality": "Hollywood", "type": "home" }
              ],
              "groups": [{ "value": "e9e30dba", "display": "Tour Guides" }],
              "meta": {
                "resourceType": "User",
                "created": "2010-01-23T04:56:22Z",
                "lastModified": "2011-05-13T04:42:34Z",
                "version": "W\/\"3694e05e9dff591\""
              },
              "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {
                "employeeNumber": "701984",
                "department": "Tour Operations",
                "manager": { "value": "26118915-6090-4610-87e4-49d8ca9f808d", "displayName": "John Smith" }
              },
              "urn:peernetwork:params:scim:schemas:extension:work:2.0:User": {
                "site": "BER", "level": 3, "hireDate": "2020-03-01", "kind": "employee"
              }
            }
            """
        );

    /// <summary>The group of RFC 7643 section 8.4.</summary>
    public static JsonObject TourGuides =>
        Json(
            """
            {
              "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"],
              "id": "e9e30dba-f08f-4109-8486-d5c6a331660a",
              "displayName": "Tour Guides",
              "members": [
                { "value": "2819c223-7f76-453a-919d-413861904646", "display": "Babs Jensen", "type": "User" },
                { "value": "902c246b-6245-4190-8e05-00816be7344a", "display": "Mandy Pepperidge", "type": "User" }
              ]
            }
            """
        );

    public static JsonObject Json(string text) => (JsonObject)JsonNode.Parse(text)!;

    /// <param name="operations">The JSON of the list.</param>
    public static JsonObject Patch(JsonObject resource, string operations)
    {
        var type = resource.ContainsKey("userName") ? ScimResourceType.User : ScimResourceType.Group;
        var body = Json($$"""{ "schemas": ["{{ScimUrns.PatchOp}}"], "Operations": {{operations}} }""");
        return PatchRequest.Parse(body, type).Apply(resource);
    }

    public static void ShouldBeJson(this JsonNode? actual, string expected)
    {
        var node = JsonNode.Parse(expected);
        if (!JsonNode.DeepEquals(actual, node))
            actual?.ToJsonString(Readable).ShouldBe(node?.ToJsonString(Readable));
        JsonNode.DeepEquals(actual, node).ShouldBeTrue();
    }

    public static ScimException ShouldBeRejected(Action action, string? scimType)
    {
        var rejected = Should.Throw<ScimException>(action);
        rejected.ScimType.ShouldBe(scimType, rejected.Message);
        return rejected;
    }

    /// <returns>The detail of the error.</returns>
    public static string RejectPatch(JsonObject resource, string operation, string scimType) =>
        ShouldBeRejected(() => Patch(resource, $"[{operation}]"), scimType).Message;

    public static Config Cases(int count) =>
        Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay((ulong)RandomSeeds.Next(1), 1);
}
