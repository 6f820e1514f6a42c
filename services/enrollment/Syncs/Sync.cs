using System.Diagnostics;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Syncs;

public readonly record struct SyncId(Guid Value);

public enum SyncMode
{
    /// <summary>All people of the source.</summary>
    Full,

    /// <summary>What has changed since an earlier sync. Absence says nothing.</summary>
    Delta,
}

/// <summary>What asked for a sync.</summary>
public enum SyncTrigger
{
    Person,
    Schedule,

    /// <summary>The HR system said that something has changed.</summary>
    Webhook,
}

public enum SyncStatus
{
    Reading,
    Planning,

    /// <summary>Waits for an approval.</summary>
    Held,
    Writing,
    Completed,
    Rejected,
    Cancelled,
    Failed,
}

public enum HoldReason
{
    /// <summary>More people would leave than the settings permit.</summary>
    Brake,

    /// <summary>The request or the settings of the source ask for an approval.</summary>
    ApprovalRequired,

    /// <summary>The changes are not those that were approved: the directory has changed since.</summary>
    ChangedSinceApproval,
}

/// <param name="SitesAdded">How many sites are to be opened.</param>
/// <param name="ToWrite">How many people are to be written: added, changed or left.</param>
/// <param name="Leaving">How many active people leave, or have a last day that they did not have.</param>
/// <param name="Active">How many of the people of the source are active before.</param>
/// <param name="Changes">How many entries the list of changes has.</param>
/// <param name="Errors">How many errors the records have.</param>
/// <param name="Merged">How many records are skipped, because they do not speak any more since a merge.</param>
public sealed record SyncCounts(
    int Records,
    int SitesAdded,
    int ToWrite,
    int Added,
    int Changed,
    int Leaving,
    int Unchanged,
    int Active,
    int Changes,
    int Errors,
    int Merged = 0
);

/// <summary>A record that is not written.</summary>
/// <param name="Record">The id of the record in the HR system, or the line of the file.</param>
/// <param name="Column">What is wrong there; null for the whole record.</param>
public sealed record FaultyRecord(string Record, string? Column);

public abstract record SyncEvent;

/// <param name="Source">The name of the HR system; null for an uploaded file.</param>
/// <param name="Watermark">Where a delta begins.</param>
/// <param name="By">The person who asked; null for other triggers.</param>
public sealed record SyncRequested(
    SyncId Sync,
    string? Source,
    SyncMode Mode,
    string? Watermark,
    bool NeedsApproval,
    SyncTrigger Trigger,
    Guid? By,
    PersonalText? Reason,
    DateTimeOffset At
) : SyncEvent;

/// <param name="Checkpoint">Where the read goes on; null after the last page.</param>
/// <param name="Watermark">Where the next delta begins; known on the last page.</param>
public sealed record SyncPageRead(SyncId Sync, int Records, string? Checkpoint, string? Watermark, DateTimeOffset At)
    : SyncEvent;

/// <param name="Coverage">For each mapped field, how many records have it.</param>
/// <param name="Unmapped">For each column of the HR system that the mapping does not use, how many records have
/// it.</param>
/// <param name="MissingSites">The codes of sites that came from the HR system, and that it does not name any
/// more.</param>
/// <param name="Faulty">The first records with errors.</param>
public sealed record SyncPlanned(
    SyncId Sync,
    SyncCounts Counts,
    IReadOnlyDictionary<string, int> Coverage,
    IReadOnlyDictionary<string, int> Unmapped,
    IReadOnlyList<string> MissingSites,
    PersonalValue<IReadOnlyList<FaultyRecord>> Faulty,
    DateTimeOffset At
) : SyncEvent;

/// <param name="People">How many people were written with this event: added, changed or left.</param>
public sealed record SyncBatchWritten(SyncId Sync, int People, DateTimeOffset At) : SyncEvent;

public sealed record SyncHeld(SyncId Sync, HoldReason Why, DateTimeOffset At) : SyncEvent;

public sealed record SyncApproved(SyncId Sync, Guid By, PersonalText Reason, DateTimeOffset At) : SyncEvent;

public sealed record SyncRejected(SyncId Sync, Guid By, PersonalText Reason, DateTimeOffset At) : SyncEvent;

public sealed record SyncCancelled(SyncId Sync, Guid By, DateTimeOffset At) : SyncEvent;

/// <param name="Watermark">Where the next delta begins; null where the next sync has to be a full one.</param>
public sealed record SyncCompleted(SyncId Sync, string? Watermark, DateTimeOffset At) : SyncEvent;

/// <param name="Reason">What to look at; without secrets and personal data.</param>
public sealed record SyncFailed(SyncId Sync, string Reason, DateTimeOffset At) : SyncEvent;

/// <summary>What the sync had staged, and the key of it, are deleted.</summary>
public sealed record SyncDataErased(SyncId Sync, DateTimeOffset At) : SyncEvent;

/// <summary>The list of faulty records is destroyed.</summary>
public sealed record SyncReportErased(SyncId Sync, DateTimeOffset At) : SyncEvent;

/// <summary>People come from an HR system or from a file, in steps that can go on after a stop.</summary>
/// <param name="Watermark">Where a delta begins.</param>
public sealed record Sync(SyncId Id, string? Source, SyncMode Mode, string? Watermark, bool NeedsApproval)
{
    public SyncStatus Status { get; init; }

    public int Pages { get; init; }

    public int Records { get; init; }

    public string? Checkpoint { get; init; }

    public string? NextWatermark { get; init; }

    /// <summary>How often it was planned; an approval names the plan that it is for.</summary>
    public int Plan { get; init; }

    public SyncPlanned? Planned { get; init; }

    /// <summary>How many people of the plan are written.</summary>
    public int Written { get; init; }

    public HoldReason? Why { get; init; }

    public bool IsApproved { get; init; }

    public string? Failure { get; init; }

    public SyncTrigger Trigger { get; init; }

    /// <summary>The person who asked; null for other triggers.</summary>
    public Guid? RequestedBy { get; init; }

    public DateTimeOffset RequestedAt { get; init; }

    /// <summary>The moment of the last event.</summary>
    public DateTimeOffset LastStepAt { get; init; }

    public bool DataErased { get; init; }

    public bool ReportErased { get; init; }

    public bool HasEnded =>
        Status is SyncStatus.Completed or SyncStatus.Rejected or SyncStatus.Cancelled or SyncStatus.Failed;

    public static Sync Evolve(Sync? sync, SyncEvent e) =>
        (sync, e) switch
        {
            (null, SyncRequested r) => new(r.Sync, r.Source, r.Mode, r.Watermark, r.NeedsApproval)
            {
                Trigger = r.Trigger,
                RequestedBy = r.By,
                RequestedAt = r.At,
                LastStepAt = r.At,
            },
            ({ } s, SyncPageRead p) => s with
            {
                Pages = s.Pages + 1,
                Records = s.Records + p.Records,
                Checkpoint = p.Checkpoint,
                NextWatermark = p.Watermark,
                Status = p.Checkpoint is null ? SyncStatus.Planning : SyncStatus.Reading,
                LastStepAt = p.At,
            },
            ({ } s, SyncPlanned p) => s with
            {
                Plan = s.Plan + 1,
                Planned = p,
                Written = 0,
                IsApproved = false,
                Status = SyncStatus.Writing,
                LastStepAt = p.At,
            },
            ({ } s, SyncBatchWritten b) => s with { Written = s.Written + b.People, LastStepAt = b.At },
            ({ } s, SyncHeld h) => s with { Why = h.Why, Status = SyncStatus.Held, LastStepAt = h.At },
            ({ } s, SyncApproved a) => s with { IsApproved = true, Status = SyncStatus.Writing, LastStepAt = a.At },
            ({ } s, SyncRejected r) => s with { Status = SyncStatus.Rejected, LastStepAt = r.At },
            ({ } s, SyncCancelled c) => s with { Status = SyncStatus.Cancelled, LastStepAt = c.At },
            ({ } s, SyncCompleted c) => s with { Status = SyncStatus.Completed, LastStepAt = c.At },
            ({ } s, SyncFailed f) => s with { Status = SyncStatus.Failed, Failure = f.Reason, LastStepAt = f.At },
            ({ } s, SyncDataErased) => s with { DataErased = true },
            ({ } s, SyncReportErased) => s with { ReportErased = true },
            _ => throw new UnreachableException($"{e} cannot follow {sync}"),
        };
}
