using System.Globalization;

namespace PeerNetwork.Enrollment.Hris;

/// <summary>
/// Where a read by offset or page number stands. When records are removed from earlier pages, those that follow move to
/// pages that were read already. The number of all records shows it, and the read goes over the list again.
/// </summary>
/// <param name="Page">The page that is read next, from 0.</param>
/// <param name="Offset">How many records were read before it.</param>
/// <param name="Total">The number of all records when the list was begun; -1 where the source does not say.</param>
/// <param name="Round">How often the list was begun before.</param>
internal sealed record CountedPages(int Page, int Offset, int Total, int Round)
{
    private const int MaxRounds = 5;

    private static readonly CountedPages First = new(0, 0, -1, 0);

    public static CountedPages Parse(string? position) =>
        position?.Split('/') is [var page, var offset, var total, var round]
        && int.TryParse(page, CultureInfo.InvariantCulture, out var p)
        && int.TryParse(offset, CultureInfo.InvariantCulture, out var o)
        && int.TryParse(total, CultureInfo.InvariantCulture, out var t)
        && int.TryParse(round, CultureInfo.InvariantCulture, out var r)
            ? new(p, o, t, r)
            : First;

    public override string ToString() => FormattableString.Invariant($"{Page}/{Offset}/{Total}/{Round}");

    /// <summary>
    /// Where to read on after a page; null after the last one. Where the source does not say how many records there
    /// are, the last page is the one without records: a page may have fewer than were asked for.
    /// </summary>
    /// <param name="records">How many records the page has.</param>
    /// <param name="total">How many records there are now.</param>
    public CountedPages? After(int records, int? total)
    {
        if (Page > 0 && total < Total)
            return Round < MaxRounds
                ? new(0, 0, total.Value, Round + 1)
                : throw new HrisException("The list changes while it is read: read it later.", isTransient: true);
        var isLast = records == 0 || Offset + records >= total;
        return isLast ? null : new(Page + 1, Offset + records, Page == 0 ? total ?? -1 : Total, Round);
    }
}
