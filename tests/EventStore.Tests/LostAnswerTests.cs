using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PeerNetwork.Testing;

namespace PeerNetwork.EventStore.Tests;

/// <summary>The connection breaks after the commit and before its answer: nobody knows the outcome, so nobody may repeat the append blindly.</summary>
public sealed class LostAnswerTests : IAsyncLifetime
{
    /// <summary>So many transactions of one process append at a time, see <see cref="AppendWriter"/>.</summary>
    private const int Lanes = 2;

    private Bank _bank = null!,
        _far = null!;
    private FaultProxy _line = null!;

    public async Task InitializeAsync()
    {
        _bank = await Bank.Open();
        var address = new NpgsqlConnectionStringBuilder(_bank.ConnectionString);
        _line = FaultProxy.Before(address.Port);
        (address.Host, address.Port) = ("127.0.0.1", _line.Port);
        _far = await Bank.Open(address.ConnectionString);
    }

    public async Task DisposeAsync()
    {
        await _far.DisposeAsync();
        await _line.DisposeAsync();
        await _bank.DisposeAsync();
    }

    [Fact]
    public async Task An_append_whose_answer_was_lost_is_not_repeated_and_its_message_is_known_as_handled()
    {
        var (message, id, decisions) = (Guid.CreateVersion7(), await _bank.OpenAccount(), 0);
        var delivery = Deliver(() =>
        {
            decisions++;
            _line.LosesAnswers = true;
        });
        await Eventually.Holds(async () =>
            await _bank.Scalar<long>($"select version from bank.mt_streams where id = '{id}'") == 2
        );
        Break();
        await Should.ThrowAsync<NpgsqlException>(delivery);
        decisions.ShouldBe(1);
        await Eventually.Passes(async () => (await Deliver(() => { })).ShouldBeFalse());
        (await _bank.Read(id))!.Cents.ShouldBe(5);

        async Task<bool> Deliver(Action deciding)
        {
            await using var scope = _far.Services.CreateAsyncScope();
            var events = scope.ServiceProvider.GetRequiredService<EventStreams>();
            return await scope
                .ServiceProvider.GetRequiredService<Inbox>()
                .Once(
                    message,
                    "consumer",
                    () =>
                        events.Update<Account, AccountEvent>(
                            id,
                            Account.Evolve,
                            _ =>
                            {
                                deciding();
                                return [new MoneyPaidIn(new(id), 5)];
                            },
                            default
                        ),
                    default
                );
        }
    }

    [Fact]
    public async Task Appends_that_shared_a_transaction_whose_answer_was_lost_are_not_repeated_one_by_one()
    {
        var accounts = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => _bank.OpenAccount()));
        var (early, late) = (accounts[..Lanes], accounts[Lanes..]);
        await using var barrier = await Lock(early);
        await using var gate = await Lock(late[0]);
        // The early ones take all lanes; the late ones gather behind them and go together.
        var first = early.Select(a => _far.PayIn(a, 5)).ToArray();
        await Eventually.Holds(async () => await Waiting() == Lanes);
        var decisions = 0;
        var second = late.Select(a =>
                _far.Update(
                    a,
                    _ =>
                    {
                        Interlocked.Increment(ref decisions);
                        return [new MoneyPaidIn(new(a), 5)];
                    }
                )
            )
            .ToArray();
        await Eventually.Holds(() => Task.FromResult(Volatile.Read(ref decisions) == late.Length));
        await barrier.RollBack();
        await Task.WhenAll(first);
        await Eventually.Holds(async () => await Waiting() > 0);

        _line.LosesAnswers = true;
        await gate.RollBack();
        await Eventually.Holds(async () => await _bank.Scalar<long>("select min(version) from bank.mt_streams") == 2);
        Break();
        foreach (var payment in second)
            await Should.ThrowAsync<NpgsqlException>(payment);
        (await _bank.Scalar<long>("select count(*) from bank.mt_events where type = 'money_paid_in'")).ShouldBe(
            accounts.Length
        );
        decisions.ShouldBe(late.Length);
    }

    /// <summary>The connections break; new ones are whole again.</summary>
    private void Break()
    {
        _line.LosesAnswers = false;
        _line.Reset();
    }

    private async Task<Writer> Lock(params Guid[] streams)
    {
        var writer = await Writer.Begin(_bank);
        foreach (var stream in streams)
            await writer.Execute($"select from bank.mt_streams where id = '{stream}' for update");
        return writer;
    }

    private Task<long> Waiting() =>
        _bank.Scalar<long>(
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%append_events%'"
        );
}
