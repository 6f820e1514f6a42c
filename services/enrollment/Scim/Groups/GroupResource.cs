using System.Text.Json.Nodes;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Scim.Protocol;

namespace PeerNetwork.Enrollment.Scim.Groups;

/// <summary>Maps a SCIM group to ours and back.</summary>
internal static class GroupResource
{
    public static JsonObject Show(ScimGroup group) =>
        Show(group.DisplayName, group.ExternalId, group.Members.Select(m => m.Value).Order());

    public static JsonObject Show(string displayName, string? externalId, IEnumerable<Guid> members)
    {
        var group = new JsonObject { ["displayName"] = displayName };
        if (externalId is not null)
            group["externalId"] = externalId;
        JsonNode[] list = [.. members.Select(m => new JsonObject { ["value"] = $"{m}", ["type"] = "User" })];
        if (list is not [])
            group["members"] = new JsonArray(list);
        return group;
    }

    /// <exception cref="ScimException">A member is not the id of a user.</exception>
    public static GroupContent Read(JsonObject group) =>
        new(
            group.TextAt("displayName")!,
            group.TextAt("externalId"),
            group.Items("members").Select(m => ParseMember(m.TextAt("value"))).ToHashSet()
        );

    private static PersonId ParseMember(string? value) =>
        Guid.TryParse(value, out var id)
            ? new(id)
            : throw ScimException.InvalidValue(
                "members.value",
                "must be the id of a user; groups in groups are not kept"
            );
}
