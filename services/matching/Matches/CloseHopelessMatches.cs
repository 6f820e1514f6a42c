using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Marten.Subscriptions;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.People;

namespace PeerNetwork.Matching.Matches;

/// <summary>
/// A proposal that can no longer come true is declined at once, so that nobody waits for an answer in vain: one of the
/// two left the program or the company, the program ended, or the mentor's last place or last hours went to somebody
/// else.
/// </summary>
/// <remarks>Whichever comes later, the proposal or the reason against it, finds the other in the tables.</remarks>
public sealed class CloseHopelessMatches : SubscriptionBase
{
    private readonly IServiceScopeFactory _scopes;
    private readonly ReadModels _tables;
    private readonly TimeProvider _clock;

    public CloseHopelessMatches(IServiceScopeFactory scopes, ReadModels tables, TimeProvider clock)
    {
        Name = "close_hopeless_matches";
        (_scopes, _tables, _clock) = (scopes, tables, clock);
    }

    private sealed record Hopeless(Guid Id, bool Gone, bool Full);

    public override async Task<IChangeListener> ProcessEventsAsync(
        EventRange page,
        ISubscriptionController controller,
        IDocumentOperations operations,
        CancellationToken cancellationToken
    )
    {
        if (page.Events.LastOrDefault(e => Concerned(e.Data) is not null) is not { } cause)
            return NullChangeListener.Instance;
        Guid[] concerned = [.. page.Events.Select(e => Concerned(e.Data)).OfType<Guid>().Distinct()];
        await using var scope = _scopes.CreateScopeFor(cause);
        var streams = scope.ServiceProvider.GetRequiredService<EventStreams>();
        foreach (var (id, gone, full) in await Find(concerned, cancellationToken))
        {
            var reason =
                gone ? DeclineReason.Withdrawn
                : full ? DeclineReason.MentorFull
                : DeclineReason.MentorHoursUsed;
            await streams.Update<Match, MatchEvent>(
                id,
                Match.Evolve,
                match => Decide(match, reason, _clock.GetUtcNow()),
                cancellationToken
            );
        }

        return NullChangeListener.Instance;
    }

    public static MatchEvent[] Decide(Match? match, DeclineReason reason, DateTimeOffset now) =>
        match is { State: MatchState.Proposed } ? [match.Decline(reason, null, now)] : [];

    /// <summary>
    /// The match, the person or the program whose proposals may have lost all hope; null where none has.
    /// </summary>
    private static Guid? Concerned(object e) =>
        e switch
        {
            MatchProposed p => p.Match.Value,
            PlaceTaken t => t.Mentor.Value,
            MentorTimeTaken t => t.Mentor.Value,
            PlacesOffered o => o.Mentor.Value,
            PlacesWithdrawn w => w.Mentor.Value,
            ParticipantJoined j => j.Person.Value,
            ParticipantWithdrew w => w.Person.Value,
            PersonLeft p => p.Person.Value,
            MentorHoursLimited h => h.Person.Value,
            ProgramEnded p => p.Program.Value,
            _ => null,
        };

    private Task<IReadOnlyList<Hopeless>> Find(Guid[] concerned, CancellationToken ct) =>
        _tables.Query<Hopeless>(
            $"""
            select id, gone, "full" from (
                select m.id,
                    not exists (select from participants p join mt_doc_colleague w on w.id = p.person and w.active
                        where p.program = m.program and p.person = m.mentee and p.mentored and not p.withdrawn)
                    or not exists (select from participants p join mt_doc_colleague w on w.id = p.person and w.active
                        where p.program = m.program and p.person = m.mentor and p.mentors and not p.withdrawn)
                    or exists (select from mt_doc_mentoringprogram g where g.id = m.program and g.ended) as gone,
                    (select count(*) from matches c where c.program = m.program and c.mentor = m.mentor
                        and c.state = 'confirmed')
                    >= (select coalesce(sum(p.capacity), 0) from participants p where p.program = m.program
                        and p.person = m.mentor and not p.withdrawn) as "full",
                    coalesce((select (w.data -> 'hoursPerMonth')::int from mt_doc_colleague w
                        where w.id = m.mentor) * 60
                        - (select coalesce(sum(c.minutes), 0) from matches c where c.mentor = m.mentor
                            and c.state = 'confirmed') < m.minutes, false) as spent
                from matches m where m.open and m.state = 'proposed'
                    and (m.id = any({concerned}) or m.program = any({concerned}) or m.mentor = any({concerned}) or m.mentee = any({concerned}))) proposed
            where gone or "full" or spent order by id
            """,
            ct
        );
}
