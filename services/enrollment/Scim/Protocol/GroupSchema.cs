using static PeerNetwork.Enrollment.Scim.Protocol.AttributeFactory;

namespace PeerNetwork.Enrollment.Scim.Protocol;

/// <summary>The core schema of groups: RFC 7643 section 4.2.</summary>
public static class GroupSchema
{
    public const int MaxMembers = 10_000;

    public static ScimSchema Core { get; } =
        new(
            ScimUrns.Group,
            "Group",
            "Group",
            [
                Text("displayName", "The name of the group") with
                {
                    Required = true,
                },
                MultiValued(
                    "members",
                    "The members of the group",
                    Text("value", "The id of the member") with
                    {
                        Required = true,
                        CaseExact = true,
                        Mutability = Mutability.Immutable,
                    },
                    Reference("$ref", "The address of the member", "User") with
                    {
                        Mutability = Mutability.ReadOnly,
                    },
                    Display with
                    {
                        Mutability = Mutability.ReadOnly,
                    },
                    TypeOf("User") with
                    {
                        // Groups in groups are not kept.
                        IsCanonicalOnly = true,
                        Mutability = Mutability.Immutable,
                    }
                ) with
                {
                    MaxValues = MaxMembers,
                },
            ]
        );
}
