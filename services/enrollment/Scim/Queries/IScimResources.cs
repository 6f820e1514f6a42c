using System.Globalization;
using System.Text.Json.Nodes;
using PeerNetwork.Enrollment.Scim.Protocol;

namespace PeerNetwork.Enrollment.Scim.Queries;

/// <summary>The resources of one type, as they are read.</summary>
public interface IScimResources
{
    ScimResourceType Type { get; }

    Task<long> Count(CancellationToken ct);

    /// <summary>Ids in their order, which is that of creation.</summary>
    /// <param name="after">The id after which the page begins; the empty id for the first page.</param>
    Task<IReadOnlyList<Guid>> Page(Guid after, long skip, int take, CancellationToken ct);

    /// <summary>The ids of all resources that can match a filter; null where no index helps.</summary>
    Task<IReadOnlyList<Guid>?> Find(ScimFilter filter, CancellationToken ct);

    /// <summary>Resources as they are answered, in the order of their ids. Those that are gone are left out.</summary>
    /// <param name="root">The base address of the SCIM server, as the client sees it.</param>
    Task<IReadOnlyList<JsonObject>> Load(IReadOnlyList<Guid> ids, Uri root, CancellationToken ct);
}

internal static class ScimMeta
{
    /// <summary>Adds what the server knows of a resource.</summary>
    public static JsonObject WithMeta(
        this JsonObject resource,
        ScimResourceType type,
        Guid id,
        long version,
        DateTimeOffset createdAt,
        DateTimeOffset changedAt,
        Uri root
    )
    {
        resource["id"] = $"{id}";
        resource["schemas"] = type.SchemasOf(resource);
        resource["meta"] = new JsonObject
        {
            ["resourceType"] = type.Name,
            ["created"] = Moment(createdAt),
            ["lastModified"] = Moment(changedAt),
            ["location"] = LocationOf(type, id, root),
            ["version"] = $"\"{version}\"",
        };
        return resource;
    }

    public static string LocationOf(ScimResourceType type, Guid id, Uri root) => $"{root}{type.Endpoint[1..]}/{id}";

    private static string Moment(DateTimeOffset at) =>
        at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
