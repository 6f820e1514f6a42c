using Microsoft.AspNetCore.Hosting;
using PeerNetwork.Testing;

namespace PeerNetwork.HostileInput.Tests;

/// <summary>A service whose database role cannot change its schema, as in production.</summary>
/// <param name="settings">Further settings of the service.</param>
public sealed class RestrictedHost<TMarker>(params (string Key, string Value)[] settings) : ServiceHost<TMarker>
    where TMarker : class
{
    internal ServiceDatabase Roles { get; private set; } = null!;

    protected override async Task<string> NewDatabase()
    {
        Roles = await ServiceDatabase.Create(Name);
        return Roles.ConnectionOf(Roles.LoginA);
    }

    protected override void Configure(IWebHostBuilder builder)
    {
        base.Configure(builder);
        builder.UseSetting("EventSourcing:CreatesSchema", "false");
        foreach (var (key, value) in settings)
            builder.UseSetting(key, value);
    }
}
