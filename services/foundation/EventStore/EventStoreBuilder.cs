using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace PeerNetwork.EventStore;

/// <summary>Says what a service stores: its streams and their events, its projections and its unique facts.</summary>
public sealed class EventStoreBuilder
{
    private readonly EventTypes _types = new();
    private readonly UniqueSentences _unique = new();

    internal EventStoreBuilder(IServiceCollection services)
    {
        Services = services;
        services.AddSingleton(_types);
        services.AddSingleton(_unique);
    }

    public IServiceCollection Services { get; }

    /// <summary>Names a stream by its state and lists the events that may stand in it.</summary>
    public EventStoreBuilder Stream<T>(string name, Action<StreamBuilder> events)
        where T : class
    {
        _types.AddStream(typeof(T), name);
        events(new StreamBuilder(_types));
        return this;
    }

    /// <summary>A projection that is written in the transaction of the append.</summary>
    public EventStoreBuilder Inline<T>()
        where T : class, IProjection
    {
        Services.TryAddSingleton<T>();
        Services.AddSingleton(provider => new InlineProjection(provider.GetRequiredService<T>()));
        return this;
    }

    /// <summary>A projection that follows the events with a position of its own.</summary>
    public EventStoreBuilder Async<T>()
        where T : class, IProjection
    {
        Services.TryAddSingleton<T>();
        Services.AddSingleton(provider => new AsyncProjection(provider.GetRequiredService<T>()));
        Services.AddSubscription(provider => new ProjectionSubscriber(provider.GetRequiredService<T>()));
        return this;
    }

    /// <summary>The sentence that a client reads when this unique index refuses its request.</summary>
    public EventStoreBuilder Unique(string index, string sentence)
    {
        _unique.Add(index, sentence);
        return this;
    }
}

public static class EventStoreRegistration
{
    /// <summary>Adds event streams in PostgreSQL; the tables are made when the service starts.</summary>
    /// <param name="services">The service's registrations.</param>
    /// <param name="schema">The schema of the event tables, named after the service.</param>
    /// <param name="connectionString">Npgsql connection string.</param>
    /// <param name="masterKey">32 bytes that wrap the keys of personal data.</param>
    public static EventStoreBuilder AddEventStore(
        this IServiceCollection services,
        string schema,
        string connectionString,
        byte[] masterKey
    )
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(_ => new EventStoreDatabase(schema, connectionString, masterKey));
        services.AddSingleton(provider => provider.GetRequiredService<EventStoreDatabase>().Source);
        services.AddSingleton(provider => provider.GetRequiredService<EventStoreDatabase>().Keys);
        services.AddSingleton<EventReader>();
        services.AddSingleton<EventAppender>();
        services.AddSingleton<AppendWriter>();
        services.AddSingleton<StreamTurns>();
        services.AddSingleton<InlineProjections>();
        services.AddSingleton<ProjectionRebuild>();
        services.AddSingleton<Verification>();
        services.AddSingleton<StreamsCheck>();
        services.AddSingleton<MessagesCheck>();
        services.AddSingleton<StreamsExport>();
        services.AddSingleton<StreamsImport>();
        services.AddSingleton<ReadModels>();
        services.AddSingleton<SubscriptionStatuses>();
        services.AddSingleton<SubscriptionPositions>();
        services.AddSingleton<WakeUp>();
        services.AddScoped<EventContext>();
        services.AddScoped<EventStreams>();
        services.AddScoped<HeldAppend>();
        services.AddScoped<Inbox>();
        services.AddSingleton<InboxReader>();
        services.AddHostedService<SchemaSetup>();
        services.AddHostedService(provider => provider.GetRequiredService<WakeUp>());
        return new EventStoreBuilder(services);
    }

    /// <summary>Adds something other than a projection that follows the events in order, such as the relay to the broker.</summary>
    public static IServiceCollection AddSubscription(
        this IServiceCollection services,
        Func<IServiceProvider, ISubscriber> subscriber
    ) =>
        services.AddSingleton<IHostedService>(provider =>
            ActivatorUtilities.CreateInstance<Subscription>(provider, subscriber(provider))
        );
}

/// <summary>The sentences for violated unique indexes.</summary>
public sealed class UniqueSentences
{
    private readonly Dictionary<string, string> _sentences = [];

    internal void Add(string index, string sentence) => _sentences.Add(index, sentence);

    internal string For(string? index) => _sentences.GetValueOrDefault(index ?? "", "This is already taken.");
}

public sealed record InlineProjection(IProjection Projection);

public sealed record AsyncProjection(IProjection Projection);

/// <summary>The projections that are written in the transaction of the append.</summary>
public sealed class InlineProjections(IEnumerable<InlineProjection> projections)
{
    public IReadOnlyList<IProjection> All { get; } = [.. projections.Select(p => p.Projection)];

    internal void Apply(StoredEvent e, SqlBatch sql)
    {
        foreach (var projection in All)
            projection.Apply(e, sql);
    }
}
