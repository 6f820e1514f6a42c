namespace PeerNetwork.Enrollment.Hris;

/// <summary>One of the employments that a person has, had, or will have.</summary>
/// <param name="IsPrimary">Whether the source calls it the main one.</param>
internal sealed record Employment(
    bool IsPrimary,
    HrisStatus Status,
    string? StatusCode,
    DateOnly? HiredOn,
    DateOnly? LastDay,
    IReadOnlyList<HrisAssignment> Assignments
)
{
    /// <summary>
    /// The employment that stands for the person: the present one, else the next, else the last. Of two present ones
    /// the primary one, then the later one.
    /// </summary>
    public static Employment Choose(IEnumerable<Employment> employments, DateOnly today) =>
        employments
            .OrderBy(e => e.IsOver(today))
            .ThenBy(e => e.HiredOn > today)
            .ThenByDescending(e => e.IsPrimary)
            .ThenBy(e => e.HiredOn > today ? e.HiredOn.Value.DayNumber : 0)
            .ThenByDescending(e => e.HiredOn)
            .First();

    /// <summary>What the person does today in other employments than the chosen one.</summary>
    public static IReadOnlyList<HrisAssignment> OtherJobs(
        IEnumerable<Employment> employments,
        Employment? chosen,
        DateOnly today
    ) =>
        [
            .. employments
                .Where(e => !ReferenceEquals(e, chosen) && !e.IsOver(today) && !(e.HiredOn > today))
                .Select(e => e.Assignments.FirstOrDefault(a => !(a.From > today)))
                .OfType<HrisAssignment>(),
        ];

    /// <summary>
    /// The assignment that holds today and those that begin later, the earliest first. Of two that begin on the same
    /// day the latter holds.
    /// </summary>
    public static IReadOnlyList<HrisAssignment> PresentAndNext(IEnumerable<HrisAssignment> assignments, DateOnly today)
    {
        var ordered = assignments.GroupBy(a => a.From).Select(g => g.Last()).OrderBy(a => a.From).ToList();
        return ordered[Math.Max(0, ordered.FindLastIndex(a => a.From is null || a.From <= today))..];
    }

    /// <summary>The last day, unless it belongs to an earlier employment.</summary>
    public static DateOnly? LastDayAfter(DateOnly? hiredOn, DateOnly? lastDay) => lastDay < hiredOn ? null : lastDay;

    /// <summary>Sources call a person active whose first day is still to come.</summary>
    public static HrisStatus StatusAt(HrisStatus status, DateOnly? hiredOn, DateOnly today) =>
        status == HrisStatus.Active && hiredOn > today ? HrisStatus.PreHire : status;

    private bool IsOver(DateOnly today) => Status == HrisStatus.Left || LastDay < today;
}
