using PeerNetwork.Enrollment.Rosters;

namespace PeerNetwork.Enrollment.Syncs;

/// <summary>What a plan means for the decision whether to write it.</summary>
/// <param name="TripsBrake">More people would leave than the settings permit.</param>
/// <param name="IsEmpty">Nothing would change.</param>
/// <param name="IsAsApproved">Nothing would change beyond what was approved.</param>
public sealed record PlanOutcome(
    SyncCounts Counts,
    IReadOnlyDictionary<string, int> Coverage,
    IReadOnlyDictionary<string, int> Unmapped,
    IReadOnlyList<string> MissingSites,
    IReadOnlyList<FaultyRecord> Faulty,
    bool TripsBrake,
    bool IsEmpty,
    bool IsAsApproved
)
{
    private const int MaxFaulty = 100;

    public static PlanOutcome Of(
        RosterPlan plan,
        RosterTable table,
        RosterMapping mapping,
        bool tripsBrake,
        IReadOnlyCollection<FieldChange> approved
    )
    {
        var changes = plan.AllChanges;
        var added = changes.Count(c => c.Field == FieldChange.Added);
        return new(
            new(
                table.Records.Count,
                plan.Sites.Count(s => s.Known is null),
                plan.People.Count + plan.Leavers.Count,
                added,
                plan.People.Count - added,
                plan.Leaving,
                plan.Unchanged,
                plan.Active,
                changes.Count,
                plan.Errors.Count,
                plan.Merged
            ),
            CoverageOf(table, mapping),
            UnmappedOf(table, mapping),
            plan.MissingSites,
            [.. plan.Errors.Take(MaxFaulty).Select(e => new FaultyRecord(table.NameOf(e.Line), e.Column))],
            tripsBrake,
            changes.Count == 0,
            approved.ToHashSet().IsSupersetOf(changes)
        );
    }

    private static Dictionary<string, int> CoverageOf(RosterTable table, RosterMapping mapping) =>
        mapping
            .Fields.MappedFields.Where(f => f.Source.Headings.Count > 0)
            .ToDictionary(f => f.Field, f => CountOf(table, f.Source.Headings));

    /// <summary>The headings of a file are those of its sender, who knows them.</summary>
    private static Dictionary<string, int> UnmappedOf(RosterTable table, RosterMapping mapping) =>
        table.Source is null
            ? []
            : table
                .Headings.Except(mapping.Fields.MappedFields.SelectMany(f => f.Source.Headings))
                .Select(heading => (Heading: heading, Count: CountOf(table, [heading])))
                .Where(column => column.Count > 0)
                .ToDictionary();

    private static int CountOf(RosterTable table, IReadOnlyList<string> headings) =>
        table.Records.Count(r => r.Problem is null && table.TextOf(r, headings).Length > 0);
}

/// <summary>
/// Decides whether the changes of a sync are written or held. A sync that was stopped while it wrote is planned again:
/// what is left must not go beyond what was approved, nor trip the brake.
/// </summary>
public static class PlanSync
{
    public static SyncEvent[] Decide(Sync? sync, PlanOutcome outcome, DateTimeOffset now) =>
        sync switch
        {
            { Status: SyncStatus.Planning } => Plan(sync, outcome, FirstHold(sync, outcome), now),
            { Status: SyncStatus.Writing, IsApproved: true } when !outcome.IsAsApproved => Plan(
                sync,
                outcome,
                HoldReason.ChangedSinceApproval,
                now
            ),
            { Status: SyncStatus.Writing, IsApproved: false } when outcome.TripsBrake => Plan(
                sync,
                outcome,
                HoldReason.Brake,
                now
            ),
            _ => [],
        };

    private static HoldReason? FirstHold(Sync sync, PlanOutcome outcome) =>
        outcome.TripsBrake ? HoldReason.Brake
        : sync.NeedsApproval && !outcome.IsEmpty ? HoldReason.ApprovalRequired
        : null;

    private static SyncEvent[] Plan(Sync sync, PlanOutcome outcome, HoldReason? hold, DateTimeOffset now)
    {
        var planned = new SyncPlanned(
            sync.Id,
            outcome.Counts,
            outcome.Coverage,
            outcome.Unmapped,
            outcome.MissingSites,
            SyncReports.Of(sync.Id, outcome.Faulty),
            now
        );
        return hold is { } why ? [planned, new SyncHeld(sync.Id, why, now)] : [planned];
    }
}
