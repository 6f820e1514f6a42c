using Microsoft.Extensions.DependencyInjection;

namespace PeerNetwork.EventSourcing.Tests;

public sealed class InboxTests : IAsyncLifetime
{
    private Bank _bank = null!;

    public async Task InitializeAsync() => _bank = await Bank.Open();

    public async Task DisposeAsync() => await _bank.DisposeAsync();

    [Fact]
    public async Task A_message_has_its_effect_once_for_each_consumer()
    {
        var (message, id) = (Guid.CreateVersion7(), await _bank.OpenAccount());
        (await Deliver(message, "a", id)).ShouldBeTrue();
        (await Deliver(message, "a", id)).ShouldBeFalse();
        (await Deliver(message, "b", id)).ShouldBeTrue();
        (await _bank.Read(id))!.Cents.ShouldBe(2);
    }

    [Fact]
    public async Task Of_two_deliveries_at_the_same_time_one_has_the_effect()
    {
        var (message, id) = (Guid.CreateVersion7(), await _bank.OpenAccount());
        var delivered = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Deliver(message, "a", id)));
        delivered.Count(d => d).ShouldBe(1);
        (await _bank.Read(id))!.Cents.ShouldBe(1);
    }

    [Fact]
    public async Task A_message_without_effect_is_remembered_too()
    {
        var message = Guid.CreateVersion7();
        var handled = 0;
        for (var i = 0; i < 2; i++)
            await WithProcessed(messages =>
                messages.HandleOnce(
                    message,
                    "a",
                    () =>
                    {
                        handled++;
                        return Task.CompletedTask;
                    },
                    default
                )
            );
        handled.ShouldBe(1);
    }

    [Fact]
    public async Task A_failed_message_leaves_no_trace_and_can_come_again()
    {
        var (message, id) = (Guid.CreateVersion7(), await _bank.OpenAccount());
        await Should.ThrowAsync<InvalidTimeZoneException>(() =>
            WithProcessed(messages =>
                messages.HandleOnce(message, "a", () => throw new InvalidTimeZoneException(), default)
            )
        );
        (await Deliver(message, "a", id)).ShouldBeTrue();
    }

    private async Task<bool> Deliver(Guid message, string consumer, Guid account)
    {
        await using var scope = _bank.Services.CreateAsyncScope();
        var events = scope.ServiceProvider.GetRequiredService<EventStreams>();
        return await scope
            .ServiceProvider.GetRequiredService<ProcessedMessages>()
            .HandleOnce(
                message,
                consumer,
                () =>
                    events.Update<Account, AccountEvent>(
                        account,
                        Account.Evolve,
                        _ => [new MoneyPaidIn(new(account), 1)],
                        default
                    ),
                default
            );
    }

    private async Task WithProcessed(Func<ProcessedMessages, Task> work)
    {
        await using var scope = _bank.Services.CreateAsyncScope();
        await work(scope.ServiceProvider.GetRequiredService<ProcessedMessages>());
    }
}
