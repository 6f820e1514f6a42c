using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using PeerNetwork.Enrollment.Scim.Protocol;

namespace PeerNetwork.Enrollment.Scim.Queries;

/// <summary>
/// Answers lists and searches, of one type or of several. What no index finds is found by reading all resources, a
/// batch at a time: names and addresses are stored encrypted, so that the database cannot compare them.
/// </summary>
internal static class ResourceQuery
{
    private const int BatchSize = 500;

    /// <summary>Sorting holds all resources that match in memory.</summary>
    private const int MaxSorted = 10_000;

    public static readonly PageLimits Limits = new(DefaultCount: 100, MaxCount: 1_000);

    /// <summary>The resources of one type, and the query in the terms of that type.</summary>
    public sealed record Source(IScimResources Reads, ListQuery Query);

    /// <param name="Source">The place of its source.</param>
    private sealed record Found(int Source, JsonObject Resource);

    public static Task<JsonObject> Run(IScimResources reads, ListQuery query, Uri root, CancellationToken ct) =>
        Run([new Source(reads, query)], root, ct);

    /// <param name="sources">One query for each type, in the order in which resources are listed.</param>
    public static async Task<JsonObject> Run(IReadOnlyList<Source> sources, Uri root, CancellationToken ct) =>
        sources[0].Query switch
        {
            { Cursor: { } cursor } => await PageByCursor(sources, cursor, root, ct),
            { Filter: null, SortBy: null } => await PageByIndex(sources, root, ct),
            _ => await Search(sources, root, ct),
        };

    private static async Task<JsonObject> PageByIndex(IReadOnlyList<Source> sources, Uri root, CancellationToken ct)
    {
        var (page, total, open) = (new List<JsonObject>(), 0L, sources[0].Query.Count);
        foreach (var (reads, query) in sources)
        {
            var ids = await reads.Page(Guid.Empty, Math.Max(0, query.StartIndex - 1 - total), open, ct);
            page.AddRange((await reads.Load(ids, root, ct)).Select(query.Selection.Apply));
            open -= ids.Count;
            total += await reads.Count(ct);
        }

        return ListResponse.OfIndex(page, (int)total, sources[0].Query.StartIndex);
    }

    private static async Task<JsonObject> PageByCursor(
        IReadOnlyList<Source> sources,
        string cursor,
        Uri root,
        CancellationToken ct
    )
    {
        var query = sources[0].Query;
        if (query.SortBy is not null)
            throw ScimException.InvalidValue("sortBy", "must not be combined with cursor");
        var (first, after) = ParseCursor(cursor, sources.Count);
        var page = new List<Found>();
        await foreach (var found in Matching(sources, first, after, root, ct))
        {
            // One more than asked for shows that there is a next page.
            page.Add(found);
            if (page.Count > query.Count)
                break;
        }

        Found[] answered = [.. page.Take(query.Count)];
        return ListResponse.OfCursor(
            Select(answered, sources),
            query.Filter is null ? (int)await CountAll(sources, ct) : null,
            page.Count > answered.Length && answered is [.., var last]
                ? $"{last.Source}.{Guid.Parse(last.Resource.TextAt("id")!):N}"
                : null
        );
    }

    private static async Task<JsonObject> Search(IReadOnlyList<Source> sources, Uri root, CancellationToken ct)
    {
        var (query, all, total) = (sources[0].Query, new List<Found>(), 0);
        await foreach (var found in Matching(sources, 0, Guid.Empty, root, ct))
        {
            total++;
            if (query.SortBy is not null ? total <= MaxSorted : IsOnPage(total, query))
                all.Add(found);
        }

        if (query.SortBy is not null)
        {
            if (total > MaxSorted)
                throw ScimException.BadRequest(
                    ScimErrorType.TooMany,
                    $"At most {MaxSorted} resources are sorted. Send a narrower filter, or leave sortBy out."
                );
            // Resources of a type that does not know the attribute have no value of it.
            var path = sources.Select(s => s.Query.SortBy!).MaxBy(p => p.IsKnown)!;
            var order = new ResourceComparer(path, query.SortOrder);
            all = [.. all.OrderBy(f => f.Resource, order).Skip(query.StartIndex - 1).Take(query.Count)];
        }

        return ListResponse.OfIndex(Select(all, sources), total, query.StartIndex);
    }

    private static bool IsOnPage(int position, ListQuery query) =>
        position >= query.StartIndex && position - query.StartIndex < query.Count;

    /// <summary>All resources that match: type by type, each in the order of the ids.</summary>
    /// <param name="first">The place of the source with which it begins.</param>
    /// <param name="after">The id in that source after which it begins.</param>
    private static async IAsyncEnumerable<Found> Matching(
        IReadOnlyList<Source> sources,
        int first,
        Guid after,
        Uri root,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        for (var i = first; i < sources.Count; i++, after = Guid.Empty)
        {
            var (reads, query) = sources[i];
            var indexed = query.Filter is null ? null : await reads.Find(query.Filter, ct);
            await foreach (var ids in Batches(reads, indexed, after, ct))
            {
                foreach (var resource in await reads.Load(ids, root, ct))
                {
                    if (query.Filter?.Matches(resource) is not false)
                        yield return new(i, resource);
                }
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

    private static async Task<long> CountAll(IReadOnlyList<Source> sources, CancellationToken ct)
    {
        var total = 0L;
        foreach (var source in sources)
            total += await source.Reads.Count(ct);
        return total;
    }

    private static JsonObject[] Select(IEnumerable<Found> found, IReadOnlyList<Source> sources) =>
        [.. found.Select(f => sources[f.Source].Query.Selection.Apply(f.Resource))];

    /// <summary>The place of a source, and an id in it.</summary>
    private static (int Source, Guid After) ParseCursor(string cursor, int sources)
    {
        if (cursor.Length == 0)
            return (0, Guid.Empty);
        return
            cursor.Split('.') is [var place, var text]
            && int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var source)
            && source < sources
            && Guid.TryParseExact(text, "N", out var id)
            ? (source, id)
            : throw ScimException.BadRequest(ScimErrorType.InvalidCursor, "The cursor is not one of this server.");
    }
}
