namespace PeerNetwork.Enrollment.Scim.Protocol;

/// <summary>The names of the schemas and messages: RFC 7643 section 10, RFC 7644 section 8.2, and ours.</summary>
public static class ScimUrns
{
    private const string Schemas = "urn:ietf:params:scim:schemas:",
        Messages = "urn:ietf:params:scim:api:messages:2.0:";

    public const string User = Schemas + "core:2.0:User",
        EnterpriseUser = Schemas + "extension:enterprise:2.0:User",
        WorkUser = "urn:peernetwork:params:scim:schemas:extension:work:2.0:User",
        Group = Schemas + "core:2.0:Group",
        Schema = Schemas + "core:2.0:Schema",
        ResourceType = Schemas + "core:2.0:ResourceType",
        ServiceProviderConfig = Schemas + "core:2.0:ServiceProviderConfig";

    public const string Error = Messages + "Error",
        ListResponse = Messages + "ListResponse",
        SearchRequest = Messages + "SearchRequest",
        PatchOp = Messages + "PatchOp",
        BulkRequest = Messages + "BulkRequest",
        BulkResponse = Messages + "BulkResponse";
}
