using JasperFx.Events;
using Marten;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.Connections;

/// <summary>
/// Who is open to connections, and all requests with what became of them. The unique index keeps two people from having
/// two open requests or connections.
/// </summary>
public sealed class ConnectionsProjection : TableProjection
{
    public ConnectionsProjection()
        : base("connections")
    {
        // The id is that of the person.
        var open = AddTable("open_to_connections");
        open.AddColumn("id", "uuid").AsPrimaryKey();
        open.AddColumn("note", "jsonb");
        open.AddColumn("max_minutes", "integer");
        open.AddColumn("shows_skills", "boolean").NotNull();
        open.AddColumn("shows_interests", "boolean").NotNull();

        var blocks = AddTable("connection_blocks");
        blocks.AddColumn("person", "uuid").AsPrimaryKey();
        blocks.AddColumn("blocked", "uuid").AsPrimaryKey();

        var connections = AddTable("connections");
        connections.AddColumn("id", "uuid").AsPrimaryKey();
        connections.AddColumn("from_person", "uuid").NotNull();
        connections.AddColumn("to_person", "uuid").NotNull();
        // The two people in the order of their ids.
        connections.AddColumn("low", "uuid").NotNull();
        connections.AddColumn("high", "uuid").NotNull();
        connections.AddColumn("minutes", "integer").NotNull();
        connections.AddColumn("message", "jsonb");
        connections.AddColumn("state", "text").NotNull();
        connections.AddColumn("open", "boolean").NotNull();
        connections.AddColumn("requested_at", "timestamptz").NotNull();
        connections.AddColumn("answer_until", "timestamptz").NotNull();
        AddUniqueIndex(
            connections,
            "one_open_connection",
            ["low", "high"],
            message: "You two are connected already, or one of you has asked the other.",
            where: "open"
        );

        var members = AddTable("connection_members");
        members.AddColumn("connection", "uuid").AsPrimaryKey();
        members.AddColumn("person", "uuid").AsPrimaryKey();
        members.AddColumn("minutes", "integer").NotNull();
        members.AddColumn("state", "text").NotNull();
        AddIndex(members, "connections_of_person", ["person", "state"]);
    }

    /// <summary>A part of a statement: the minutes a month that connections take of a person's time.</summary>
    /// <param name="person">A part of the statement: the id of the person.</param>
    public static FormattableString MinutesOf(FormattableString person) =>
        $"""
            (select coalesce(sum(c.minutes), 0) from connection_members c
                where c.person = {person} and c.state = 'accepted')
            """;

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case ConnectionPreferencesSet { Open: true } s:
                operations.QueueSql(
                    $"""
                    insert into open_to_connections (id, note, max_minutes, shows_skills, shows_interests)
                    values ({s.Person.Value}, {s.Note}, {s.MaxMinutesPerMonth}, {s.ShowsSkills}, {s.ShowsInterests})
                    on conflict (id) do update set note = excluded.note, max_minutes = excluded.max_minutes,
                        shows_skills = excluded.shows_skills, shows_interests = excluded.shows_interests
                    """
                );
                break;
            case ConnectionPreferencesSet s:
                operations.QueueSql($"delete from open_to_connections where id = {s.Person.Value}");
                break;
            case PersonBlocked b:
                operations.QueueSql($"insert into connection_blocks values ({b.Person.Value}, {b.Blocked.Value})");
                break;
            case PersonUnblocked u:
                operations.QueueSql(
                    $"delete from connection_blocks where person = {u.Person.Value} and blocked = {u.Blocked.Value}"
                );
                break;
            case ConnectionRequested r:
                operations.QueueSql(
                    $"""
                    insert into connections (id, from_person, to_person, low, high, minutes, message, state, open,
                        requested_at, answer_until)
                    values ({r.Connection.Value}, {r.From.Value}, {r.To.Value}, least({r.From.Value}, {r.To.Value}),
                        greatest({r.From.Value}, {r.To.Value}), {r.MinutesPerMonth}, {r.Message}, 'requested', true,
                        {r.At}, {r.AnswerUntil})
                    """
                );
                foreach (var person in new[] { r.From, r.To })
                    operations.QueueSql(
                        $"""
                        insert into connection_members
                        values ({r.Connection.Value}, {person.Value}, {r.MinutesPerMonth}, 'requested')
                        """
                    );
                break;
            case ConnectionAccepted a:
                SetState(a.Connection, ConnectionState.Accepted, open: true, operations);
                break;
            case ConnectionRequestEnded x:
                SetState(x.Connection, x.State, open: false, operations);
                break;
            case ConnectionEnded x:
                SetState(x.Connection, ConnectionState.Ended, open: false, operations);
                break;
        }
    }

    private static void SetState(
        ConnectionId connection,
        ConnectionState state,
        bool open,
        IDocumentOperations operations
    )
    {
        operations.QueueSql(
            $"update connections set state = {EnumText.Of(state)}, open = {open} where id = {connection.Value}"
        );
        operations.QueueSql(
            $"update connection_members set state = {EnumText.Of(state)} where connection = {connection.Value}"
        );
    }
}
