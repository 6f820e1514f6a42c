using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Marten.Subscriptions;
using Microsoft.Extensions.DependencyInjection;

namespace PeerNetwork.EventSourcing;

/// <summary>Decides again on what an event can concern, each in a unit of work of its own.</summary>
/// <remarks>After a crash it starts the same events again: the same decision then changes nothing.</remarks>
public abstract class ReactingSubscription : SubscriptionBase
{
    private readonly IServiceScopeFactory _scopes;
    private readonly TimeProvider _clock;
    private readonly Dictionary<Type, Func<object, CancellationToken, Task<IReadOnlyList<Guid>>>> _affected = [];

    /// <param name="name">A stable snake_case name: the name of the shard.</param>
    protected ReactingSubscription(string name, IServiceScopeFactory scopes, TimeProvider clock)
    {
        Name = name;
        (_scopes, _clock) = (scopes, clock);
    }

    public sealed override async Task<IChangeListener> ProcessEventsAsync(
        EventRange page,
        ISubscriptionController controller,
        IDocumentOperations operations,
        CancellationToken cancellationToken
    )
    {
        foreach (var e in page.Events)
        {
            if (await _affected[e.Data.GetType()](e.Data, cancellationToken) is not { Count: > 0 } affected)
                continue;
            await using var scope = _scopes.CreateScopeFor(e);
            var streams = scope.ServiceProvider.GetRequiredService<EventStreams>();
            foreach (var id in affected)
            {
                var now = _clock.GetUtcNow();
                await streams.Update(writes => Decide(id, writes, now, cancellationToken), cancellationToken);
            }
        }

        return NullChangeListener.Instance;
    }

    /// <summary>Says what an event of this type can concern, by its id. No other type of events is read.</summary>
    protected void On<T>(Func<T, CancellationToken, Task<IReadOnlyList<Guid>>> findAffected)
        where T : class
    {
        IncludeType<T>();
        _affected.Add(typeof(T), (data, ct) => findAffected((T)data, ct));
    }

    /// <inheritdoc cref="On{T}(Func{T, CancellationToken, Task{IReadOnlyList{Guid}}})"/>
    protected void On<T>(Func<T, Guid> affected)
        where T : class => On<T>((data, _) => Task.FromResult<IReadOnlyList<Guid>>([affected(data)]));

    /// <summary>Fetches what the decision needs, and appends what it decides.</summary>
    protected abstract Task Decide(Guid id, StreamWrites writes, DateTimeOffset now, CancellationToken ct);
}
