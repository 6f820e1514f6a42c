using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PeerNetwork.Testing;

namespace PeerNetwork.EventSourcing.Tests;

/// <summary>
/// The connection breaks after the commit and before its answer: the append must not be repeated blindly.
/// </summary>
public sealed class AmbiguousCommitTests : IAsyncLifetime
{
    private const int CommitLock = 4711;

    private Bank _bank = null!,
        _behindProxy = null!;
    private FaultProxy _proxy = null!;

    public async Task InitializeAsync()
    {
        _bank = await Bank.Open();
        var address = new NpgsqlConnectionStringBuilder(_bank.ConnectionString);
        _proxy = FaultProxy.InFrontOf(address.Port);
        (address.Host, address.Port) = ("127.0.0.1", _proxy.Port);
        _behindProxy = await Bank.Open(address.ConnectionString);
    }

    public async Task DisposeAsync()
    {
        await _behindProxy.DisposeAsync();
        await _proxy.DisposeAsync();
        await _bank.DisposeAsync();
    }

    [Fact]
    public async Task An_append_whose_answer_was_lost_is_not_repeated_and_its_message_is_known_as_handled()
    {
        var (message, id, decisions) = (Guid.CreateVersion7(), await _bank.OpenAccount(), 0);
        await _bank.Scalar<object>(
            $"""
            create function bank.wait_in_commit() returns trigger language plpgsql as
                $$ begin perform pg_advisory_xact_lock({CommitLock}); return null; end $$;
            create constraint trigger wait_in_commit after insert on bank.mt_events
                deferrable initially deferred for each row execute function bank.wait_in_commit();
            select 1
            """
        );
        await using var holder = await OpenTransaction.Begin(_bank);
        await holder.Execute($"select pg_advisory_xact_lock({CommitLock})");
        var delivery = Deliver();
        await Eventually.Holds(() =>
            _bank.Scalar<bool>(
                "select exists (select from pg_locks where locktype = 'advisory' and not granted "
                    + $"and objid = {CommitLock})"
            )
        );
        _proxy.DropsResponses = true;
        await holder.RollBack();
        await Eventually.Holds(async () =>
            await _bank.Scalar<long>($"select version from bank.mt_streams where id = '{id}'") == 2
        );
        // In this order: an answer that is still under way must not get through before its connection ends.
        _proxy.Reset();
        _proxy.DropsResponses = false;
        // It asks whether it was handled; the answer to that may be lost too.
        await Task.WhenAny(delivery);
        (delivery.IsFaulted || !await delivery).ShouldBeTrue();
        decisions.ShouldBe(1);
        await Eventually.Passes(async () => (await Deliver()).ShouldBeFalse());
        (decisions, (await _bank.Read(id))!.Cents).ShouldBe((1, 5));

        async Task<bool> Deliver()
        {
            await using var scope = _behindProxy.Services.CreateAsyncScope();
            var events = scope.ServiceProvider.GetRequiredService<EventStreams>();
            return await scope
                .ServiceProvider.GetRequiredService<ProcessedMessages>()
                .HandleOnce(
                    message,
                    "consumer",
                    () =>
                        events.Update<Account, AccountEvent>(
                            id,
                            Account.Evolve,
                            _ =>
                            {
                                decisions++;
                                return [new MoneyPaidIn(new(id), 5)];
                            },
                            default
                        ),
                    default
                );
        }
    }
}
