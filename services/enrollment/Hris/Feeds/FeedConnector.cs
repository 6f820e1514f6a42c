using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace PeerNetwork.Enrollment.Hris;

/// <summary>Reads a <see cref="FeedSettings">feed</see>.</summary>
internal sealed partial class FeedConnector(SourceClient source, FeedSettings settings, TimeProvider clock)
    : IHrisConnector
{
    private readonly FeedPaging _paging = settings.Paging;
    private string? _previous;
    private int _repeats;

    /// <summary>What one request gave.</summary>
    private sealed record Answer(IReadOnlyList<RecordReader> Records, string? Next);

    public IAsyncEnumerable<HrisPage> Read(HrisReadRequest request, CancellationToken ct)
    {
        (_previous, _repeats) = (null, 0);
        return PagedRead.Run(
            request,
            settings.SinceParameter is null ? null : PagedRead.WatermarkAt(clock.GetUtcNow()),
            settings.PersonOnSeveralPages ? ReadAll : ReadPage,
            ct
        );
    }

    private async Task<SourcePage> ReadPage(ReadState state, CancellationToken ct)
    {
        var answer = await Ask(state, ct);
        return ToPage(answer.Records, answer.Next);
    }

    private async Task<SourcePage> ReadAll(ReadState state, CancellationToken ct)
    {
        var records = new List<RecordReader>();
        var visited = new HashSet<string?>();
        string? next = null;
        do
        {
            if (!visited.Add(next))
                throw new HrisException("The source leads from page to page without end.", isTransient: false);
            var answer = await Ask(state with { Position = next }, ct);
            records.AddRange(answer.Records);
            next = answer.Next;
        } while (next is not null);

        return ToPage(records, null);
    }

    private SourcePage ToPage(IReadOnlyList<RecordReader> records, string? next)
    {
        var (workers, sites) = new MappedRecords(settings.Fields, clock.Today()).Read(records);
        return new(workers, sites, next);
    }

    /// <summary>A source that does not know the paging parameter gives its first page for ever.</summary>
    private void RequireProgress(IReadOnlyList<RecordReader> records)
    {
        var page = string.Join('\n', records.SelectMany(r => settings.Fields.Places.SelectMany(r.Texts)));
        _repeats = page == _previous ? _repeats + 1 : 0;
        _previous = page;
        if (_repeats == 2)
            throw new HrisException(
                $"{settings.Address.Host} gives the same page again and again: check the name '{_paging.Parameter}'.",
                isTransient: false
            );
    }

    private async Task<Answer> Ask(ReadState state, CancellationToken ct)
    {
        var isJson = settings.Format == FeedFormat.Json;
        using var response = await source.Get(AddressOf(state), isJson ? "application/json" : "text/csv", ct);
        var json = isJson ? await SourceAnswers.ReadJson(response, ct) : (JsonElement?)null;
        var records = json is { } answer ? ReadRecords(answer) : await ReadCsv(response, ct);
        if (_paging.Kind is FeedPagingKind.Offset or FeedPagingKind.PageNumber)
            RequireProgress(records);
        var next = _paging.Kind switch
        {
            FeedPagingKind.LinkHeader => LinkOf(response)?.ToPosition(),
            FeedPagingKind.NextLink => json?.Text(_paging.Next!) is { } link ? source.Resolve(link).ToPosition() : null,
            FeedPagingKind.Cursor => json?.Text(_paging.Next!),
            FeedPagingKind.Offset or FeedPagingKind.PageNumber => CountedPages
                .Parse(state.Position)
                .After(records.Count, TotalOf(json))
                ?.ToString(),
            _ => null,
        };
        return new(records, next);
    }

    private Uri AddressOf(ReadState state)
    {
        if (_paging.Kind is FeedPagingKind.LinkHeader or FeedPagingKind.NextLink && state.Position is { } link)
            return source.Resolve(link);
        var counted = CountedPages.Parse(state.Position);
        var value = _paging.Kind switch
        {
            FeedPagingKind.Cursor => state.Position,
            FeedPagingKind.Offset => counted.Offset.ToString(CultureInfo.InvariantCulture),
            FeedPagingKind.PageNumber => (counted.Page + 1).ToString(CultureInfo.InvariantCulture),
            _ => null,
        };
        return settings
            .Address.WithQuery(settings.SinceParameter, state.Since)
            .WithQuery(_paging.SizeParameter, _paging.Size.ToString(CultureInfo.InvariantCulture))
            .WithQuery(_paging.Parameter, value);
    }

    private List<RecordReader> ReadRecords(JsonElement answer) =>
        answer.Find(settings.Records) is { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray().Select(RecordReader.Of)]
            // A list that is missing must not look like a company without people.
            : throw new HrisException(
                $"{settings.Address.Host} answers without a list of records at '{settings.Records}'.",
                isTransient: false
            );

    private async Task<IReadOnlyList<RecordReader>> ReadCsv(HttpResponseMessage response, CancellationToken ct)
    {
        SourceAnswers.RequireSuccess(response);
        SourceAnswers.RequireMediaType(response, "text/csv", "application/csv", "text/plain", "octet-stream");
        return CsvRecords.Read(
            await response.Content.ReadAsByteArrayAsync(ct),
            settings.Separator,
            settings.Fields.Places
        );
    }

    private int? TotalOf(JsonElement? answer) =>
        _paging.Total is { } place
        && int.TryParse(answer?.Text(place), NumberStyles.None, CultureInfo.InvariantCulture, out var total)
            ? total
            : null;

    private Uri? LinkOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Link", out var links)
        && NextLink().Match(string.Join(',', links)) is { Success: true } match
            ? source.Resolve(match.Groups[1].Value)
            : null;

    [GeneratedRegex("""<([^<>]*)>(?:\s*;\s*(?!rel\b)[\w*-]+\s*=\s*(?:"[^"]*"|[^",;\s]+))*\s*;\s*rel\s*=\s*"?next\b""")]
    private static partial Regex NextLink();
}
