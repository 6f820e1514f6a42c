using System.Runtime.CompilerServices;
using JasperFx.Events;
using Marten;

namespace PeerNetwork.EventSourcing;

/// <summary>Reads all events of the service in the order of their sequence numbers, page by page.</summary>
internal static class EventPages
{
    public static async IAsyncEnumerable<IReadOnlyList<IEvent>> PagesUpTo(
        this IQuerySession session,
        long position,
        int pageSize,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        for (var above = 0L; above < position; )
        {
            var page = await session.EventPage(above, position, pageSize, ct);
            yield return page;
            above = page.Count < pageSize ? position : page[^1].Sequence;
        }
    }

    /// <summary>
    /// The next events above one number and up to another. There are fewer than the page size only at the end.
    /// </summary>
    public static Task<IReadOnlyList<IEvent>> EventPage(
        this IQuerySession session,
        long above,
        long upTo,
        int pageSize,
        CancellationToken ct
    ) =>
        session
            .Events.QueryAllRawEvents()
            .Where(e => e.Sequence > above && e.Sequence <= upTo)
            .OrderBy(e => e.Sequence)
            .Take(pageSize)
            .ToListAsync(ct);
}
