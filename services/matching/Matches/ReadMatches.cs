using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Engine;
using PeerNetwork.Matching.People;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Matches;

/// <summary>
/// The two people of a match see it with its reasons; coordinators see those of mentees at their sites and in their
/// departments.
/// </summary>
public static class ReadMatches
{
    /// <param name="Reason">Why it was declined; null unless it was.</param>
    /// <param name="AnswerUntil">Unless both have accepted before, it is declined then.</param>
    public sealed record MatchSummary(
        Guid Id,
        Guid Program,
        Guid Run,
        Guid Mentor,
        Guid Mentee,
        string SiteCode,
        string State,
        int Score,
        Guid? FirstAcceptedBy,
        string? Reason,
        DateTimeOffset ProposedAt,
        DateTimeOffset AnswerUntil
    );

    /// <param name="DeclineNote">What the person who declined wrote; for coordinators and that person only.</param>
    /// <param name="AnswerUntil">Unless both have accepted before, it is declined then.</param>
    public sealed record MatchView(
        Guid Id,
        Guid Program,
        Guid Run,
        Guid Mentor,
        Guid Mentee,
        string SiteCode,
        MatchState State,
        int Score,
        Guid? FirstAcceptedBy,
        DeclineReason? Reason,
        string? DeclineNote,
        IReadOnlyList<Contribution> Contributions,
        IReadOnlyList<RuleCheck> Rules,
        DateTimeOffset ProposedAt,
        DateTimeOffset AnswerUntil
    );

    public static async Task<Ok<PageResponse<MatchSummary>>> ListMine(
        string? state,
        Paging paging,
        ClaimsPrincipal user,
        ReadModels tables,
        CancellationToken ct
    )
    {
        var (me, wanted) = (user.Id(), RequireKnownState(state));
        return paging.ToResponse(
            await tables.Page<MatchSummary>(
                $"""
                select id, program, run, mentor, mentee, site as site_code, state, score,
                    accepted_by as first_accepted_by, reason, proposed_at, answer_until from matches
                where (mentor = {me} or mentee = {me}) and ({wanted}::text is null or state = {wanted}::text)
                """,
                paging,
                line => line.Id,
                ct
            )
        );
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
                "(select data ->> 'department' from mt_doc_personreplica where id = m.mentee)"
            );
        var wanted = RequireKnownState(state);
        return paging.ToResponse(
            await tables.Page<MatchSummary>(
                $"""
                select m.id, m.program, m.run, m.mentor, m.mentee, m.site as site_code, m.state, m.score,
                    m.accepted_by as first_accepted_by, m.reason, m.proposed_at, m.answer_until
                from matches m
                where {inScope}
                    and ({program}::uuid is null or m.program = {program}::uuid)
                    and ({wanted}::text is null or m.state = {wanted}::text)
                """,
                paging,
                line => line.Id,
                ct
            )
        );
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
        var note =
            match.DeclineNote?.Owner == user.PersonId().Value || await events.IsCoordinatorOf(match, user, ct)
                ? match.DeclineNote?.ToString()
                : null;
        return TypedResults.Ok(
            new MatchView(
                id,
                p.Program.Value,
                p.Run.Value,
                p.Mentor.Value,
                p.Mentee.Value,
                p.SiteCode,
                match.State,
                p.Score,
                match.FirstAcceptedBy?.Value,
                match.Reason,
                note,
                p.Reasons.ToContributions(),
                p.Reasons.ToRules(),
                p.At,
                p.AnswerUntil
            )
        );
    }

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
        return match.Involves(user.PersonId()) || await events.IsCoordinatorOf(match, user, ct)
            ? match
            : throw new DomainException(
                DomainError.Forbidden,
                "Only the two people and coordinators of the mentee's site and department see a match."
            );
    }

    private static async Task<bool> IsCoordinatorOf(
        this EventStreams events,
        Match match,
        ClaimsPrincipal user,
        CancellationToken ct
    )
    {
        var (p, mentee) = (match.Proposal, await events.Load<PersonReplica>(match.Proposal.Mentee.Value, ct));
        return user.ScopeOf(Roles.Coordinator).Covers(p.SiteCode, p.Program.Value, mentee?.Department);
    }

    /// <summary>The word as the table holds it.</summary>
    private static string? RequireKnownState(string? asked) =>
        asked is null or "proposed" or "confirmed" or "declined" or "ended"
            ? asked
            : throw new InvalidFieldException("state", "must be proposed, confirmed, declined or ended");
}
