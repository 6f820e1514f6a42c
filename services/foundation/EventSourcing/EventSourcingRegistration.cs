using JasperFx;
using JasperFx.Events;
using JasperFx.Events.Daemon;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Weasel.Core;
using Weasel.Postgresql.Tables;

namespace PeerNetwork.EventSourcing;

/// <summary>What differs between the services and their environments.</summary>
/// <param name="Service">The service's name, also the schema of its streams: lower case letters only.</param>
/// <param name="ConnectionString">Npgsql connection string.</param>
/// <param name="MasterKeys">They wrap the keys of personal data.</param>
/// <param name="CreatesSchema">
/// Whether the service makes and changes its tables when it starts. False in production, where <c>db-apply</c> does.
/// </param>
public sealed record EventSourcingSettings(
    string Service,
    string ConnectionString,
    MasterKeys MasterKeys,
    bool CreatesSchema
);

public static class EventSourcingRegistration
{
    /// <summary>Sets Marten up in the one way that all services share.</summary>
    /// <param name="services">The service's registrations.</param>
    /// <param name="settings">What differs between the services.</param>
    /// <param name="store">Registers the service's events, projections, subscriptions and documents.</param>
    public static MartenServiceCollectionExtensions.MartenConfigurationExpression AddEventSourcing(
        this IServiceCollection services,
        EventSourcingSettings settings,
        Action<StoreOptions> store
    )
    {
        var options = new StoreOptions();
        store(options);
        TableProjection[] projections = [.. options.Projections.All.OfType<TableProjection>()];
        var database = new EventDatabase(
            settings.Service,
            settings.ConnectionString,
            projections.Select(p => p.SchemaName)
        );
        var keys = new PersonalDataKeys(database, settings.MasterKeys);
        var wakeup = new DaemonWakeup();

        options.Connection(database.Source);
        options.DatabaseSchemaName = settings.Service;
        options.Events.DatabaseSchemaName = settings.Service;
        options.AutoCreateSchemaObjects = settings.CreatesSchema ? AutoCreate.CreateOrUpdate : AutoCreate.None;
        options.Serializer(new PersonalDataSerializer(keys));
        options.Listeners.Add(new PersonalDataListener(keys));
        options.Listeners.Add(wakeup.Listener);
        options.Storage.ExtendedSchemaObjects.AddRange(OwnTables(settings.Service));
        ConfigureEvents(options);
        ConfigureDaemon(options, wakeup);

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(_ => database);
        services.AddSingleton(settings.MasterKeys);
        services.AddSingleton(keys);
        services.AddSingleton(wakeup);
        services.AddSingleton(new UniqueIndexMessages(projections));
        services.AddSingleton<StreamRetryLocks>();
        services.AddScoped<AuditContext>();
        services.AddScoped<EventStreams>();
        services.AddScoped<ProcessedMessages>();
        services.AddSingleton<ReadModels>();
        services.AddSingleton<ShardStatuses>();
        services.AddSingleton<ProjectionRebuild>();
        services.AddSingleton<ProjectionVersions>();
        services.AddSingleton<ProjectionBuilds>();
        services.AddSingleton<Verification>();
        services.AddSingleton<KeptDocuments>();
        services.AddSingleton<StreamsCheck>();
        services.AddSingleton<MessagesCheck>();
        services.AddSingleton<StreamsExport>();
        services.AddSingleton<StreamsImport>();
        var marten = services.AddMarten(options).UseLightweightSessions();
        if (settings.CreatesSchema)
            marten.ApplyAllDatabaseChangesOnStartup();
        services.AddHostedService<PersonalDataKeyUpdates>();
        services.AddHostedService<InlineProjectionSetup>();
        marten.AddAsyncDaemon(DaemonMode.HotCold);
        services.AddHostedService<ShardSupervisor>();
        return marten;
    }

    /// <summary>
    /// With these settings no projection and no subscription passes over a committed event, whatever writers do: tried
    /// with held inserts, rolled-back appends and killed backends. Each is pinned by a test.
    /// </summary>
    private static void ConfigureEvents(StoreOptions options)
    {
        options.Events.StreamIdentity = StreamIdentity.AsGuid;
        // The rich mode takes numbers before inline projections run: the daemon then passes over slow ones.
        options.Events.AppendMode = EventAppendMode.QuickWithServerTimestamps;
        // A lost race takes no number, and so leaves no gap for the daemon to wait at.
        options.Events.UseExclusiveLockOnConcurrentAppends = true;
        options.Events.MetadataConfig.CorrelationIdEnabled = true;
        options.Events.MetadataConfig.CausationIdEnabled = true;
        options.Events.MetadataConfig.HeadersEnabled = true;
        options.Events.MetadataConfig.UserNameEnabled = true;
    }

    private static void ConfigureDaemon(StoreOptions options, DaemonWakeup wakeup)
    {
        var daemon = options.Projections;
        // A gap is passed only when no transaction that may fill it is left; the short threshold is safe because of it.
        daemon.UseTransactionEvidenceForGapSkipping = true;
        daemon.StaleSequenceThreshold = TimeSpan.FromMilliseconds(50);
        daemon.SlowPollingTime = TimeSpan.FromMilliseconds(100);
        daemon.FastPollingTime = TimeSpan.FromMilliseconds(20);
        daemon.LeadershipPollingTime = 1_000;
        daemon.Wakeup = wakeup;
        // An event that cannot be applied stops its shard, visibly. Marten would pass over it.
        daemon.Errors.SkipApplyErrors = false;
        daemon.Errors.SkipSerializationErrors = false;
        daemon.Errors.SkipUnknownEvents = false;
        daemon.RebuildErrors.SkipApplyErrors = false;
        daemon.RebuildErrors.SkipSerializationErrors = false;
        daemon.RebuildErrors.SkipUnknownEvents = false;
    }

    /// <summary>The tables that are neither streams nor documents nor projections.</summary>
    private static IEnumerable<ISchemaObject> OwnTables(string schema)
    {
        var keys = new Table($"{schema}.{EventDatabase.PersonalDataKeysTable}");
        keys.AddColumn<Guid>("owner").AsPrimaryKey();
        keys.AddColumn("wrapped", "bytea");
        keys.AddColumn("master_key", "integer").NotNull();
        keys.AddColumn("created_at", "timestamptz").NotNull().DefaultValueByExpression("now()");
        keys.AddColumn("erased_at", "timestamptz");
        yield return keys;

        var messages = new Table($"{schema}.{EventDatabase.ProcessedMessagesTable}");
        messages.AddColumn<Guid>("message_id").AsPrimaryKey();
        messages.AddColumn("consumer", "text").AsPrimaryKey();
        messages.AddColumn("processed_at", "timestamptz").NotNull().DefaultValueByExpression("now()");
        yield return messages;

        var builds = new Table($"{schema}.{ProjectionBuilds.Table}");
        builds.AddColumn("name", "text").AsPrimaryKey();
        builds.AddColumn("built_at", "timestamptz").NotNull().DefaultValueByExpression("now()");
        yield return builds;
    }
}
