using PeerNetwork.EventStore;

namespace PeerNetwork.ServiceDefaults;

public static class EventStoreDefaults
{
    /// <summary>
    /// Adds the event streams of this service. Configuration: <c>ConnectionStrings:{service}</c>, and <c>PersonalData:MasterKey</c>,
    /// 32 bytes in Base64 that wrap the keys of personal data.
    /// </summary>
    /// <exception cref="InvalidOperationException">One of the two is missing or malformed; the message says which.</exception>
    public static EventStoreBuilder AddEventStore(this WebApplicationBuilder builder, string service)
    {
        var connectionString =
            builder.Configuration.GetConnectionString(service)
            ?? throw new InvalidOperationException(
                $"ConnectionStrings:{service} is not configured: give the PostgreSQL database of this service."
            );
        var masterKey =
            builder.Configuration["PersonalData:MasterKey"]
            ?? throw new InvalidOperationException(
                "PersonalData:MasterKey is not configured: give 32 random bytes in Base64, and keep them safe."
            );
        var key = new byte[EventStoreDatabase.MasterKeyBytes];
        if (!Convert.TryFromBase64String(masterKey, key, out var length) || length != key.Length)
            throw new InvalidOperationException($"PersonalData:MasterKey has to be {key.Length} bytes in Base64.");
        return builder.Services.AddEventStore(service, connectionString, key);
    }
}
