using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Engine;
using PeerNetwork.Matching.People;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Matches;

/// <summary>
/// The members of a match see it with its reasons; coordinators see those of mentees at their sites and in their
/// departments.
/// </summary>
public static class ReadMatches
{
    /// <param name="Accepted">Whether this person accepted the proposal.</param>
    public sealed record MemberSummary(Guid Person, string Role, bool Accepted);

    /// <param name="Reason">Why it was declined; null unless it was.</param>
    /// <param name="AnswerUntil">Unless all have accepted before, it is declined then.</param>
    public sealed record MatchSummary(
        Guid Id,
        Guid Program,
        Guid Run,
        string Kind,
        IReadOnlyList<MemberSummary> Members,
        string SiteCode,
        string State,
        int Score,
        string? Reason,
        DateTimeOffset ProposedAt,
        DateTimeOffset AnswerUntil
    );

    /// <inheritdoc cref="MemberSummary"/>
    public sealed record MemberView(Guid Person, MemberRole Role, bool Accepted);

    /// <summary>What speaks for a mentor as this mentee's.</summary>
    /// <param name="Partners">What speaks for the other mentees of the group; null without a group.</param>
    public sealed record ReasonsView(
        Guid Mentee,
        Guid Mentor,
        IReadOnlyList<Contribution> Contributions,
        IReadOnlyList<RuleCheck> Rules,
        IReadOnlyList<Contribution>? Partners
    );

    /// <summary>A mentee who left a proposed group.</summary>
    /// <param name="Note">What the mentee wrote.</param>
    public sealed record LeftView(Guid Person, DeclineReason Reason, string? Note);

    /// <param name="Members">Without those who left a group.</param>
    /// <param name="State">For one who left a proposed group, it is declined, with the reason for that.</param>
    /// <param name="DeclineNote">What the person who declined wrote; for coordinators and that person only.</param>
    /// <param name="Reasons">What speaks for the mentor of each mentee; of peers, in both directions. A mentee of a
    /// group sees those that are about themselves.</param>
    /// <param name="LeastMentees">A group with fewer is declined.</param>
    /// <param name="Left">Who left the group while it was proposed; for coordinators only.</param>
    /// <param name="AnswerUntil">Unless all have accepted before, it is declined then. A group goes on with those who
    /// have.</param>
    public sealed record MatchView(
        Guid Id,
        Guid Program,
        Guid Run,
        MatchKind Kind,
        IReadOnlyList<MemberView> Members,
        string SiteCode,
        MatchState State,
        int Score,
        DeclineReason? Reason,
        string? DeclineNote,
        IReadOnlyList<ReasonsView> Reasons,
        int LeastMentees,
        IReadOnlyList<LeftView>? Left,
        DateTimeOffset ProposedAt,
        DateTimeOffset AnswerUntil
    );

    /// <param name="People">The present members in their order, as are <paramref name="Roles"/>.</param>
    /// <param name="Accepted">Those of them who accepted.</param>
    private sealed record MatchRow(
        Guid Id,
        Guid Program,
        Guid Run,
        string Kind,
        string SiteCode,
        string State,
        int Score,
        string? Reason,
        DateTimeOffset ProposedAt,
        DateTimeOffset AnswerUntil,
        Guid[] People,
        string[] Roles,
        Guid[] Accepted
    )
    {
        /// <summary>A statement that reads the matches <c>m</c>, up to its conditions.</summary>
        /// <param name="state">A part of a statement: the state of the match.</param>
        /// <param name="reason">A part of a statement: why it was declined.</param>
        public static FormattableString Select(FormattableString state, FormattableString reason) =>
            $"""
                select m.id, m.program, m.run, m.kind, m.site as site_code, {state} as state, m.score,
                    {reason} as reason, m.proposed_at, m.answer_until, e.people, e.roles, e.accepted
                from matches m cross join lateral (
                    select array_agg(person order by place) as people, array_agg(role order by place) as roles,
                        coalesce(array_agg(person) filter (where accepted), array[]::uuid[]) as accepted
                    from match_members where match = m.id and not has_left) e
                """;

        public MatchSummary ToSummary() =>
            new(
                Id,
                Program,
                Run,
                Kind,
                [.. People.Zip(Roles, (person, role) => new MemberSummary(person, role, Accepted.Contains(person)))],
                SiteCode,
                State,
                Score,
                Reason,
                ProposedAt,
                AnswerUntil
            );
    }

    public static async Task<Ok<PageResponse<MatchSummary>>> ListMine(
        string? state,
        Paging paging,
        ClaimsPrincipal user,
        ReadModels tables,
        CancellationToken ct
    )
    {
        var (me, wanted) = (user.Id(), RequireKnownState(state));
        // Of a group that goes on without this person, what became of their own part.
        FormattableString stateOfMine =
            $"coalesce((select state from match_members where match = m.id and person = {me} and has_left), m.state)";
        FormattableString reasonOfMine =
            $"coalesce((select reason from match_members where match = m.id and person = {me} and has_left), m.reason)";
        var page = await tables.Page<MatchRow>(
            $"""
            {MatchRow.Select(stateOfMine, reasonOfMine)}
            where m.id in (select match from match_members where person = {me})
                and ({wanted}::text is null or {stateOfMine} = {wanted}::text)
            """,
            paging,
            row => row.Id,
            ct
        );
        return paging.ToResponse(page.Select(row => row.ToSummary()));
    }

    public static async Task<Ok<PageResponse<MatchSummary>>> List(
        Guid? program,
        string? state,
        Paging paging,
        ClaimsPrincipal user,
        ReadModels tables,
        CancellationToken ct
    )
    {
        var inScope = user.ScopeOf(Roles.Coordinator)
            .ToSql(
                "m.site",
                "m.program",
                "(select data ->> 'department' from mt_doc_personreplica where id = e.person)"
            );
        var wanted = RequireKnownState(state);
        var page = await tables.Page<MatchRow>(
            $"""
            {MatchRow.Select($"m.state", $"m.reason")}
            where exists (select from match_members e where e.match = m.id and e.is_mentee and {inScope})
                and ({program}::uuid is null or m.program = {program}::uuid)
                and ({wanted}::text is null or m.state = {wanted}::text)
            """,
            paging,
            row => row.Id,
            ct
        );
        return paging.ToResponse(page.Select(row => row.ToSummary()));
    }

    public static async Task<Ok<MatchView>> Get(
        Guid id,
        ClaimsPrincipal user,
        EventStreams events,
        CancellationToken ct
    )
    {
        var match = await events.RequireViewMatch(id, user, ct);
        var p = match.Proposal;
        var (me, coordinates) = (user.PersonId(), await events.IsCoordinatorOf(match, user, ct));
        var left = coordinates ? null : match.Left.GetValueOrDefault(me);
        var declineNote = left?.Note ?? match.DeclineNote;
        var note = coordinates || declineNote?.Owner == me.Value ? declineNote?.ToString() : null;
        return TypedResults.Ok(
            new MatchView(
                id,
                p.Program.Value,
                p.Run.Value,
                p.Kind,
                [
                    .. match.Members.Select(m => new MemberView(
                        m.Person.Value,
                        m.Role,
                        match.AcceptedBy.Contains(m.Person)
                    )),
                ],
                p.SiteCode,
                left is null ? match.State : MatchState.Declined,
                p.Score,
                left?.Reason ?? match.Reason,
                note,
                [.. p.Reasons.Where(r => coordinates || match.ShowsReasons(r, me)).Select(View)],
                p.LeastMentees,
                coordinates
                    ? [.. match.Left.Values.Select(l => new LeftView(l.Person.Value, l.Reason, l.Note?.ToString()))]
                    : null,
                p.At,
                p.AnswerUntil
            )
        );
    }

    /// <summary>Of a group, what is about other mentees is for the mentor.</summary>
    private static bool ShowsReasons(this Match match, MatchReasons reasons, PersonId person) =>
        match.Proposal.Kind is not MatchKind.Group
        || person == reasons.Mentee
        || (person == reasons.Mentor && match.Involves(reasons.Mentee));

    private static ReasonsView View(MatchReasons r) =>
        new(
            r.Mentee.Value,
            r.Mentor.Value,
            r.Reasons.ToContributions(),
            r.Reasons.ToRules(),
            r.Partners?.ToContributions()
        );

    /// <exception cref="DomainException">There is no such match, or it is not for this person to see.</exception>
    internal static async Task<Match> RequireViewMatch(
        this EventStreams events,
        Guid id,
        ClaimsPrincipal user,
        CancellationToken ct
    )
    {
        var match =
            await events.Read<Match, MatchEvent>(id, Match.Evolve, ct)
            ?? throw new DomainException(DomainError.NotFound, "No such match.");
        return
            match.Involves(user.PersonId())
            || match.Left.ContainsKey(user.PersonId())
            || await events.IsCoordinatorOf(match, user, ct)
            ? match
            : throw new DomainException(
                DomainError.Forbidden,
                "Only the members of a match and coordinators of the mentee's site and department see it."
            );
    }

    private static async Task<bool> IsCoordinatorOf(
        this EventStreams events,
        Match match,
        ClaimsPrincipal user,
        CancellationToken ct
    )
    {
        var (p, scope) = (match.Proposal, user.ScopeOf(Roles.Coordinator));
        foreach (var mentee in p.Members.Mentees())
        {
            var known = await events.Load<PersonReplica>(mentee.Person.Value, ct);
            if (scope.Covers(p.SiteCode, p.Program.Value, known?.Department))
                return true;
        }

        return false;
    }

    /// <summary>The word as the table holds it.</summary>
    private static string? RequireKnownState(string? asked) =>
        asked is null or "proposed" or "confirmed" or "declined" or "ended"
            ? asked
            : throw new InvalidFieldException("state", "must be proposed, confirmed, declined or ended");
}
