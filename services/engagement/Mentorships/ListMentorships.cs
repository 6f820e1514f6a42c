using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Engagement.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Engagement.Mentorships;

/// <summary>A mentorship as a line of a list.</summary>
/// <param name="ProgramName">Null until the program was heard of.</param>
/// <param name="Goals">How many were set and not dropped.</param>
/// <param name="NextSession">When the next planned session starts.</param>
/// <param name="Paused">Since when it waits for one of the two; null where it does not.</param>
public sealed record MentorshipSummary(
    Guid Id,
    Guid Program,
    string? ProgramName,
    string SiteCode,
    Guid Mentor,
    Guid Mentee,
    DateTimeOffset Started,
    DateTimeOffset? Agreed,
    int Goals,
    int GoalsReached,
    int SessionsHeld,
    DateTimeOffset? LastSession,
    DateTimeOffset? NextSession,
    DateTimeOffset? Paused,
    DateTimeOffset? Closed,
    string? Outcome
);

/// <summary>The reader's own mentorships.</summary>
public static class ListMyMentorships
{
    public static async Task<Ok<PageResponse<MentorshipSummary>>> Handle(
        Paging paging,
        ClaimsPrincipal user,
        ReadModels read,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (me, now) = (user.PersonId().Value, clock.GetUtcNow());
        var page = await read.Page<MentorshipSummary>(
            $"""
            select m.id, m.program, p.data ->> 'name' as program_name, m.site_code, m.mentor, m.mentee, m.started,
                m.agreed, m.goals, m.goals_reached, m.sessions_held,
                   m.last_session, (select min(s.starts_at) from upcoming_sessions s where s.mentorship = m.id
                       and s.starts_at > {now}) as next_session,
                   m.paused, m.closed, m.outcome
            from mentorships m left join mt_doc_programreplica p on p.id = m.program
            where {me} in (m.mentor, m.mentee)
            """,
            paging,
            line => line.Id,
            ct
        );
        return paging.ToResponse(page);
    }
}

/// <summary>
/// The mentorships of mentees within a coordinator's scope, by site, program and whether they are closed. It holds no
/// text of the pair.
/// </summary>
public static class ListMentorships
{
    public static async Task<Ok<PageResponse<MentorshipSummary>>> Handle(
        string? site,
        Guid? program,
        bool? closed,
        Paging paging,
        ClaimsPrincipal user,
        ReadModels read,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var scope = user.ScopeOf(Roles.Coordinator);
        if (site is not null)
            scope.RequirePartOf(site);
        var inScope = scope.ToSql(
            "m.site_code",
            "m.program",
            "(select data ->> 'department' from mt_doc_personreplica where id = m.mentee)"
        );
        var now = clock.GetUtcNow();
        var page = await read.Page<MentorshipSummary>(
            $"""
            select m.id, m.program, p.data ->> 'name' as program_name, m.site_code, m.mentor, m.mentee, m.started,
                m.agreed, m.goals, m.goals_reached, m.sessions_held,
                   m.last_session, (select min(s.starts_at) from upcoming_sessions s where s.mentorship = m.id
                       and s.starts_at > {now}) as next_session,
                   m.paused, m.closed, m.outcome
            from mentorships m left join mt_doc_programreplica p on p.id = m.program
            where {inScope}
              and ({site}::text is null or m.site_code = {site})
              and ({program}::uuid is null or m.program = {program})
              and ({closed}::boolean is null or (m.closed is not null) = {closed})
            """,
            paging,
            line => line.Id,
            ct
        );
        return paging.ToResponse(page);
    }
}
