using Microsoft.Extensions.DependencyInjection;

namespace PeerNetwork.EventStore.Tests;

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
        _bank.StatusOf("balances").State.ShouldBe(SubscriptionState.Running);
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
    public async Task A_projection_whose_definition_changed_is_rebuilt_at_the_next_start()
    {
        await _bank.OpenAccount("DE1");
        await _bank.CaughtUp();
        await _bank.Scalar<object>(
            "alter table balances drop column holder; update bank.projections set definition = 'as it was before' where name = 'balances' returning 1"
        );
        await using var next = await Bank.Open(_bank.ConnectionString);
        (await next.Scalar<string>("select holder from balances")).ShouldBe("Ada Lovelace");
    }

    [Fact]
    public async Task An_unknown_projection_is_named_in_the_error() =>
        (
            await Should.ThrowAsync<ArgumentException>(() =>
                _bank.Services.GetRequiredService<ProjectionRebuild>().Run("nonsense", default)
            )
        ).Message.ShouldContain("'nonsense'");

    private Task<string> Rows(string table) =>
        _bank.Scalar<string>($"select string_agg(r::text, E'\\n' order by r::text) from {table} r");
}
