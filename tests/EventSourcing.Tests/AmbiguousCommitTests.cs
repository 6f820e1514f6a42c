using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PeerNetwork.Testing;

namespace PeerNetwork.EventSourcing.Tests;

/// <summary>The connection breaks after the commit and before its response. The append must not be repeated.</summary>
public sealed class AmbiguousCommitTests : IAsyncLifetime
{
    private const int CommitLock = 4711;

    private AccountsService _service = null!,
        _behindProxy = null!;
    private FaultProxy _proxy = null!;

    public async Task InitializeAsync()
    {
        _service = await AccountsService.Start();
        var address = new NpgsqlConnectionStringBuilder(_service.ConnectionString);
        _proxy = FaultProxy.InFrontOf(address.Port);
        (address.Host, address.Port) = ("127.0.0.1", _proxy.Port);
        _behindProxy = await AccountsService.Start(address.ConnectionString);
    }

    public async Task DisposeAsync()
    {
        await _behindProxy.DisposeAsync();
        await _proxy.DisposeAsync();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task An_append_whose_response_was_lost_is_not_repeated_and_its_message_counts_as_handled()
    {
        var (message, id, decisions) = (Guid.CreateVersion7(), await _service.OpenAccount(), 0);
        await _service.Scalar<object>(
            $"""
            create function accounts.wait_in_commit() returns trigger language plpgsql as
                $$ begin perform pg_advisory_xact_lock({CommitLock}); return null; end $$;
            create constraint trigger wait_in_commit after insert on accounts.mt_events
                deferrable initially deferred for each row execute function accounts.wait_in_commit();
            select 1
            """
        );
        await using var holder = await OpenTransaction.Begin(_service);
        await holder.Execute($"select pg_advisory_xact_lock({CommitLock})");
        var delivery = Deliver();
        await Eventually.Holds(() =>
            _service.Scalar<bool>(
                "select exists (select from pg_locks where locktype = 'advisory' and not granted "
                    + $"and objid = {CommitLock})"
            )
        );
        _proxy.DropsResponses = true;
        await holder.RollBack();
        await Eventually.Holds(async () =>
            await _service.Scalar<long>($"select version from accounts.mt_streams where id = '{id}'") == 2
        );
        // The order matters: a response in flight must not arrive before its connection ends.
        _proxy.Reset();
        _proxy.DropsResponses = false;
        // The handler asks whether the message was handled; this response may be lost too.
        await Task.WhenAny(delivery);
        (delivery.IsFaulted || !await delivery).ShouldBeTrue();
        decisions.ShouldBe(1);
        await Eventually.Passes(async () => (await Deliver()).ShouldBeFalse());
        (decisions, (await _service.Read(id))!.Cents).ShouldBe((1, 5));

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
