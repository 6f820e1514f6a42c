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
        (await Handle(message, () => Task.CompletedTask)).ShouldBeTrue();
        (await Handle(message, () => Task.CompletedTask)).ShouldBeFalse();
    }

    [Fact]
    public async Task What_a_handler_cannot_do_a_second_time_says_nothing_of_a_message_that_was_handled()
    {
        var (message, handled) = (Guid.CreateVersion7(), false);
        (await Handle(message, Once)).ShouldBeTrue();
        (await Handle(message, Once)).ShouldBeFalse();

        Task Once() => handled ? throw new InvalidTimeZoneException() : Task.FromResult(handled = true);
    }

    [Fact]
    public async Task A_failed_message_leaves_no_trace_and_can_come_again()
    {
        var (message, id) = (Guid.CreateVersion7(), await _bank.OpenAccount());
        await Should.ThrowAsync<InvalidTimeZoneException>(() =>
            Handle(message, () => throw new InvalidTimeZoneException())
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

    private async Task<bool> Handle(Guid message, Func<Task> handle)
    {
        await using var scope = _bank.Services.CreateAsyncScope();
        return await scope
            .ServiceProvider.GetRequiredService<ProcessedMessages>()
            .HandleOnce(message, "a", handle, default);
    }
}
