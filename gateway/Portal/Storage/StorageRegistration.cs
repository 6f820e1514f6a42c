using JasperFx;
using Marten;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;
using PeerNetwork.EventSourcing;
using PeerNetwork.Portal.Drafts;
using PeerNetwork.Portal.SignIn;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Portal.Storage;

/// <summary>
/// The database of the portal: sign-ins, drafts of forms, and the keys that protect both, so that all survive a restart
/// and hold on every replica.
/// </summary>
internal static class StorageRegistration
{
    public const string Schema = "portal";

    public static void AddStorage(this WebApplicationBuilder builder)
    {
        builder.AddSettings<DatabaseSettings>("ConnectionStrings:portal");
        var schema = builder.AddSettings<SchemaSettings>("EventSourcing");
        builder.AddSettings<PortalSettings>("Portal");
        var createsSchema = schema.CreatesSchema ?? builder.Environment.IsDevelopment();
        var marten = builder
            .Services.AddMarten(services =>
            {
                var options = new StoreOptions();
                options.Connection(services.GetRequiredService<IOptions<DatabaseSettings>>().Value.ConnectionString!);
                options.DatabaseSchemaName = Schema;
                options.AutoCreateSchemaObjects = createsSchema ? AutoCreate.CreateOrUpdate : AutoCreate.None;
                options.Schema.For<ProtectionKey>();
                options.Schema.For<SessionTicket>().Index(ticket => ticket.ExpiresAt);
                options.Schema.For<Draft>().Index(draft => draft.ExpiresAt);
                return options;
            })
            .UseLightweightSessions();
        if (createsSchema)
            marten.ApplyAllDatabaseChangesOnStartup();
        // This logger writes the parameters of a command that failed, which hold tickets and drafts.
        builder.Logging.AddFilter("Marten.IDocumentStore", LogLevel.None);
        builder.Services.AddSingleton<IServiceRole, PortalRole>();
        builder
            .Services.AddHealthChecks()
            .AddCheck<DatabaseHealthCheck>("database", tags: [Health.Ready], timeout: TimeSpan.FromSeconds(5));
        builder.Services.AddDataProtection().SetApplicationName("PeerNetwork.Portal");
        builder
            .Services.AddOptions<KeyManagementOptions>()
            // Nothing is read before the settings are checked.
            .Configure<IServiceProvider, IOptions<PortalSettings>>(
                (keys, services, settings) =>
                {
                    keys.XmlRepository = new ProtectionKeyRepository(new(services.GetRequiredService<IDocumentStore>));
                    keys.XmlEncryptor = new MasterKeyEncryptor(settings);
                }
            );
    }
}
