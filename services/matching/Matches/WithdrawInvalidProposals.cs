using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Marten.Subscriptions;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Connections;
using PeerNetwork.Matching.Flash;
using PeerNetwork.Matching.People;
using PeerNetwork.Matching.Schedules;

namespace PeerNetwork.Matching.Matches;

/// <summary>
/// Declines proposals that can no longer be confirmed: a member left the program or the company, paused or is on leave,
/// the program ended, or a mentor's last place or last hours were given to others. A group goes on without a mentee as
/// long as it has enough others.
/// </summary>
/// <remarks>
/// Both orders work: a proposal finds an earlier reason in the tables, and a reason finds an earlier proposal.
/// </remarks>
public sealed class WithdrawInvalidProposals : SubscriptionBase
{
    private readonly IServiceScopeFactory _scopes;
    private readonly ReadModels _tables;
    private readonly TimeProvider _clock;

    public WithdrawInvalidProposals(IServiceScopeFactory scopes, ReadModels tables, TimeProvider clock)
    {
        Name = "withdraw_invalid_proposals";
        IncludeType<MatchProposed>();
        IncludeType<CapacityTaken>();
        IncludeType<MentorTimeTaken>();
        IncludeType<SessionTimeTaken>();
        IncludeType<ConnectionTimeTaken>();
        IncludeType<CapacityOffered>();
        IncludeType<CapacityWithdrawn>();
        IncludeType<ParticipantJoined>();
        IncludeType<ParticipantWithdrew>();
        IncludeType<ParticipantPaused>();
        IncludeType<PersonLeft>();
        IncludeType<PersonWentOnLeave>();
        IncludeType<MentorHoursLimited>();
        IncludeType<ProgramEnded>();
        (_scopes, _tables, _clock) = (scopes, tables, clock);
    }

    private sealed record InvalidMember(Guid Match, Guid Person, bool Gone, bool Full);

    public override async Task<IChangeListener> ProcessEventsAsync(
        EventRange page,
        ISubscriptionController controller,
        IDocumentOperations operations,
        CancellationToken cancellationToken
    )
    {
        if (page.Events.LastOrDefault(e => AffectedId(e.Data) is not null) is not { } cause)
            return NullChangeListener.Instance;
        Guid[] concerned = [.. page.Events.Select(e => AffectedId(e.Data)).OfType<Guid>().Distinct()];
        await using var scope = _scopes.CreateScopeFor(cause);
        var streams = scope.ServiceProvider.GetRequiredService<EventStreams>();
        foreach (var members in (await FindInvalid(concerned, cancellationToken)).GroupBy(member => member.Match))
        {
            var reason =
                members.Any(member => member.Gone) ? DeclineReason.Withdrawn
                : members.Any(member => member.Full) ? DeclineReason.MentorFull
                : DeclineReason.MentorHoursUsed;
            PersonId[] people = [.. members.Select(member => new PersonId(member.Person))];
            await streams.Update<Match, MatchEvent>(
                members.Key,
                Match.Evolve,
                match => Decide(match, people, reason, _clock.GetUtcNow()),
                cancellationToken
            );
        }

        return NullChangeListener.Instance;
    }

    /// <param name="match">The match.</param>
    /// <param name="people">Members who can no longer take part.</param>
    /// <param name="reason">Why.</param>
    /// <param name="now">The moment.</param>
    public static MatchEvent[] Decide(
        Match? match,
        IReadOnlyList<PersonId> people,
        DeclineReason reason,
        DateTimeOffset now
    ) =>
        match is { State: MatchState.Proposed }
            ? match.Without([.. people.Where(match.Involves)], reason, null, now)
            : [];

    /// <summary>
    /// The match, the person or the program whose proposals may have become invalid; null for other events.
    /// </summary>
    private static Guid? AffectedId(object e) =>
        e switch
        {
            MatchProposed p => p.Match.Value,
            CapacityTaken t => t.Mentor.Value,
            MentorTimeTaken t => t.Mentor.Value,
            SessionTimeTaken t => t.Mentor.Value,
            ConnectionTimeTaken t => t.Person.Value,
            CapacityOffered o => o.Mentor.Value,
            CapacityWithdrawn w => w.Mentor.Value,
            ParticipantJoined j => j.Person.Value,
            ParticipantWithdrew w => w.Person.Value,
            ParticipantPaused p => p.Person.Value,
            PersonLeft p => p.Person.Value,
            PersonWentOnLeave p => p.Person.Value,
            MentorHoursLimited h => h.Person.Value,
            ProgramEnded p => p.Program.Value,
            _ => null,
        };

    private Task<IReadOnlyList<InvalidMember>> FindInvalid(Guid[] concerned, CancellationToken ct) =>
        _tables.Query<InvalidMember>(
            $"""
            select match, person, gone, "full" from (
                select m.match, m.person,
                    not exists (select from participants p join mt_doc_personreplica w on w.id = p.person and w.active
                            and not w.on_leave
                        where p.program = m.program and p.person = m.person and not p.withdrawn
                            and p.paused_until is null and (p.is_mentee or not m.is_mentee)
                            and (p.is_mentor or not m.is_mentor))
                    or exists (select from mt_doc_programreplica g where g.id = m.program and g.ended) as gone,
                    m.is_mentor and (select count(*) from match_members c where c.program = m.program
                        and c.person = m.person and c.is_mentor and c.state = 'confirmed')
                    >= (select coalesce(sum(p.capacity), 0) from participants p where p.program = m.program
                        and p.person = m.person and not p.withdrawn) as "full",
                    m.is_mentor and coalesce((select (w.data -> 'hoursPerMonth')::int from mt_doc_personreplica w
                        where w.id = m.person) * 60
                        - (select coalesce(sum(c.minutes), 0) from match_members c where c.person = m.person
                            and c.state = 'confirmed')
                        - {FlashSlotsProjection.BusiestMonthOf($"m.person", _clock.GetUtcNow())}
                        - {ConnectionsProjection.MinutesOf($"m.person")}
                        < m.minutes, false) as spent
                from match_members m where m.state = 'proposed' and m.match in (
                    select match from match_members where open and (match = any({concerned})
                        or program = any({concerned}) or person = any({concerned})))) proposed
            where gone or "full" or spent order by match, person
            """,
            ct
        );
}
