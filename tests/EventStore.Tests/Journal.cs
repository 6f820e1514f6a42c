using Npgsql;

namespace PeerNetwork.EventStore.Tests;

/// <summary>Writes down each event that it is given, in the order of its commits.</summary>
/// <param name="before">What happens before it hands its effects over: a pause, or a failure.</param>
public sealed class Journal(Func<IReadOnlyList<StoredEvent>, Task>? before = null) : ISubscriber
{
    public string Name => "journal";

    public async Task Handle(IReadOnlyList<StoredEvent> events, SqlBatch effects, CancellationToken ct)
    {
        if (before is not null)
            await before(events);
        foreach (var e in events)
            effects.Add(
                $"insert into journal (event, stream, version, sequence) values ({e.Id}, {e.Stream}, {e.Version}, {e.Sequence})"
            );
    }

    /// <summary>Makes the table, before a service starts on the database.</summary>
    public static async Task<string> PrepareFor(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            create schema read_models;
            create table read_models.journal (n bigint generated always as identity, event uuid not null, stream uuid not null, version bigint not null, sequence bigint not null)
            """,
            connection
        );
        await command.ExecuteNonQueryAsync();
        return connectionString;
    }

    /// <summary>Every committed event stands in it once, in the order of the sequence, and of the versions within a stream.</summary>
    public static async Task HoldsEveryEventOnceInOrder(Bank bank)
    {
        (
            await bank.Scalar<long>(
                "select count(*) from bank.mt_events e where not exists (select from journal where event = e.id)"
            )
        ).ShouldBe(0, "lost");
        (await bank.Scalar<long>("select count(*) - count(distinct event) from journal")).ShouldBe(0, "doubled");
        (
            await bank.Scalar<long>(
                "select count(*) from journal j where not exists (select from bank.mt_events where id = j.event)"
            )
        ).ShouldBe(0, "never committed");
        (
            await bank.Scalar<long>(
                "select count(*) from (select version - coalesce(lag(version) over (partition by stream order by n), 0) as step from journal) s where step <> 1"
            )
        ).ShouldBe(0, "out of order in their streams");
        (
            await bank.Scalar<long>(
                "select count(*) from (select sequence - lag(sequence) over (order by n) as step from journal) s where step <= 0"
            )
        ).ShouldBe(0, "out of order");
    }
}
