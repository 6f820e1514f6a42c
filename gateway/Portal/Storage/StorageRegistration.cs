using JasperFx;
using Marten;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;
using PeerNetwork.EventSourcing;
using PeerNetwork.Portal.SignIn;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Portal.Storage;

/// <summary>
/// The database of the portal: sign-ins and the keys that protect cookies, so that both survive a restart and hold on
/// every replica.
/// </summary>
internal static class StorageRegistration
{
    public const string Schema = "portal";

    public static void AddStorage(this WebApplicationBuilder builder)
    {
        var database = builder.AddSettings<DatabaseSettings>("ConnectionStrings:portal");
        var schema = builder.AddSettings<SchemaSettings>("EventSourcing");
        builder.AddSettings<PortalSettings>("Portal");
        var createsSchema = schema.CreatesSchema ?? builder.Environment.IsDevelopment();
        var marten = builder
            .Services.AddMarten(options =>
            {
                options.Connection(database.ConnectionString ?? "");
                options.DatabaseSchemaName = Schema;
                options.AutoCreateSchemaObjects = createsSchema ? AutoCreate.CreateOrUpdate : AutoCreate.None;
                options.Schema.For<ProtectionKey>();
                options.Schema.For<SessionTicket>().Index(ticket => ticket.ExpiresAt);
            })
            .UseLightweightSessions();
        if (createsSchema)
            marten.ApplyAllDatabaseChangesOnStartup();
        // This logger writes the parameters of a command that failed, which hold the tickets.
        builder.Logging.AddFilter("Marten.IDocumentStore", LogLevel.None);
        builder.Services.AddSingleton<IServiceRole, PortalRole>();
        builder
            .Services.AddHealthChecks()
            .AddCheck<DatabaseHealthCheck>("database", tags: [Health.Ready], timeout: TimeSpan.FromSeconds(5));
        builder.Services.AddDataProtection().SetApplicationName("PeerNetwork.Portal");
        builder
            .Services.AddOptions<KeyManagementOptions>()
            .Configure<IDocumentStore, IOptions<PortalSettings>>(
                (keys, store, settings) =>
                {
                    keys.XmlRepository = new ProtectionKeyRepository(store);
                    keys.XmlEncryptor = new MasterKeyEncryptor(settings);
                }
            );
    }
}
