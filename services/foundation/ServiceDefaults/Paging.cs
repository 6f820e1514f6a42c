using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.ServiceDefaults;

/// <summary>One page of a list, and the cursor of the next; null on the last page.</summary>
public sealed record PageResponse<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>
/// The parameter of a handler that returns a page. It binds <c>?cursor=</c> (opaque, from the previous page) and
/// <c>?limit=</c> (1 to 200).
/// </summary>
public sealed class Paging : IBindableFromHttpContext<Paging>
{
    internal const int MaxLimit = 200;
    internal const int DefaultLimit = 50;

    private readonly HttpContext _context;

    private Paging(HttpContext context, PageRequest request) => (_context, Request) = (context, request);

    /// <summary>The page to query from the read model.</summary>
    public PageRequest Request { get; }

    public static implicit operator PageRequest(Paging paging) => paging.Request;

    public static ValueTask<Paging?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var query = context.Request.Query;
        return new(new Paging(context, new(ParseCursor(query["cursor"]), ParseLimit(query["limit"]))));
    }

    /// <summary>
    /// The response for a page. Its <c>Link</c> to the next page has only a query string, so that it is also right
    /// behind the gateway.
    /// </summary>
    public Ok<PageResponse<T>> ToResponse<T>(Page<T> page)
    {
        var next = page.Next is { } id ? Base64Url.EncodeToString(id.ToByteArray()) : null;
        if (next is not null)
        {
            var query = _context.Request.Query.Where(q => q.Key is not "cursor").Append(new("cursor", next));
            _context.Response.Headers.Link = $"<{new QueryBuilder(query)}>; rel=\"next\"";
        }

        return TypedResults.Ok(new PageResponse<T>(page.Items, next));
    }

    private static Guid? ParseCursor(string? cursor)
    {
        if (string.IsNullOrEmpty(cursor))
            return null;
        Span<byte> bytes = stackalloc byte[16];
        return
            cursor.Length is 22
            && Base64Url.DecodeFromChars(cursor, bytes, out _, out var written) is OperationStatus.Done
            && written is 16
            ? new Guid(bytes)
            : throw new MalformedRequestException(
                "cursor must be the next of a page of this list. Leave it out to get the first page."
            );
    }

    private static int ParseLimit(string? limit) =>
        string.IsNullOrEmpty(limit) ? DefaultLimit
        : int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n is >= 1 and <= MaxLimit
            ? n
        : throw new MalformedRequestException($"limit must be a whole number from 1 to {MaxLimit}.");
}
