namespace PeerNetwork.EventSourcing;

/// <summary>Which entries of the audit trail are wanted. What is null is not asked for.</summary>
/// <param name="Person">A person that the event names.</param>
/// <param name="Action">The stored name of the event.</param>
/// <param name="From">The first moment.</param>
/// <param name="To">The first moment after it.</param>
public sealed record AuditFilter(
    Guid? Actor,
    Guid? Person,
    Guid? Stream,
    string? Action,
    DateTimeOffset? From,
    DateTimeOffset? To
);

/// <summary>One event of the audit trail.</summary>
/// <param name="Id">The id of the event.</param>
/// <param name="Sequence">The number of the event in its service.</param>
/// <param name="Actor">The person or the account that acted; null where the system acted by itself.</param>
/// <param name="OnBehalfOf">The person that the actor represented.</param>
/// <param name="Action">The stored name of the event.</param>
/// <param name="Version">The version of the stream after the event.</param>
/// <param name="People">The first people that the event names.</param>
/// <param name="PeopleCount">How many people it names.</param>
/// <param name="Reason">The reason that the actor gave; "erased" after an erasure of the actor.</param>
/// <param name="Cause">The event or the message that the event follows from.</param>
public sealed record AuditEntry(
    Guid Id,
    long? Sequence,
    DateTimeOffset At,
    string? Actor,
    string? OnBehalfOf,
    string Action,
    Guid Stream,
    long Version,
    IReadOnlyList<Guid> People,
    int PeopleCount,
    string? Reason,
    string? Correlation,
    string? Cause
);

/// <summary>Searches the audit trail of a service.</summary>
public sealed class AuditTrail(ReadModels tables)
{
    private const int MaxPeople = 20;

    private sealed record Row(
        Guid Id,
        long? Sequence,
        DateTimeOffset At,
        string? Actor,
        string? OnBehalfOf,
        string Action,
        Guid Stream,
        long Version,
        Guid[] People,
        int PeopleCount,
        PersonalText? Reason,
        string? Correlation,
        string? Cause
    )
    {
        public AuditEntry ToEntry() =>
            new(
                Id,
                Sequence,
                At,
                Actor,
                OnBehalfOf,
                Action,
                Stream,
                Version,
                People,
                PeopleCount,
                Reason?.ToString(),
                Correlation,
                Cause
            );
    }

    /// <summary>One page, the newest entry first.</summary>
    public async Task<Page<AuditEntry>> Search(AuditFilter filter, PageRequest page, CancellationToken ct)
    {
        var actor = filter.Actor?.ToString();
        var rows = await tables.Query<Row>(
            $"""
            select a.id,
                (select e.seq_id from mt_events e where e.stream_id = a.stream and e.version = a.version) as sequence,
                a.at, a.actor, a.on_behalf_of, a.action, a.stream, a.version,
                a.people[:{MaxPeople}] as people, cardinality(a.people) as people_count, a.reason, a.correlation,
                a.cause
            from (
                select * from audit_entries
                where ({actor}::text is null or actor = {actor})
                  and ({filter.Person}::uuid is null or people @> array[{filter.Person}::uuid])
                  and ({filter.Stream}::uuid is null or stream = {filter.Stream}::uuid)
                  and ({filter.Action}::text is null or action = {filter.Action})
                  and ({filter.From}::timestamptz is null or at >= {filter.From}::timestamptz)
                  and ({filter.To}::timestamptz is null or at < {filter.To}::timestamptz)
                  and ({page.After}::uuid is null
                    or (at, id) < (select c.at, c.id from audit_entries c where c.id = {page.After}::uuid))
                order by at desc, id desc limit {page.Limit + 1}
            ) a
            order by a.at desc, a.id desc
            """,
            ct
        );
        var entries = rows.Take(page.Limit).Select(row => row.ToEntry()).ToList();
        return new(entries, rows.Count > page.Limit ? entries[^1].Id : null);
    }
}
