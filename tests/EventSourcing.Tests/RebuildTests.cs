using JasperFx.Events.Projections;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Testing;

namespace PeerNetwork.EventSourcing.Tests;

public sealed class RebuildTests : IAsyncLifetime
{
    private AccountsService _service = null!;

    public async Task InitializeAsync() => _service = await AccountsService.Start();

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Theory]
    [InlineData("balances")]
    [InlineData("account_numbers")]
    public async Task A_rebuilt_projection_equals_the_live_one_while_writers_go_on(string projection)
    {
        var accounts = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _service.OpenAccount()));
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                await _service.PayIn(accounts[i % accounts.Length], 1);
                if (i % 10 == 0)
                    await _service.OpenAccount();
            }
        });
        for (var i = 0; i < 5; i++)
            await _service.Services.GetRequiredService<ProjectionRebuild>().Run(projection, default);
        await stop.CancelAsync();
        await writing;
        await _service.WaitUntilCaughtUp();
        var live = await Rows(projection);
        await _service.Services.GetRequiredService<ProjectionRebuild>().Run(projection, default);
        (await Rows(projection)).ShouldBe(live);
        (await _service.Scalar<long>("select count(*) from account_numbers")).ShouldBe(
            await _service.Scalar<long>("select count(*) from accounts.mt_streams")
        );
        (await _service.GetStatus("balances")).State.ShouldBe(ShardState.Running);
    }

    [Theory]
    [InlineData("balances", "select count(*), coalesce(sum(cents), 0)::bigint from balances")]
    [InlineData("account_numbers", "select count(*), 0::bigint from account_numbers")]
    public async Task Readers_never_see_an_incomplete_table_or_older_data(string projection, string query)
    {
        const int accounts = 200;
        var ids = await Task.WhenAll(Enumerable.Range(0, accounts).Select(_ => _service.OpenAccount()));
        await _service.WaitUntilCaughtUp();
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
                await _service.PayIn(ids[i % accounts], 1);
        });
        var reading = Task.WhenAll(
            Enumerable
                .Range(0, 3)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        for (var last = 0L; !stop.IsCancellationRequested; )
                        {
                            await using var command = _service.Database.CreateCommand(query);
                            await using var row = await command.ExecuteReaderAsync();
                            await row.ReadAsync();
                            row.GetInt64(0).ShouldBe(accounts);
                            row.GetInt64(1).ShouldBeGreaterThanOrEqualTo(last);
                            last = row.GetInt64(1);
                        }
                    })
                )
        );
        for (var i = 0; i < 5; i++)
            await _service.Services.GetRequiredService<ProjectionRebuild>().Run(projection, default);
        await stop.CancelAsync();
        await writing;
        await reading;
    }

    [Fact]
    public async Task A_value_whose_events_stand_in_the_other_order_is_rebuilt()
    {
        var first = await _service.OpenAccount("DE1");
        await _service.Update(first, _ => [new NumberChanged(new(first), "DE2")]);
        await _service.OpenAccount("DE1");
        await _service.WaitUntilCaughtUp();
        var live = await Rows("account_numbers");
        // As if both had been written at once: the second account waited until the first had given its number up.
        await _service.Scalar<int>("update accounts.mt_events set seq_id = -seq_id where seq_id in (2, 3) returning 1");
        await _service.Scalar<int>("update accounts.mt_events set seq_id = 5 + seq_id where seq_id < 0 returning 1");

        await _service.Services.GetRequiredService<ProjectionRebuild>().Run("account_numbers", default);

        (await Rows("account_numbers")).ShouldBe(live);
        (await Should.ThrowAsync<UniqueConflictException>(() => _service.OpenAccount("DE1"))).Message.ShouldBe(
            "There is an account with this number already."
        );
    }

    [Fact]
    public async Task A_new_version_is_built_while_the_old_one_is_in_use_and_the_old_one_can_be_dropped()
    {
        var id = await _service.OpenAccount("DE1");
        await _service.WaitUntilCaughtUp();
        await using var next = await AccountsService.Start(_service.ConnectionString, balances: new BalancesV2());
        await _service.PayIn(id, 5);
        await _service.WaitUntilCaughtUp();
        await Eventually.Holds(async () =>
            await next.Scalar<long>("select coalesce(max(cents), 0) from balances_v2.balances") == 5
        );

        var versions = next.Services.GetRequiredService<ProjectionVersions>();
        (await versions.List(default)).ShouldBe([
            new("account_numbers_v1", true),
            new("balances_v1", false),
            new("balances_v2", true),
        ]);
        await Should.ThrowAsync<DomainException>(() => versions.Drop("balances_v2", default));
        await Should.ThrowAsync<DomainException>(() => versions.Drop("accounts", default));
        await _service.DisposeAsync();
        await versions.Drop("balances_v1", default);
        (await versions.List(default)).Count.ShouldBe(2);
        _service = await AccountsService.Start();
    }

    [Fact]
    public async Task A_new_inline_projection_is_built_from_all_events_before_the_service_starts()
    {
        var id = await _service.OpenAccount();
        await _service.PayIn(id, 1);
        await using var next = await AccountsService.Start(
            _service.ConnectionString,
            options => options.Projections.Add(new PaymentCounts(), ProjectionLifecycle.Inline)
        );
        (await next.Scalar<long>("select payments from payment_counts")).ShouldBe(1);
        await next.PayIn(id, 1);
        (await next.Scalar<long>("select payments from payment_counts")).ShouldBe(2);
    }

    [Fact]
    public async Task An_unknown_projection_is_named_in_the_error() =>
        (
            await Should.ThrowAsync<DomainException>(() =>
                _service.Services.GetRequiredService<ProjectionRebuild>().Run("nonsense", default)
            )
        ).Message.ShouldContain("'nonsense'");

    private Task<string> Rows(string table) =>
        _service.Scalar<string>($"select string_agg(r::text, E'\\n' order by r::text) from {table} r");
}

/// <summary>The second version of <see cref="Balances"/>.</summary>
public sealed class BalancesV2 : TableProjection
{
    public BalancesV2()
        : base("balances", version: 2)
    {
        var balances = AddTable("balances");
        balances.AddColumn<Guid>("id").AsPrimaryKey();
        balances.AddColumn("cents", "bigint").NotNull();
    }

    protected override void Apply(JasperFx.Events.IEvent e, Marten.IDocumentOperations operations)
    {
        if (e.Data is MoneyPaidIn p)
            operations.QueueSql(
                $"""
                insert into balances_v2.balances as b (id, cents) values ({e.StreamId}, {p.Cents})
                on conflict (id) do update set cents = b.cents + excluded.cents
                """
            );
    }
}
