using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Marten.Subscriptions;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Engine;
using PeerNetwork.Matching.People;

namespace PeerNetwork.Matching.Matches;

/// <summary>
/// Ends open matches of which a mentor became a line manager of a mentee, at any level, or the other way round: a
/// proposal is declined, a confirmed match is invalid; a mentee leaves a group. It concerns only matches whose policy
/// keeps managers apart from their reports.
/// </summary>
/// <remarks>
/// A new manager of one person is above everybody who reports to that person. PostgreSQL would read all matches;
/// <c>offset 0</c> has it look up those of each person. Both orders work: a match finds an earlier change in the
/// tables, and a change finds an earlier match.
/// </remarks>
public sealed class RecheckReportingLines : SubscriptionBase
{
    private readonly IServiceScopeFactory _scopes;
    private readonly ReadModels _tables;
    private readonly TimeProvider _clock;

    public RecheckReportingLines(IServiceScopeFactory scopes, ReadModels tables, TimeProvider clock)
    {
        Name = "recheck_reporting_lines";
        IncludeType<ManagerChanged>();
        IncludeType<MatchProposed>();
        IncludeType<MatchConfirmed>();
        (_scopes, _tables, _clock) = (scopes, tables, clock);
    }

    public override async Task<IChangeListener> ProcessEventsAsync(
        EventRange page,
        ISubscriptionController controller,
        IDocumentOperations operations,
        CancellationToken cancellationToken
    )
    {
        var moved = page.Events.Select(e => (e.Data as ManagerChanged)?.Person.Value).OfType<Guid>().ToArray();
        var matches = page.Events.Select(e => MatchOf(e.Data)).OfType<Guid>().Distinct().ToArray();
        if (moved.Length == 0 && matches.Length == 0)
            return NullChangeListener.Instance;
        await using var scope = _scopes.CreateScopeFor(
            page.Events.Last(e => e.Data is ManagerChanged || MatchOf(e.Data) is not null)
        );
        var streams = scope.ServiceProvider.GetRequiredService<EventStreams>();
        foreach (var pairs in (await FindWithinALine(moved, matches, cancellationToken)).GroupBy(pair => pair.Match))
        {
            var people = pairs.SelectMany(pair => new PersonId[] { new(pair.One), new(pair.Other) }).ToHashSet();
            await streams.Update<Match, MatchEvent>(
                pairs.Key,
                Match.Evolve,
                match => Decide(match, people, _clock.GetUtcNow()),
                cancellationToken
            );
        }

        return NullChangeListener.Instance;
    }

    /// <param name="match">The match.</param>
    /// <param name="people">Mentors and mentees of it, each of them a line manager of another or the other way
    /// round.</param>
    /// <param name="now">The moment.</param>
    public static MatchEvent[] Decide(Match? match, IReadOnlySet<PersonId> people, DateTimeOffset now)
    {
        if (match is null || !match.Proposal.Reasons.Any(KeepsManagersApart))
            return [];
        PersonId[] affected = [.. match.Members.People().Where(people.Contains).Except(match.Invalidated)];
        var mentees = affected.Where(person => match.Members.Find(person)!.Role is MemberRole.Mentee).ToArray();
        return (match.State, match.Proposal.Kind) switch
        {
            _ when affected is [] => [],
            (_, MatchKind.Group) when mentees is [] => [],
            (MatchState.Proposed, MatchKind.Group) => match.Without(mentees, DeclineReason.ReportingLine, null, now),
            (MatchState.Proposed, _) => [match.Decline(DeclineReason.ReportingLine, affected, null, now)],
            (MatchState.Confirmed, MatchKind.Group) => match.Invalidate(mentees, DeclineReason.ReportingLine, now),
            (MatchState.Confirmed, _) => match.Invalidate([], DeclineReason.ReportingLine, now),
            _ => [],
        };
    }

    private static bool KeepsManagersApart(MatchReasons reasons) =>
        reasons.Reasons.Rules.Any(rule => rule is { Rule: Rule.NotOwnManager, Passed: true });

    private sealed record PairInLine(Guid Match, Guid One, Guid Other);

    private static Guid? MatchOf(object e) =>
        e switch
        {
            MatchProposed p => p.Match.Value,
            MatchConfirmed c => c.Match.Value,
            _ => null,
        };

    private Task<IReadOnlyList<PairInLine>> FindWithinALine(Guid[] moved, Guid[] matches, CancellationToken ct) =>
        _tables.Query<PairInLine>(
            $"""
            {ReportingLines.WithBelow(moved)}, concerned as (
                select m.match from below b,
                    lateral (select match from match_members where person = b.id and open offset 0) m
                union select match from match_members where open and match = any({matches})
            )
            select distinct c.match, pair.one, pair.other from concerned c, lateral (
                select one.person as one, other.person as other from match_members one
                join match_members other on other.match = one.match and other.person > one.person
                    and (one.is_mentor or other.is_mentor) and other.open
                where one.match = c.match and one.open offset 0) pair
            where {ReportingLines.IsLineBetween($"pair.one", $"pair.other")} order by c.match, pair.one, pair.other
            """,
            ct
        );
}
