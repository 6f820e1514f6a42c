using JasperFx.Events.Projections;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Testing;

namespace PeerNetwork.EventSourcing.Tests;

public sealed class RebuildTests : IAsyncLifetime
{
    private Bank _bank = null!;

    public async Task InitializeAsync() => _bank = await Bank.Open();

    public async Task DisposeAsync() => await _bank.DisposeAsync();

    [Theory]
    [InlineData("balances")]
    [InlineData("account_numbers")]
    public async Task A_rebuilt_projection_equals_the_live_one_while_writers_go_on(string projection)
    {
        var accounts = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _bank.OpenAccount()));
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                await _bank.PayIn(accounts[i % accounts.Length], 1);
                if (i % 10 == 0)
                    await _bank.OpenAccount();
            }
        });
        for (var i = 0; i < 5; i++)
            await _bank.Services.GetRequiredService<ProjectionRebuild>().Run(projection, default);
        await stop.CancelAsync();
        await writing;
        await _bank.CaughtUp();
        var live = await Rows(projection);
        await _bank.Services.GetRequiredService<ProjectionRebuild>().Run(projection, default);
        (await Rows(projection)).ShouldBe(live);
        (await _bank.Scalar<long>("select count(*) from account_numbers")).ShouldBe(
            await _bank.Scalar<long>("select count(*) from bank.mt_streams")
        );
        (await _bank.StatusOf("balances")).State.ShouldBe(ShardState.Running);
    }

    [Theory]
    [InlineData("balances", "select count(*), coalesce(sum(cents), 0)::bigint from balances")]
    [InlineData("account_numbers", "select count(*), 0::bigint from account_numbers")]
    public async Task Readers_never_see_a_table_half_built_nor_go_back_in_time(string projection, string look)
    {
        const int accounts = 200;
        var ids = await Task.WhenAll(Enumerable.Range(0, accounts).Select(_ => _bank.OpenAccount()));
        await _bank.CaughtUp();
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
                await _bank.PayIn(ids[i % accounts], 1);
        });
        var reading = Task.WhenAll(
            Enumerable
                .Range(0, 3)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        for (var last = 0L; !stop.IsCancellationRequested; )
                        {
                            await using var command = _bank.Database.CreateCommand(look);
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
            await _bank.Services.GetRequiredService<ProjectionRebuild>().Run(projection, default);
        await stop.CancelAsync();
        await writing;
        await reading;
    }

    [Fact]
    public async Task A_new_version_is_built_beside_the_old_one_which_goes_on_and_can_be_dropped_then()
    {
        var id = await _bank.OpenAccount("DE1");
        await _bank.CaughtUp();
        await using var next = await Bank.Open(_bank.ConnectionString, balances: new NewerBalances());
        await _bank.PayIn(id, 5);
        await _bank.CaughtUp();
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
        await Should.ThrowAsync<DomainException>(() => versions.Drop("bank", default));
        await _bank.DisposeAsync();
        await versions.Drop("balances_v1", default);
        (await versions.List(default)).Count.ShouldBe(2);
        _bank = await Bank.Open();
    }

    [Fact]
    public async Task An_inline_projection_that_is_new_is_filled_from_all_events_before_the_service_starts()
    {
        var id = await _bank.OpenAccount();
        await _bank.PayIn(id, 1);
        await using var next = await Bank.Open(
            _bank.ConnectionString,
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
                _bank.Services.GetRequiredService<ProjectionRebuild>().Run("nonsense", default)
            )
        ).Message.ShouldContain("'nonsense'");

    private Task<string> Rows(string table) =>
        _bank.Scalar<string>($"select string_agg(r::text, E'\\n' order by r::text) from {table} r");
}

/// <summary>The same tables as <see cref="Balances"/>, in their second version.</summary>
public sealed class NewerBalances : TableProjection
{
    public NewerBalances()
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
