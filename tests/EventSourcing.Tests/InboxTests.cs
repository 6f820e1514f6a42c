using Microsoft.Extensions.DependencyInjection;

namespace PeerNetwork.EventSourcing.Tests;

public sealed class InboxTests : IAsyncLifetime
{
    private AccountsService _service = null!;

    public async Task InitializeAsync() => _service = await AccountsService.Start();

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task A_message_has_its_effect_once_for_each_consumer()
    {
        var (message, id) = (Guid.CreateVersion7(), await _service.OpenAccount());
        (await _service.PayInOnce(message, "a", id)).ShouldBeTrue();
        (await _service.PayInOnce(message, "a", id)).ShouldBeFalse();
        (await _service.PayInOnce(message, "b", id)).ShouldBeTrue();
        (await _service.Read(id))!.Cents.ShouldBe(2);
    }

    [Fact]
    public async Task Of_concurrent_deliveries_one_has_the_effect()
    {
        var (message, id) = (Guid.CreateVersion7(), await _service.OpenAccount());
        var delivered = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _service.PayInOnce(message, "a", id)));
        delivered.Count(d => d).ShouldBe(1);
        (await _service.Read(id))!.Cents.ShouldBe(1);
    }

    [Fact]
    public async Task A_message_without_effect_is_stored_too()
    {
        var message = Guid.CreateVersion7();
        (await Handle(message, () => Task.CompletedTask)).ShouldBeTrue();
        (await Handle(message, () => Task.CompletedTask)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_duplicate_is_recognised_even_if_the_handler_fails_on_it()
    {
        var (message, handled) = (Guid.CreateVersion7(), false);
        (await Handle(message, Once)).ShouldBeTrue();
        (await Handle(message, Once)).ShouldBeFalse();

        Task Once() => handled ? throw new InvalidTimeZoneException() : Task.FromResult(handled = true);
    }

    [Fact]
    public async Task A_failed_message_can_be_delivered_again()
    {
        var (message, id) = (Guid.CreateVersion7(), await _service.OpenAccount());
        await Should.ThrowAsync<InvalidTimeZoneException>(() =>
            Handle(message, () => throw new InvalidTimeZoneException())
        );
        (await _service.PayInOnce(message, "a", id)).ShouldBeTrue();
    }

    private async Task<bool> Handle(Guid message, Func<Task> handle)
    {
        await using var scope = _service.Services.CreateAsyncScope();
        return await scope
            .ServiceProvider.GetRequiredService<ProcessedMessages>()
            .HandleOnce(message, "a", handle, default);
    }
}
