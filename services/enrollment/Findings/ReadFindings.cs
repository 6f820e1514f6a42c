using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Findings;

/// <summary>A finding with what became of it.</summary>
/// <param name="Text">What was learned; "erased" after an erasure of the person who recorded it.</param>
/// <param name="FoundInVersion">The version of the program when the finding was recorded.</param>
/// <param name="Action">What is planned; null until something is.</param>
/// <param name="Due">The last day on which the action is not overdue.</param>
/// <param name="Overdue">That day has passed in UTC, and the finding is neither resolved nor dismissed.</param>
/// <param name="ResolvedInVersion">The version of the program that answers it; null unless it is resolved.</param>
/// <param name="DismissalReason">Null unless it is dismissed.</param>
/// <param name="DecidedBy">Who resolved or dismissed it.</param>
public sealed record FindingView(
    Guid Id,
    FindingSource Source,
    string Text,
    FindingStatus Status,
    long FoundInVersion,
    Guid RecordedBy,
    DateTimeOffset RecordedAt,
    string? Action,
    DateOnly? Due,
    Guid? PlannedBy,
    bool Overdue,
    long? ResolvedInVersion,
    string? DismissalReason,
    Guid? DecidedBy,
    DateTimeOffset? DecidedAt
);

/// <summary>A row of the table of findings, as it is read.</summary>
public sealed record FindingRow(
    Guid Id,
    string Source,
    PersonalText Text,
    string Status,
    long FoundInVersion,
    Guid RecordedBy,
    DateTimeOffset RecordedAt,
    PersonalText? Action,
    DateOnly? Due,
    Guid? PlannedBy,
    long? ResolvedInVersion,
    PersonalText? DismissalReason,
    Guid? DecidedBy,
    DateTimeOffset? DecidedAt
)
{
    public FindingView ToView(DateTimeOffset now) =>
        new(
            Id,
            Enum.Parse<FindingSource>(Source, ignoreCase: true),
            Text.ToString(),
            Enum.Parse<FindingStatus>(Status, ignoreCase: true),
            FoundInVersion,
            RecordedBy,
            RecordedAt,
            Action?.ToString(),
            Due,
            PlannedBy,
            Overdue: DecidedAt is null && Due < DateOnly.FromDateTime(now.UtcDateTime),
            ResolvedInVersion,
            DismissalReason?.ToString(),
            DecidedBy,
            DecidedAt
        );

    /// <summary>The rows of a program.</summary>
    public static FormattableString Of(Guid program) =>
        $"""
            select id, source, text, status, found_in_version, recorded_by, recorded_at, action, due, planned_by,
                resolved_in_version, dismissal_reason, decided_by, decided_at
            from program_findings where program = {program}
            """;
}

/// <summary>Lists the findings of a program, the newest first. For coordinators of a site of the program.</summary>
public static class ListFindings
{
    public static async Task<Ok<PageResponse<FindingView>>> Handle(
        Guid program,
        ClaimsPrincipal user,
        EventStreams events,
        ReadModels models,
        TimeProvider clock,
        Paging paging,
        EnumParameter<FindingStatus>? status,
        CancellationToken ct
    )
    {
        await events.RequireCoordinatedProgram(program, user, ct);
        var (wanted, now) = (status?.ToString(), clock.GetUtcNow());
        var page = await models.Page<FindingRow>(
            $"{FindingRow.Of(program)} and ({wanted}::text is null or status = {wanted})",
            paging,
            finding => finding.Id,
            ct,
            newestFirst: true
        );
        return paging.ToResponse(page.Select(finding => finding.ToView(now)));
    }
}

/// <summary>Shows a finding of a program to the coordinators of its sites.</summary>
public static class ShowFinding
{
    public static async Task<Ok<FindingView>> Handle(
        Guid program,
        Guid id,
        ClaimsPrincipal user,
        EventStreams events,
        ReadModels models,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        await events.RequireCoordinatedProgram(program, user, ct);
        (await events.Read<Finding, FindingEvent>(id, Finding.Evolve, ct)).RequireOf(program);
        var row = await models.QueryFirstOrDefault<FindingRow>($"{FindingRow.Of(program)} and id = {id}", ct);
        return TypedResults.Ok(row!.ToView(clock.GetUtcNow()));
    }
}

/// <summary>A finding that a version of the program answers.</summary>
/// <param name="Text">What was learned; "erased" after an erasure of the person who recorded it.</param>
public sealed record ResolvedFinding(Guid Id, FindingSource Source, string Text)
{
    private sealed record Row(long Version, Guid Id, string Source, PersonalText Text)
    {
        public ResolvedFinding ToFinding() =>
            new(Id, Enum.Parse<FindingSource>(Source, ignoreCase: true), Text.ToString());
    }

    /// <returns>By the version that answers them, in the order in which they were recorded.</returns>
    internal static async Task<ILookup<long, ResolvedFinding>> In(
        Guid program,
        long[] versions,
        ReadModels models,
        CancellationToken ct
    ) =>
        (
            await models.Query<Row>(
                $"""
                select resolved_in_version as version, id, source, text from program_findings
                where program = {program} and resolved_in_version = any({versions}) order by id
                """,
                ct
            )
        ).ToLookup(row => row.Version, row => row.ToFinding());
}
