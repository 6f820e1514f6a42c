using System.Globalization;

namespace PeerNetwork.Enrollment.Hris;

/// <summary>
/// Where a read by offset or page number stands. When records are removed from earlier pages, those that follow move to
/// pages that were read already. The number of all records shows it, and the read goes over the list again.
/// </summary>
/// <param name="Page">From 0.</param>
/// <param name="Total">The number of all records when the list was begun; -1 where the source does not say.</param>
/// <param name="Round">How often the list was begun before.</param>
internal sealed record CountedPages(int Page, int Total, int Round)
{
    private const int MaxRounds = 5;

    public static CountedPages First { get; } = new(0, -1, 0);

    public static CountedPages Parse(string? position) =>
        position?.Split('/') is [var page, var total, var round]
        && int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var p)
        && int.TryParse(total, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var t)
        && int.TryParse(round, NumberStyles.None, CultureInfo.InvariantCulture, out var r)
            ? new(p, t, r)
            : First;

    public override string ToString() => FormattableString.Invariant($"{Page}/{Total}/{Round}");

    /// <summary>Where to read on after a page; null after the last one.</summary>
    /// <param name="records">How many records the page has.</param>
    /// <param name="total">How many records there are now; null where the source does not say.</param>
    /// <param name="size">How many records a full page has.</param>
    public CountedPages? After(int records, int? total, int size)
    {
        if (Page > 0 && total < Total)
            return Round < MaxRounds
                ? new(0, total.Value, Round + 1)
                : throw new HrisException("The list changes while it is read: read it later.", isTransient: true);
        var isLast = records == 0 || (total is { } all ? (long)(Page + 1) * size >= all : records < size);
        return isLast ? null : new(Page + 1, Page == 0 ? total ?? -1 : Total, Round);
    }
}
