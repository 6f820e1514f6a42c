using static PeerNetwork.Enrollment.Scim.Protocol.AttributeFactory;

namespace PeerNetwork.Enrollment.Scim.Protocol;

/// <summary>The attributes that each resource has: RFC 7643 section 3. No schema lists them.</summary>
public static class CommonAttributes
{
    public static IReadOnlyList<ScimAttribute> All { get; } =
    [
        Reference("schemas", "The schemas of the resource", "uri") with
        {
            MultiValued = true,
            Mutability = Mutability.ReadOnly,
            Returned = Returned.Always,
        },
        Text("id", "The id that the server gives") with
        {
            CaseExact = true,
            Mutability = Mutability.ReadOnly,
            Returned = Returned.Always,
            Uniqueness = Uniqueness.Server,
        },
        Text("externalId", "The id that the client gives") with
        {
            CaseExact = true,
        },
        Complex(
            "meta",
            "Facts about the resource",
            Text("resourceType", "The name of the resource type") with
            {
                CaseExact = true,
                Mutability = Mutability.ReadOnly,
            },
            Timestamp("created", "When the resource was created") with
            {
                Mutability = Mutability.ReadOnly,
            },
            Timestamp("lastModified", "When the resource was last changed") with
            {
                Mutability = Mutability.ReadOnly,
            },
            Reference("location", "The address of the resource", "uri") with
            {
                CaseExact = true,
                Mutability = Mutability.ReadOnly,
            },
            Text("version", "The entity tag of the resource") with
            {
                CaseExact = true,
                Mutability = Mutability.ReadOnly,
            }
        ) with
        {
            Mutability = Mutability.ReadOnly,
        },
    ];
}
