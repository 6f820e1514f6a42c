using Marten;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.ServiceDefaults;

public static class EventSourcingDefaults
{
    /// <summary>
    /// Adds the event streams of this service. Configuration: <c>ConnectionStrings:{service}</c>,
    /// <c>PersonalData:MasterKey</c> (32 bytes in Base64 that wrap the keys of personal data) and, until their keys are
    /// rotated, <c>PersonalData:FormerMasterKeys</c>. Outside Development <c>db-apply</c> creates the tables.
    /// </summary>
    /// <param name="service">The service's name in lower case.</param>
    /// <param name="store">Registers the service's events, projections, subscriptions and documents.</param>
    /// <exception cref="InvalidOperationException">A setting is missing or malformed; the message says
    /// which.</exception>
    public static void AddEventSourcing(this WebApplicationBuilder builder, string service, Action<StoreOptions> store)
    {
        var configuration = builder.Configuration;
        var connectionString =
            configuration.GetConnectionString(service)
            ?? throw new InvalidOperationException(
                $"ConnectionStrings:{service} is not configured: give the PostgreSQL database of this service."
            );
        var masterKey =
            configuration["PersonalData:MasterKey"]
            ?? throw new InvalidOperationException(
                "PersonalData:MasterKey is not configured: give 32 random bytes in Base64, and keep them safe."
            );
        var former = configuration.GetSection("PersonalData:FormerMasterKeys").Get<string[]>() ?? [];
        builder.Services.AddEventSourcing(
            new(
                service,
                connectionString,
                new MasterKeys(
                    KeyOf(masterKey, "MasterKey"),
                    [.. former.Select(key => KeyOf(key, "FormerMasterKeys"))]
                ),
                CreatesSchema: configuration.GetValue(
                    "EventSourcing:CreatesSchema",
                    builder.Environment.IsDevelopment()
                )
            ),
            options =>
            {
                store(options);
                options.Schema.For<StoredResponse>().Index(response => response.At);
            }
        );
        builder.Services.AddIdempotency();
        builder.Services.AddAccounts();
        builder.Services.AddSingleton<ShardMetrics>();
        builder
            .Services.AddHealthChecks()
            .AddCheck<DatabaseHealthCheck>("database", tags: [Health.Ready], timeout: TimeSpan.FromSeconds(5))
            .AddCheck<ShardsHealthCheck>("shards", tags: [Health.Ready]);
    }

    private static byte[] KeyOf(string base64, string setting) =>
        AuthenticatedCipher.TryParseKey(base64, out var key)
            ? key
            : throw new InvalidOperationException($"PersonalData:{setting} has to be {key.Length} bytes in Base64.");
}
