using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using PeerNetwork.Enrollment.Scim.Protocol;

namespace PeerNetwork.Enrollment.Scim.Queries;

/// <summary>
/// Answers lists and searches. What no index finds is found by reading all resources, a batch at a time: names and
/// addresses are stored encrypted, so that the database cannot compare them.
/// </summary>
internal static class ResourceQuery
{
    private const int BatchSize = 500;

    /// <summary>Sorting holds all resources that match in memory.</summary>
    private const int MaxSorted = 10_000;

    public static readonly PageLimits Limits = new(DefaultCount: 100, MaxCount: 1_000);

    public static async Task<JsonObject> Run(IScimResources reads, ListQuery query, Uri root, CancellationToken ct) =>
        query.Cursor is { } cursor ? await PageByCursor(reads, query, cursor, root, ct)
        : query is { Filter: null, SortBy: null } ? await PageByIndex(reads, query, root, ct)
        : await Search(reads, query, root, ct);

    private static async Task<JsonObject> PageByIndex(
        IScimResources reads,
        ListQuery query,
        Uri root,
        CancellationToken ct
    )
    {
        var ids = await reads.Page(Guid.Empty, query.StartIndex - 1, query.Count, ct);
        return ListResponse.OfIndex(
            Select(await reads.Load(ids, root, ct), query),
            (int)await reads.Count(ct),
            query.StartIndex
        );
    }

    private static async Task<JsonObject> PageByCursor(
        IScimResources reads,
        ListQuery query,
        string cursor,
        Uri root,
        CancellationToken ct
    )
    {
        if (query.SortBy is not null)
            throw ScimException.InvalidValue("sortBy", "must not be combined with cursor");
        var after = ParseCursor(cursor);
        var page = new List<JsonObject>();
        await foreach (var resource in Matching(reads, query.Filter, after, root, ct))
        {
            // One more than asked for shows that there is a next page.
            page.Add(resource);
            if (page.Count > query.Count)
                break;
        }

        var answered = page.Take(query.Count).ToArray();
        return ListResponse.OfCursor(
            Select(answered, query),
            query.Filter is null ? (int)await reads.Count(ct) : null,
            page.Count > answered.Length && answered is [.., var last] ? $"{IdOf(last):N}" : null
        );
    }

    private static async Task<JsonObject> Search(IScimResources reads, ListQuery query, Uri root, CancellationToken ct)
    {
        var (found, total) = (new List<JsonObject>(), 0);
        await foreach (var resource in Matching(reads, query.Filter, Guid.Empty, root, ct))
        {
            total++;
            if (query.SortBy is not null ? total <= MaxSorted : IsOnPage(total, query))
                found.Add(resource);
        }

        if (query.SortBy is { } path)
        {
            if (total > MaxSorted)
                throw ScimException.BadRequest(
                    ScimErrorType.TooMany,
                    $"At most {MaxSorted} resources are sorted. Send a narrower filter, or leave sortBy out."
                );
            found.Sort(new ResourceComparer(path, query.SortOrder));
            found = [.. found.Skip(query.StartIndex - 1).Take(query.Count)];
        }

        return ListResponse.OfIndex(Select(found, query), total, query.StartIndex);
    }

    private static bool IsOnPage(int position, ListQuery query) =>
        position >= query.StartIndex && position - query.StartIndex < query.Count;

    /// <summary>All resources after an id that a filter matches, in the order of their ids.</summary>
    private static async IAsyncEnumerable<JsonObject> Matching(
        IScimResources reads,
        ScimFilter? filter,
        Guid after,
        Uri root,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        var indexed = filter is null ? null : await reads.Find(filter, ct);
        await foreach (var ids in Batches(reads, indexed, after, ct))
        {
            foreach (var resource in await reads.Load(ids, root, ct))
            {
                if (filter?.Matches(resource) is not false)
                    yield return resource;
            }
        }
    }

    private static async IAsyncEnumerable<IReadOnlyList<Guid>> Batches(
        IScimResources reads,
        IReadOnlyList<Guid>? indexed,
        Guid after,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        if (indexed is not null)
        {
            foreach (var ids in indexed.Where(id => id.CompareTo(after) > 0).Order().Chunk(BatchSize))
                yield return ids;
            yield break;
        }

        while (await reads.Page(after, 0, BatchSize, ct) is [.., var last] ids)
        {
            yield return ids;
            after = last;
        }
    }

    private static JsonObject[] Select(IEnumerable<JsonObject> resources, ListQuery query) =>
        [.. resources.Select(query.Selection.Apply)];

    private static Guid ParseCursor(string cursor) =>
        cursor.Length == 0 ? Guid.Empty
        : Guid.TryParseExact(cursor, "N", out var id) ? id
        : throw ScimException.BadRequest(ScimErrorType.InvalidCursor, "The cursor is not one of this server.");

    private static Guid IdOf(JsonObject resource) => Guid.Parse(resource.TextAt("id")!);
}
