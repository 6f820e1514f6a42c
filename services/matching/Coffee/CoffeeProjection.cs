using JasperFx.Events;
using Marten;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Coffee;

/// <summary>Who takes part in coffee rounds, which programs have them, and the groups of all rounds.</summary>
public sealed class CoffeeProjection : TableProjection
{
    public CoffeeProjection()
        : base("coffee")
    {
        var members = AddTable("coffee_members");
        members.AddColumn("id", "uuid").AsPrimaryKey();
        members.AddColumn("program", "uuid").NotNull();
        members.AddColumn("person", "uuid").NotNull();
        members.AddColumn("snoozed_until", "date");
        AddIndex(members, "coffee_members_of_program", ["program", "person"]);

        // The id is that of the program. Formed counts the rounds; waiting: a round is still to be formed.
        var programs = AddTable("coffee_programs");
        programs.AddColumn("id", "uuid").AsPrimaryKey();
        programs.AddColumn("has_rounds", "boolean").NotNull();
        programs.AddColumn("next_round_at", "timestamptz");
        programs.AddColumn("waiting", "boolean").NotNull().DefaultValueByExpression("false");
        programs.AddColumn("formed", "integer").NotNull().DefaultValueByExpression("0");

        var rounds = AddTable("coffee_rounds");
        rounds.AddColumn("id", "uuid").AsPrimaryKey();
        rounds.AddColumn("program", "uuid").NotNull();
        rounds.AddColumn("number", "integer").NotNull();
        rounds.AddColumn("formed_at", "timestamptz").NotNull();
        rounds.AddColumn("people", "integer").NotNull();
        rounds.AddColumn("groups", "integer").NotNull();
        AddIndex(rounds, "coffee_rounds_of_program", ["program", "number"]);

        // A person who was alone in a round is a group of one.
        var groups = AddTable("coffee_groups");
        groups.AddColumn("id", "uuid").AsPrimaryKey();
        groups.AddColumn("program", "uuid").NotNull();
        groups.AddColumn("number", "integer").NotNull();
        groups.AddColumn("people", "uuid[]").NotNull();
        AddIndex(groups, "coffee_groups_of_program", ["program", "number"]);
    }

    private sealed record GroupRow(Guid Id, IReadOnlyList<PersonId> People);

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case CoffeeJoined j:
                operations.QueueSql(
                    $"""
                    insert into coffee_members (id, program, person)
                    values ({e.StreamId}, {j.Program.Value}, {j.Person.Value})
                    """
                );
                break;
            case CoffeeSnoozed s:
                operations.QueueSql($"update coffee_members set snoozed_until = {s.Until} where id = {e.StreamId}");
                break;
            case CoffeeResumed:
                operations.QueueSql($"update coffee_members set snoozed_until = null where id = {e.StreamId}");
                break;
            case CoffeeLeft:
                operations.QueueSql($"delete from coffee_members where id = {e.StreamId}");
                break;
            case CoffeeRoundsPlanned p:
                operations.QueueSql(
                    $"""
                    insert into coffee_programs (id, has_rounds, next_round_at)
                    values ({p.Program.Value}, true, {p.NextRoundAt})
                    on conflict (id) do update set has_rounds = true, next_round_at = excluded.next_round_at
                    """
                );
                break;
            case CoffeeRoundRequested r:
                operations.QueueSql(
                    $"""
                    update coffee_programs set waiting = true, next_round_at = {r.NextRoundAt}
                    where id = {r.Program.Value}
                    """
                );
                break;
            case CoffeeRoundFormed f:
                Insert(f, operations);
                break;
            case CoffeeRoundsStopped s:
                operations.QueueSql(
                    $"""
                    update coffee_programs set has_rounds = false, next_round_at = null, waiting = false
                    where id = {s.Program.Value}
                    """
                );
                break;
        }
    }

    private static void Insert(CoffeeRoundFormed formed, IDocumentOperations operations)
    {
        var rows = formed
            .Groups.Concat(formed.Alone.Select(person => new[] { person }))
            .Select(people => new GroupRow(DerivedId.From("coffee-group", formed.Round.Value, people[0].Value), people))
            .ToArray();
        operations.QueueSql(
            $"update coffee_programs set waiting = false, formed = {formed.Number} where id = {formed.Program.Value}"
        );
        operations.QueueSql(
            $"""
            insert into coffee_rounds (id, program, number, formed_at, people, groups)
            values ({formed.Round.Value}, {formed.Program.Value}, {formed.Number}, {formed.At},
                {rows.Sum(row => row.People.Count)}, {formed.Groups.Count})
            """
        );
        operations.QueueSql(
            $"""
            insert into coffee_groups (id, program, number, people)
            select g.id, {formed.Program.Value}, {formed.Number}, g.people
                from jsonb_to_recordset({SqlStatements.ToJsonb(rows)}::jsonb) as g (id uuid, people uuid[])
            """
        );
    }
}
