using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.People;

/// <summary>
/// Coordinators see the pool of a program at their sites and in their departments, with the status of each participant.
/// </summary>
public static class ReadPool
{
    /// <param name="Status">Of a mentee: <c>waiting</c>, <c>proposed</c> or <c>confirmed</c>; null for one who is a
    /// mentor only. Of both: <c>onLeave</c>, and not matched until the return. Of a guest: <c>agreementDue</c>, and not
    /// matched until the guest accepts the present agreement.</param>
    /// <param name="Capacity">Places of a mentor; 0 for one who is a mentee only.</param>
    /// <param name="UsedCapacity">Places that confirmed matches hold.</param>
    public sealed record Participant(
        Guid Id,
        Guid Person,
        string SiteCode,
        bool IsMentor,
        bool IsMentee,
        string? Status,
        int Capacity,
        int UsedCapacity,
        DateTimeOffset ReadyAt
    );

    public static async Task<Ok<PageResponse<Participant>>> Handle(
        Guid program,
        Paging paging,
        ClaimsPrincipal user,
        EventStreams events,
        ReadModels tables,
        CancellationToken ct
    )
    {
        var known =
            await events.Load<ProgramReplica>(program, ct)
            ?? throw new DomainException(DomainError.NotFound, "No such program.");
        var scope = user.ScopeOf(Roles.Coordinator);
        known.RequireViewPart(scope);
        var inScope = scope.ToSql("p.site", "p.program", "w.data ->> 'department'");
        return paging.ToResponse(
            await tables.Page<Participant>(
                $"""
                select p.id, p.person, p.site as site_code, p.is_mentor, p.is_mentee,
                    case when w.on_leave then 'onLeave' when w.agreement_due then 'agreementDue'
                        when p.is_mentee then coalesce((select m.state from matches m where m.program = p.program
                            and m.mentee = p.person and m.open), 'waiting') end as status,
                    p.capacity, (select count(*) from matches m where m.program = p.program and m.mentor = p.person
                        and m.state = 'confirmed')::int as used_capacity, p.ready_at
                from participants p join mt_doc_personreplica w on w.id = p.person and w.active
                where p.program = {program} and not p.withdrawn and {inScope}
                """,
                paging,
                participant => participant.Id,
                ct
            )
        );
    }
}
