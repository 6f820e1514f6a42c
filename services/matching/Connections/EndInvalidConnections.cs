using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Marten.Subscriptions;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.People;

namespace PeerNetwork.Matching.Connections;

/// <summary>
/// Ends open requests of which one person left the company or is on leave, and requests and connections of which one
/// became a line manager of the other, at any level.
/// </summary>
/// <remarks>
/// Both orders work: a request finds an earlier reason in the tables, and a reason finds an earlier request. A
/// connection of a person who left is ended by engagement. PostgreSQL would read all connections; <c>offset 0</c> has
/// it look each one up.
/// </remarks>
public sealed class EndInvalidConnections : SubscriptionBase
{
    private readonly IServiceScopeFactory _scopes;
    private readonly ReadModels _tables;
    private readonly TimeProvider _clock;

    public EndInvalidConnections(IServiceScopeFactory scopes, ReadModels tables, TimeProvider clock)
    {
        Name = "end_invalid_connections";
        IncludeType<ConnectionRequested>();
        IncludeType<ConnectionAccepted>();
        IncludeType<PersonLeft>();
        IncludeType<PersonWentOnLeave>();
        IncludeType<ManagerChanged>();
        (_scopes, _tables, _clock) = (scopes, tables, clock);
    }

    private sealed record InvalidConnection(Guid Id, bool IsLineBetween);

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
        Guid[] moved = [.. page.Events.Select(e => (e.Data as ManagerChanged)?.Person.Value).OfType<Guid>().Distinct()];
        await using var scope = _scopes.CreateScopeFor(cause);
        var streams = scope.ServiceProvider.GetRequiredService<EventStreams>();
        foreach (var (id, isLineBetween) in await FindInvalid(concerned, moved, cancellationToken))
            await streams.Update(
                writes => writes.UpdateConnection(id, c => Decide(c, isLineBetween, _clock.GetUtcNow())),
                cancellationToken
            );
        return NullChangeListener.Instance;
    }

    /// <param name="connection">One that cannot stay as it is.</param>
    /// <param name="isLineBetween">Whether one of the two is a line manager of the other; else one is not
    /// there.</param>
    /// <param name="now">The moment.</param>
    public static ConnectionEvent[] Decide(Connection? connection, bool isLineBetween, DateTimeOffset now) =>
        connection switch
        {
            { State: ConnectionState.Accepted, Invalidated: false } c when isLineBetween =>
            [
                new ConnectionInvalidated(c.Id, c.Request.From, c.Request.To, c.Request.SiteCode, now),
            ],
            { } c => c.EndRequest(ConnectionState.NotPossible, now),
            null => [],
        };

    /// <summary>The connection or the person whose connections may have become invalid; null for other
    /// events.</summary>
    private static Guid? AffectedId(object e) =>
        e switch
        {
            ConnectionRequested r => r.Connection.Value,
            ConnectionAccepted a => a.Connection.Value,
            PersonLeft p => p.Person.Value,
            PersonWentOnLeave p => p.Person.Value,
            ManagerChanged m => m.Person.Value,
            _ => null,
        };

    private Task<IReadOnlyList<InvalidConnection>> FindInvalid(Guid[] concerned, Guid[] moved, CancellationToken ct) =>
        _tables.Query<InvalidConnection>(
            $"""
            {ReportingLines.WithBelow(moved)}, concerned as (
                select id from connections where id = any({concerned})
                union select connection from connection_members where person = any({concerned})
                    and state in ('requested', 'accepted')
                union select m.connection from below b, lateral (select connection from connection_members
                    where person = b.id and state in ('requested', 'accepted') offset 0) m
            )
            select id, is_line_between from (
                select c.id, c.state, {ReportingLines.IsLineBetween($"c.from_person", $"c.to_person")}
                        as is_line_between,
                    (select count(*) from mt_doc_personreplica w
                        where w.id in (c.from_person, c.to_person) and w.active and not w.on_leave) < 2 as is_one_gone
                from concerned, lateral (select * from connections where id = concerned.id offset 0) c
                where c.open) known
            where is_line_between or is_one_gone and state = 'requested' order by id
            """,
            ct
        );
}
