using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Marten;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.ServiceDefaults;

/// <summary>The setting <c>ConnectionStrings:{service}</c>.</summary>
public sealed class DatabaseSettings
{
    [ConfigurationKeyName("")]
    [Required]
    [Secret]
    [PostgresConnection]
    [Description("The connection string of the service's own PostgreSQL database, version 15 or later.")]
    public string? ConnectionString { get; set; }
}

public sealed class SchemaSettings
{
    [Description("Whether the service changes its tables at its start, in place of db-apply; true in Development.")]
    public bool? CreatesSchema { get; set; }

    [Description(
        "The database role of the running service, which db-apply gives what it needs; see deploy/database.md."
    )]
    public string? ServiceRole { get; set; }
}

public sealed class PersonalDataSettings
{
    public const string Section = "PersonalData";

    [Required]
    [Secret]
    [Base64Key]
    [Description(
        "32 random bytes in Base64. It wraps the keys of personal data: without it all personal data is lost."
    )]
    public string? MasterKey { get; set; }

    [DisplayName("PersonalData__FormerMasterKeys__{n}")]
    [Secret]
    [Base64Key]
    [Description("Former master keys, from 0, until POST /operations/personal-data-keys/rotation has replaced them.")]
    public string[] FormerMasterKeys { get; set; } = [];
}

public static class EventSourcingDefaults
{
    /// <summary>
    /// Adds the event streams of this service. Outside Development <c>db-apply</c> creates the tables.
    /// </summary>
    /// <param name="service">The service's name in lower case.</param>
    /// <param name="store">Registers the service's events, projections, subscriptions and documents.</param>
    /// <param name="runsShards">Whether this process runs asynchronous projections and subscriptions.</param>
    public static void AddEventSourcing(
        this WebApplicationBuilder builder,
        string service,
        Action<StoreOptions> store,
        bool runsShards = true
    )
    {
        var database = builder.AddSettings<DatabaseSettings>($"ConnectionStrings:{service}");
        var schema = builder.AddSettings<SchemaSettings>("EventSourcing");
        var personalData = builder.AddSettings<PersonalDataSettings>(PersonalDataSettings.Section);
        builder.Services.AddEventSourcing(
            new(
                service,
                database.ConnectionString ?? "",
                new(() => MasterKeysOf(personalData)),
                schema.CreatesSchema ?? builder.Environment.IsDevelopment(),
                runsShards
            ),
            options =>
            {
                store(options);
                options.AddAuditTrail();
                options.Schema.For<StoredResponse>().Index(response => response.At);
            }
        );
        // This logger writes the parameters of a command that failed, and they may be personal data. The
        // caller gets the exception, and logs it.
        builder.Logging.AddFilter("Marten.IDocumentStore", LogLevel.None);
        // It tells of every page of every projection; how far each is, its metrics say.
        builder.Logging.AddFilter("Marten.Events.Daemon", LogLevel.Warning);
        builder.Services.AddIdempotency();
        builder.AddAccounts();
        builder.AddAudit();
        builder.Services.AddSingleton<ShardMetrics>();
        // One for all probes: it remembers that the schema matches.
        builder.Services.AddSingleton<DatabaseHealthCheck>();
        builder
            .Services.AddHealthChecks()
            .AddCheck<DatabaseHealthCheck>("database", tags: [Health.Ready], timeout: TimeSpan.FromSeconds(5))
            .AddCheck<ShardsHealthCheck>("shards", tags: [Health.Ready]);
        if (builder.Services.Any(s => s.ServiceType == typeof(DeadlinesProjection)))
            builder.Services.AddSingleton<DeadlineMetrics>().AddHealthChecks().AddCheck<DeadlineMetrics>("deadlines");
    }

    private static MasterKeys MasterKeysOf(PersonalDataSettings settings) =>
        new(
            Convert.FromBase64String(settings.MasterKey!),
            [.. settings.FormerMasterKeys.Select(Convert.FromBase64String)]
        );
}
