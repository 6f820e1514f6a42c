using Microsoft.Extensions.DependencyInjection;

namespace PeerNetwork.EventSourcing;

/// <summary>Decides again on what an event can concern, each in a unit of work of its own.</summary>
public abstract class ReactingSubscription : EventHandlingSubscription
{
    private readonly TimeProvider _clock;

    /// <param name="name">A stable snake_case name: the name of the shard.</param>
    protected ReactingSubscription(string name, IServiceScopeFactory scopes, TimeProvider clock)
        : base(name, scopes) => _clock = clock;

    /// <summary>Says what an event of this type can concern, by its id. No other type of events is read.</summary>
    protected void On<T>(Func<T, CancellationToken, Task<IReadOnlyList<Guid>>> findAffected)
        where T : class =>
        Handle<T>(
            async (data, services, ct) =>
            {
                if (await findAffected(data, ct) is not { Count: > 0 } affected)
                    return;
                var streams = services.GetRequiredService<EventStreams>();
                foreach (var id in affected)
                {
                    var now = _clock.GetUtcNow();
                    await streams.Update(writes => Decide(id, writes, now, ct), ct);
                }
            }
        );

    /// <inheritdoc cref="On{T}(Func{T, CancellationToken, Task{IReadOnlyList{Guid}}})"/>
    protected void On<T>(Func<T, Guid> affected)
        where T : class => On<T>((data, _) => Task.FromResult<IReadOnlyList<Guid>>([affected(data)]));

    /// <summary>Fetches what the decision needs, and appends what it decides.</summary>
    protected abstract Task Decide(Guid id, StreamWrites writes, DateTimeOffset now, CancellationToken ct);
}
