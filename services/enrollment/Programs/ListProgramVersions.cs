using System.Diagnostics;
using System.Security.Claims;
using JasperFx.Events;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using PeerNetwork.Enrollment.Findings;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Programs;

/// <summary>
/// Lists the versions of a program, the newest first: what changed, who changed it, when and why, and which findings it
/// answers. For coordinators of a site of the program.
/// </summary>
public static class ListProgramVersions
{
    public enum ProgramChange
    {
        Drafted,
        Revised,
        Published,
        Closed,
    }

    /// <param name="Version">The version of the program after the change.</param>
    /// <param name="By">The person who changed it.</param>
    /// <param name="Reason">What that person gave as the reason; "erased" after an erasure of the person.</param>
    /// <param name="Changes">What differs from the version before.</param>
    /// <param name="Findings">The findings that it answers.</param>
    public sealed record ProgramVersion(
        long Version,
        ProgramChange Change,
        DateTimeOffset At,
        Guid? By,
        string? Reason,
        IReadOnlyList<PlanChange> Changes,
        IReadOnlyList<ResolvedFinding> Findings
    );

    private sealed record Row(Guid Id, long Version, DateTimeOffset At, string? Actor, PersonalText? Reason);

    public static async Task<Ok<PageResponse<ProgramVersion>>> Handle(
        Guid id,
        ClaimsPrincipal user,
        EventStreams events,
        ReadModels models,
        IOptions<JsonOptions> json,
        Paging paging,
        CancellationToken ct
    )
    {
        await events.RequireCoordinatedProgram(id, user, ct);
        var history = await events.History(id, ct);
        // Pages follow an id, and the ids of events are in no order.
        var rows = await models.Page<Row>(
            $"""
            select lpad(to_hex(version), 32, '0')::uuid as id, version, timestamp as at, user_name as actor,
                headers -> {EventMetadata.ReasonHeader} as reason
            from mt_events where stream_id = {id} and version <= {history.Count}
            """,
            paging,
            row => row.Id,
            ct,
            newestFirst: true
        );
        var findings = await ResolvedFinding.In(id, [.. rows.Items.Select(row => row.Version)], models, ct);
        var plans = ProgramHistory.Plans(history);
        return paging.ToResponse(new Page<ProgramVersion>([.. rows.Items.Select(ToVersion)], rows.Next));

        ProgramVersion ToVersion(Row row)
        {
            var at = (int)row.Version - 1;
            return new(
                row.Version,
                ChangeOf(history[at]),
                row.At,
                Guid.TryParse(row.Actor, out var person) ? person : null,
                row.Reason?.ToString(),
                at == 0 ? [] : PlanChanges.Between(plans[at - 1], plans[at], json.Value.SerializerOptions),
                [.. findings[row.Version]]
            );
        }
    }

    private static ProgramChange ChangeOf(IEvent e) =>
        e.Data switch
        {
            ProgramDrafted => ProgramChange.Drafted,
            DraftRevised or ProgramRevised => ProgramChange.Revised,
            ProgramPublished => ProgramChange.Published,
            ProgramClosed => ProgramChange.Closed,
            _ => throw new UnreachableException($"{e.Data} is no change of a program."),
        };
}
