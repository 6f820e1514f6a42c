using System.Text.Json.Nodes;
using PeerNetwork.Enrollment.Scim.Protocol;

namespace PeerNetwork.Enrollment.Tests.Scim;

public class DiscoveryTests
{
    private const string Base = "https://example.com/scim/v2";

    private static readonly ServiceProviderLimits Limits = new(100, 1_048_576, new(100, 200), TimeSpan.FromHours(1));

    [Fact]
    public void The_configuration_tells_what_is_supported() =>
        Discovery
            .ServiceProviderConfig(Limits, Base)
            .ShouldBeJson(
                """
                {
                  "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
                  "patch": { "supported": true },
                  "bulk": { "supported": true, "maxOperations": 100, "maxPayloadSize": 1048576 },
                  "filter": { "supported": true, "maxResults": 200 },
                  "changePassword": { "supported": false },
                  "sort": { "supported": true },
                  "etag": { "supported": true },
                  "pagination": {
                    "cursor": true, "index": true, "defaultPaginationMethod": "index",
                    "defaultPageSize": 100, "maxPageSize": 200, "cursorTimeout": 3600
                  },
                  "authenticationSchemes": [{
                    "type": "oauthbearertoken",
                    "name": "OAuth Bearer Token",
                    "description": "A token in the Authorization header",
                    "specUri": "https://www.rfc-editor.org/info/rfc6750",
                    "primary": true
                  }],
                  "meta": {
                    "resourceType": "ServiceProviderConfig",
                    "location": "https://example.com/scim/v2/ServiceProviderConfig"
                  }
                }
                """
            );

    [Fact]
    public void A_cursor_without_an_end_has_no_timeout() =>
        Discovery.ServiceProviderConfig(Limits with { CursorTimeout = null }, Base)["pagination"]!
            .AsObject()
            .ContainsKey("cursorTimeout")
            .ShouldBeFalse();

    [Fact]
    public void There_are_users_and_groups()
    {
        var list = Discovery.ListResourceTypes(Base);

        list["totalResults"].ShouldBeJson("2");
        list["Resources"]![1].ShouldBeJson(Discovery.FindResourceType("group", Base)!.ToJsonString());
        list["Resources"]!
            [0]
            .ShouldBeJson(
                """
                {
                  "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
                  "id": "User",
                  "name": "User",
                  "endpoint": "/Users",
                  "description": "A person of the company",
                  "schema": "urn:ietf:params:scim:schemas:core:2.0:User",
                  "schemaExtensions": [
                    { "schema": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", "required": false },
                    { "schema": "urn:peernetwork:params:scim:schemas:extension:work:2.0:User", "required": false }
                  ],
                  "meta": {
                    "resourceType": "ResourceType",
                    "location": "https://example.com/scim/v2/ResourceTypes/User"
                  }
                }
                """
            );
        Discovery.FindResourceType("Device", Base).ShouldBeNull();
    }

    [Fact]
    public void The_schemas_describe_each_attribute()
    {
        var list = Discovery.ListSchemas(Base);

        list["Resources"]!
            .AsArray()
            .Select(schema => ScimJson.Text(schema!["id"]))
            .ShouldBe([ScimUrns.User, ScimUrns.EnterpriseUser, ScimUrns.WorkUser, ScimUrns.Group]);
        list["Resources"]![0]!["attributes"]!
            [0]
            .ShouldBeJson(
                """
                {
                  "name": "userName",
                  "type": "string",
                  "multiValued": false,
                  "description": "The name by which the user signs in, unique in the company.",
                  "required": true,
                  "caseExact": false,
                  "mutability": "readWrite",
                  "returned": "default",
                  "uniqueness": "server"
                }
                """
            );
        Discovery.FindSchema("urn:unknown", Base).ShouldBeNull();
    }

    [Fact]
    public void The_group_has_its_schema() =>
        Discovery
            .FindSchema(ScimUrns.Group, Base)
            .ShouldBeJson(
                """
                {
                  "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
                  "id": "urn:ietf:params:scim:schemas:core:2.0:Group",
                  "name": "Group",
                  "description": "Group",
                  "attributes": [
                    {
                      "name": "displayName", "type": "string", "multiValued": false,
                      "description": "The name of the group.", "required": true, "caseExact": false,
                      "mutability": "readWrite", "returned": "default", "uniqueness": "none"
                    },
                    {
                      "name": "members", "type": "complex", "multiValued": true,
                      "description": "The members of the group.", "required": false,
                      "mutability": "readWrite", "returned": "default", "uniqueness": "none",
                      "subAttributes": [
                        {
                          "name": "value", "type": "string", "multiValued": false,
                          "description": "The id of the member.", "required": true, "caseExact": true,
                          "mutability": "immutable", "returned": "default", "uniqueness": "none"
                        },
                        {
                          "name": "$ref", "type": "reference", "multiValued": false,
                          "description": "The address of the member.", "required": false, "caseExact": false,
                          "mutability": "readOnly", "returned": "default", "uniqueness": "none",
                          "referenceTypes": ["User"]
                        },
                        {
                          "name": "display", "type": "string", "multiValued": false,
                          "description": "The value as people read it.", "required": false, "caseExact": false,
                          "mutability": "readOnly", "returned": "default", "uniqueness": "none"
                        },
                        {
                          "name": "type", "type": "string", "multiValued": false,
                          "description": "What the value is used for.", "required": false, "caseExact": false,
                          "mutability": "immutable", "returned": "default", "uniqueness": "none",
                          "canonicalValues": ["User"]
                        }
                      ]
                    }
                  ],
                  "meta": {
                    "resourceType": "Schema",
                    "location": "https://example.com/scim/v2/Schemas/urn:ietf:params:scim:schemas:core:2.0:Group"
                  }
                }
                """
            );

    [Fact]
    public void Nothing_is_null()
    {
        JsonNode?[] bodies =
        [
            Discovery.ListSchemas(Base),
            Discovery.ListResourceTypes(Base),
            Discovery.ServiceProviderConfig(Limits with { CursorTimeout = null }, Base),
        ];
        bodies.ShouldAllBe(body => !HasNull(body));
    }

    [Theory]
    [InlineData("employeeNumber,costCenter,organization,division,department,manager", ScimUrns.EnterpriseUser)]
    [InlineData(
        "site,level,workingTime,workMode,otherJobs,hireDate,kind,effectiveOn,scheduledChanges",
        ScimUrns.WorkUser
    )]
    public void The_extensions_have_their_attributes(string names, string schema) =>
        string.Join(
                ',',
                Discovery.FindSchema(schema, Base)!["attributes"]!.AsArray().Select(a => ScimJson.Text(a!["name"]))
            )
            .ShouldBe(names);

    private static bool HasNull(JsonNode? node) =>
        node switch
        {
            null => true,
            JsonObject complex => complex.Any(member => HasNull(member.Value)),
            JsonArray list => list.Any(HasNull),
            _ => false,
        };
}
