using System.Text.Json.Nodes;
using PeerNetwork.Enrollment.Scim.Protocol;
using static PeerNetwork.Enrollment.Tests.Scim.ScimExamples;

namespace PeerNetwork.Enrollment.Tests.Scim;

public class ResourceComparerTests
{
    private static readonly JsonObject[] People =
    [
        Json(
            """
            { "id": "1", "userName": "bea", "active": true, "meta": { "created": "2026-01-01T10:00:00+02:00" },
              "externalId": "b",
              "emails": [{ "value": "z@x.org" }, { "value": "b@x.org", "type": "work", "primary": true }],
              "urn:peernetwork:params:scim:schemas:extension:work:2.0:User": { "level": 10 } }
            """
        ),
        Json(
            """
            { "id": "2", "userName": "Ada", "active": false, "meta": { "created": "2026-01-01T09:00:00Z" },
              "externalId": "B", "emails": [{ "value": "a@x.org", "type": "home" }, { "value": "c@x.org" }],
              "urn:peernetwork:params:scim:schemas:extension:work:2.0:User": { "level": 9 } }
            """
        ),
        Json("""{ "id": "3", "userName": "cal" }"""),
        Json("""{ "id": "0", "userName": "dan" }"""),
    ];

    [Theory]
    [InlineData("userName", "2130", "0312")]
    [InlineData("externalId", "2103", "0312")]
    [InlineData("active", "2103", "0312")]
    [InlineData("meta.created", "1203", "0321")]
    [InlineData("emails", "2103", "0312")]
    [InlineData("emails.value", "2103", "0312")]
    [InlineData("emails.type", "2103", "0312")]
    [InlineData(ScimUrns.WorkUser + ":level", "2103", "0312")]
    [InlineData("shoeSize", "0123", "0123")]
    public void Resources_are_sorted_by_the_type_of_the_attribute(string path, string ascending, string descending)
    {
        Order(path, SortOrder.Ascending).ShouldBe(ascending);
        Order(path, SortOrder.Descending).ShouldBe(descending);
    }

    private static string Order(string path, SortOrder order) =>
        string.Concat(
            People
                .Order(new ResourceComparer(AttributePath.Parse(path, ScimResourceType.User), order))
                .Select(person => ScimJson.Text(person["id"]))
        );
}
