using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace PeerNetwork.Enrollment.Hris;

/// <summary>A page of a source.</summary>
/// <param name="Next">Where the next page is found; null after the last one.</param>
internal sealed record SourcePage(IReadOnlyList<HrisWorker> Workers, IReadOnlyList<HrisSite> Sites, string? Next);

/// <summary>Where a read stands.</summary>
/// <param name="Position">The page that is read next, in the terms of the connector; null for the first one.</param>
/// <param name="Since">Only what has changed since is read; null for all.</param>
/// <param name="Watermark">What the last page gives as its watermark.</param>
internal sealed record ReadState(string? Position, string? Since, string? Watermark);

/// <summary>Reads page after page, from the first one or from a checkpoint.</summary>
internal static class PagedRead
{
    private const int MaxPages = 100_000;

    /// <summary>Clocks differ, and a source may show a change later than the moment that it writes to it.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    /// <summary>The watermark of a read that begins now.</summary>
    public static string WatermarkAt(DateTimeOffset now) =>
        (now - Overlap).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    /// <param name="request">Where the read begins.</param>
    /// <param name="watermark">The watermark of this read; null where the source has no deltas.</param>
    /// <param name="readPage">Reads one page.</param>
    /// <param name="ct">Stops the read.</param>
    public static async IAsyncEnumerable<HrisPage> Run(
        HrisReadRequest request,
        string? watermark,
        Func<ReadState, CancellationToken, Task<SourcePage>> readPage,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        var state = request.Checkpoint is { } checkpoint
            ? FromCheckpoint(checkpoint)
            : new ReadState(null, watermark is null ? null : request.Watermark, watermark);
        var page = await ReadFirst(state, readPage, ct);
        var visited = new HashSet<string>();
        while (page.Next is { } next)
        {
            if (!visited.Add(next) || visited.Count > MaxPages)
                throw new HrisException("The source leads from page to page without end.", isTransient: false);
            state = state with { Position = next };
            yield return new(page.Workers, page.Sites, JsonSerializer.Serialize(state), null);
            page = await readPage(state, ct);
        }

        yield return new(page.Workers, page.Sites, null, state.Watermark);
    }

    /// <summary>A source forgets its cursors after some time: the read then begins with the first page.</summary>
    private static async Task<SourcePage> ReadFirst(
        ReadState state,
        Func<ReadState, CancellationToken, Task<SourcePage>> readPage,
        CancellationToken ct
    )
    {
        try
        {
            return await readPage(state, ct);
        }
        catch (HrisException e) when (state.Position is not null && !e.IsTransient)
        {
            return await readPage(state with { Position = null }, ct);
        }
    }

    private static ReadState FromCheckpoint(string checkpoint)
    {
        try
        {
            return JsonSerializer.Deserialize<ReadState>(checkpoint) ?? throw new JsonException();
        }
        catch (JsonException e)
        {
            throw new HrisException("The checkpoint is not one of this source: begin anew.", isTransient: false, e);
        }
    }
}
