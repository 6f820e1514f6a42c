using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Engagement.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Engagement.Mentorships;

/// <summary>A mentorship as a line of a list.</summary>
/// <param name="Program">Null for two who connected without one.</param>
/// <param name="ProgramName">Null until the program was heard of.</param>
/// <param name="Members">Those who have not left.</param>
/// <param name="Goals">How many were set and not dropped.</param>
/// <param name="RoadmapSteps">How many steps of the roadmap are not skipped; 0 without a roadmap.</param>
/// <param name="StepsHeld">How many of them were held.</param>
/// <param name="NextSession">When the next planned session starts.</param>
/// <param name="Paused">Since when it waits for a member; null where it does not.</param>
/// <param name="Closed">When it closed, or the reader left it.</param>
/// <param name="Outcome"><c>left</c> for a reader who left the group: the line then has the mentor and the reader, and
/// nothing of what the group did.</param>
public sealed record MentorshipSummary(
    Guid Id,
    Guid? Program,
    string? ProgramName,
    string SiteCode,
    RelationshipKind Kind,
    IReadOnlyList<MentorshipMember> Members,
    DateTimeOffset Started,
    DateTimeOffset? Agreed,
    int Goals,
    int GoalsReached,
    int SessionsHeld,
    int RoadmapSteps,
    int StepsHeld,
    DateTimeOffset? LastSession,
    DateTimeOffset? NextSession,
    DateTimeOffset? Paused,
    DateTimeOffset? Closed,
    string? Outcome
)
{
    /// <summary>The line for a person who left the group.</summary>
    public MentorshipSummary ForFormerMember(Guid person, DateTimeOffset left) =>
        this with
        {
            Members = [.. Members.Where(m => m.Person == person || m.Role is MemberRole.Mentor)],
            Agreed = null,
            Goals = 0,
            GoalsReached = 0,
            SessionsHeld = 0,
            RoadmapSteps = 0,
            StepsHeld = 0,
            LastSession = null,
            NextSession = null,
            Paused = null,
            Closed = left,
            Outcome = "left",
        };
}

/// <summary>A member in a line of a list.</summary>
public sealed record MentorshipMember(Guid Person, MemberRole Role);

/// <summary>A row of the table of mentorships, with the members in their order.</summary>
internal sealed record MentorshipRow(
    Guid Id,
    Guid? Program,
    string? ProgramName,
    string SiteCode,
    string Kind,
    Guid[] People,
    string[] Roles,
    DateTimeOffset Started,
    DateTimeOffset? Agreed,
    int Goals,
    int GoalsReached,
    int SessionsHeld,
    int RoadmapSteps,
    int StepsHeld,
    DateTimeOffset? LastSession,
    DateTimeOffset? NextSession,
    DateTimeOffset? Paused,
    DateTimeOffset? Closed,
    string? Outcome,
    DateTimeOffset? ReaderLeft
)
{
    /// <summary>A statement that reads the mentorships <c>m</c>, up to its conditions.</summary>
    /// <param name="reader">A member or a former one; null for a coordinator.</param>
    public static FormattableString Select(DateTimeOffset now, Guid? reader) =>
        $"""
            select m.id, m.program, p.data ->> 'name' as program_name, m.site_code, m.kind,
                array(select person from mentorship_members where mentorship = m.id
                    and (left_at is null or person = {reader}::uuid) order by position) as people,
                array(select role from mentorship_members where mentorship = m.id
                    and (left_at is null or person = {reader}::uuid) order by position) as roles,
                m.started, m.agreed, m.goals, m.goals_reached, m.sessions_held, m.roadmap_steps, m.steps_held,
                m.last_session,
                (select min(s.starts_at) from upcoming_sessions s
                    where s.mentorship = m.id and s.starts_at > {now}) as next_session,
                m.paused, m.closed, m.outcome,
                (select left_at from mentorship_members
                    where mentorship = m.id and person = {reader}::uuid) as reader_left
            from mentorships m left join mt_doc_programreplica p on p.id = m.program
            """;

    public MentorshipSummary ToSummary() =>
        new(
            Id,
            Program,
            ProgramName,
            SiteCode,
            Enum.Parse<RelationshipKind>(Kind, ignoreCase: true),
            [.. People.Zip(Roles, (person, role) => new MentorshipMember(person, Enum.Parse<MemberRole>(role, true)))],
            Started,
            Agreed,
            Goals,
            GoalsReached,
            SessionsHeld,
            RoadmapSteps,
            StepsHeld,
            LastSession,
            NextSession,
            Paused,
            Closed,
            Outcome
        );
}

/// <summary>The reader's own mentorships. A group that the reader left is closed for the reader.</summary>
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
        var reader = user.PersonId().Value;
        var page = await read.Page<MentorshipRow>(
            $"""
            {MentorshipRow.Select(clock.GetUtcNow(), reader)}
            where m.id in (select mentorship from mentorship_members where person = {reader})
            """,
            paging,
            row => row.Id,
            ct
        );
        return paging.ToResponse(
            page.Select(row =>
                row.ReaderLeft is { } left ? row.ToSummary().ForFormerMember(reader, left) : row.ToSummary()
            )
        );
    }
}

/// <summary>
/// The mentorships of programs within a coordinator's scope, by site, program and whether they are closed. The
/// department is that of any member who is not a mentor, or was one. It holds no text of the members.
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
        var inScope = scope.ToSql("m.site_code", "m.program", "person.data ->> 'department'");
        var page = await read.Page<MentorshipRow>(
            $"""
            {MentorshipRow.Select(clock.GetUtcNow(), reader: null)}
            where m.program is not null and exists (
                    select from mentorship_members other
                        left join mt_doc_personreplica person on person.id = other.person
                    where other.mentorship = m.id and other.role <> {EnumText.Of(MemberRole.Mentor)} and {inScope})
              and ({site}::text is null or m.site_code = {site})
              and ({program}::uuid is null or m.program = {program})
              and ({closed}::boolean is null or (m.closed is not null) = {closed})
            """,
            paging,
            row => row.Id,
            ct
        );
        return paging.ToResponse(page.Select(row => row.ToSummary()));
    }
}
