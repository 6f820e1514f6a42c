using JasperFx.Events;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Marten.Subscriptions;
using Npgsql;

namespace PeerNetwork.EventSourcing.Tests;

/// <summary>A subscription that writes each event to a table, in the order of its commits.</summary>
public sealed class EventRecorder : SubscriptionBase
{
    private readonly Func<IReadOnlyList<IEvent>, Task>? _before;

    public EventRecorder()
        : this(null) { }

    /// <param name="before">Runs before the events are written: a pause, or a failure.</param>
    public EventRecorder(Func<IReadOnlyList<IEvent>, Task>? before)
    {
        Name = "recorder";
        _before = before;
    }

    public override async Task<IChangeListener> ProcessEventsAsync(
        EventRange page,
        ISubscriptionController controller,
        IDocumentOperations operations,
        CancellationToken cancellationToken
    )
    {
        if (_before is not null)
            await _before(page.Events);
        foreach (var e in page.Events)
            operations.QueueSql(
                $"""
                insert into public.recorded_events (event, stream, version, sequence)
                values ({e.Id}, {e.StreamId}, {e.Version}, {e.Sequence})
                """
            );
        return NullChangeListener.Instance;
    }

    /// <summary>Creates the table, before a service starts on the database.</summary>
    public static async Task<string> CreateTable(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            create table public.recorded_events (
                n bigint generated always as identity, event uuid not null, stream uuid not null,
                version bigint not null, sequence bigint not null)
            """,
            connection
        );
        await command.ExecuteNonQueryAsync();
        return connectionString;
    }

    /// <summary>
    /// Asserts that the table has every committed event once, in the order of the sequence, and of the versions within
    /// a stream.
    /// </summary>
    public static async Task ShouldHoldEveryEventOnceInOrder(AccountsService service)
    {
        const string facts = "(select * from accounts.mt_events where type <> 'tombstone')";
        const string entries =
            "(select j.* from public.recorded_events j where not exists "
            + "(select from accounts.mt_events t where t.id = j.event and t.type = 'tombstone'))";
        (
            await service.Scalar<long>(
                $"""
                select count(*) from {facts} e
                where not exists (select from public.recorded_events where event = e.id)
                """
            )
        ).ShouldBe(0, "lost");
        (await service.Scalar<long>($"select count(*) - count(distinct event) from {entries} j")).ShouldBe(
            0,
            "doubled"
        );
        (
            await service.Scalar<long>(
                $"select count(*) from {entries} j where not exists (select from accounts.mt_events where id = j.event)"
            )
        ).ShouldBe(0, "never committed");
        (
            await service.Scalar<long>(
                $"""
                select count(*) from (
                    select version - coalesce(lag(version) over (partition by stream order by n), 0) as step
                    from {entries} j) s where step <> 1
                """
            )
        ).ShouldBe(0, "out of order in their streams");
        (
            await service.Scalar<long>(
                $"""
                select count(*) from (
                    select sequence - lag(sequence) over (order by n) as step from {entries} j) s where step <= 0
                """
            )
        ).ShouldBe(0, "out of order");
    }
}
