using JasperFx;
using JasperFx.Events;
using JasperFx.Events.Daemon;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Weasel.Core;
using Weasel.Postgresql.Tables;

namespace PeerNetwork.EventSourcing;

/// <summary>The settings that differ between services and environments.</summary>
/// <param name="Service">The service's name, also the schema of its streams: lower case letters only.</param>
/// <param name="ConnectionString">Npgsql connection string.</param>
/// <param name="MasterKeys">The keys that wrap the keys of personal data. Commands for the schema need none.</param>
/// <param name="CreatesSchema"> Whether the service creates and changes its tables at startup. False in production,
/// where <c>db-apply</c> does it. </param>
/// <param name="RunsShards">Whether this process runs asynchronous projections and subscriptions. False in a process
/// that leaves them to other replicas of the service.</param>
public sealed record EventSourcingSettings(
    string Service,
    string ConnectionString,
    Lazy<MasterKeys> MasterKeys,
    bool CreatesSchema,
    bool RunsShards = true
);

public static class EventSourcingRegistration
{
    /// <summary>Configures Marten. All services share this configuration.</summary>
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
        var wakeup = new DaemonWakeup();
        options.DatabaseSchemaName = settings.Service;
        options.Events.DatabaseSchemaName = settings.Service;
        options.AutoCreateSchemaObjects = settings.CreatesSchema ? AutoCreate.CreateOrUpdate : AutoCreate.None;
        options.Listeners.Add(wakeup.Listener);
        options.Storage.ExtendedSchemaObjects.AddRange(OwnTables(settings.Service));
        options.Storage.Add(new HighWaterMarkTrigger(settings.Service, options));
        ConfigureEvents(options);
        ConfigureDaemon(options, wakeup);

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(_ => new EventDatabase(
            settings.Service,
            settings.ConnectionString,
            projections.Select(p => p.SchemaName)
        ));
        services.AddSingleton(_ => settings.MasterKeys.Value);
        services.AddSingleton(provider => new PersonalDataKeys(
            provider.GetRequiredService<EventDatabase>(),
            settings.MasterKeys
        ));
        services.AddSingleton(wakeup);
        services.AddSingleton(new UniqueIndexMessages(projections));
        services.AddSingleton<StreamRetryLocks>();
        services.AddScoped<AuditContext>();
        services.AddScoped<EventStreams>();
        services.AddScoped<ProcessedMessages>();
        services.AddSingleton<ReadModels>();
        services.AddScoped<PersonalHistory>();
        services.AddSingleton<ShardStatuses>();
        services.AddSingleton<ProjectionRebuild>();
        services.AddSingleton<ProjectionVersions>();
        services.AddSingleton<IServiceRole, ServiceRole>();
        services.AddSingleton<ProjectionBuilds>();
        services.AddSingleton<Verification>();
        services.AddSingleton<ReplicaDocuments>();
        services.AddSingleton<StreamIntegrityCheck>();
        services.AddSingleton<MessageCounter>();
        services.AddSingleton<StreamsExport>();
        services.AddSingleton<StreamsImport>();
        var marten = services.AddMarten(Connected).UseLightweightSessions();
        if (settings.CreatesSchema)
            marten.ApplyAllDatabaseChangesOnStartup();
        services.AddHostedService<PersonalDataKeyUpdates>();
        services.AddHostedService<InlineProjectionSetup>();
        if (!settings.RunsShards)
            return marten;
        marten.AddAsyncDaemon(DaemonMode.HotCold);
        services.AddHostedService<ShardSupervisor>();
        if (projections.OfType<DeadlinesProjection>().SingleOrDefault() is { } deadlines)
        {
            services.AddSingleton<DeadlinesProjection>(deadlines);
            services.AddSingleton<DeadlineWorker>();
            services.AddHostedService(provider => provider.GetRequiredService<DeadlineWorker>());
        }

        return marten;

        StoreOptions Connected(IServiceProvider provider)
        {
            var keys = provider.GetRequiredService<PersonalDataKeys>();
            options.Connection(provider.GetRequiredService<EventDatabase>().Source);
            options.Serializer(new PersonalDataSerializer(keys));
            options.Listeners.Insert(0, new PersonalDataListener(keys));
            return options;
        }
    }

    /// <summary>
    /// With these settings projections and subscriptions never skip a committed event. They were tested with slow
    /// inserts, rolled-back appends and killed backends. A test pins each setting.
    /// </summary>
    private static void ConfigureEvents(StoreOptions options)
    {
        options.Events.StreamIdentity = StreamIdentity.AsGuid;
        // The rich mode takes sequence numbers before inline projections run. The daemon would then skip slow appends.
        options.Events.AppendMode = EventAppendMode.QuickWithServerTimestamps;
        // An append that loses a race takes no sequence number, so it leaves no gap for the daemon to wait at.
        options.Events.UseExclusiveLockOnConcurrentAppends = true;
        options.Events.MetadataConfig.CorrelationIdEnabled = true;
        options.Events.MetadataConfig.CausationIdEnabled = true;
        options.Events.MetadataConfig.HeadersEnabled = true;
        options.Events.MetadataConfig.UserNameEnabled = true;
    }

    private static void ConfigureDaemon(StoreOptions options, DaemonWakeup wakeup)
    {
        var daemon = options.Projections;
        // The daemon skips a gap only when no transaction is left that may fill it, and HighWaterMarkTrigger waits for
        // those that it misses. This makes the short threshold safe.
        daemon.UseTransactionEvidenceForGapSkipping = true;
        daemon.StaleSequenceThreshold = TimeSpan.FromMilliseconds(50);
        daemon.SlowPollingTime = TimeSpan.FromMilliseconds(100);
        daemon.FastPollingTime = TimeSpan.FromMilliseconds(20);
        daemon.LeadershipPollingTime = 1_000;
        daemon.Wakeup = wakeup;
        // An event that cannot be applied stops its shard. With Marten's defaults the event would be skipped.
        daemon.Errors.SkipApplyErrors = false;
        daemon.Errors.SkipSerializationErrors = false;
        daemon.Errors.SkipUnknownEvents = false;
        daemon.RebuildErrors.SkipApplyErrors = false;
        daemon.RebuildErrors.SkipSerializationErrors = false;
        daemon.RebuildErrors.SkipUnknownEvents = false;
    }

    /// <summary>The tables for personal data keys, processed messages, projection builds and the audit chain.</summary>
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

        foreach (var table in AuditTables.In(schema))
            yield return table;
    }
}
