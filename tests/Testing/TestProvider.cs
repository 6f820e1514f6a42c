using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PeerNetwork.Testing;

/// <summary>
/// The discovery document and the keys of <see cref="TestTokens"/> over HTTP, for services in processes of their own.
/// </summary>
public sealed class TestProvider : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestProvider(WebApplication app) => _app = app;

    /// <summary>What a service needs in its configuration to accept the tokens.</summary>
    public IReadOnlyDictionary<string, string?> Configuration =>
        new Dictionary<string, string?>(TestTokens.Configuration) { ["Auth:Authority"] = _app.Urls.First() };

    /// <param name="certificate">For HTTPS at localhost; without it the provider speaks plain HTTP.</param>
    public static async Task<TestProvider> Start(X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(certificate is null ? "http://127.0.0.1:0" : "https://127.0.0.1:0");
        if (certificate is not null)
            builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = certificate)
        );
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapGet(
            "/.well-known/openid-configuration",
            () =>
                new Dictionary<string, string>
                {
                    ["issuer"] = TestTokens.Issuer,
                    ["jwks_uri"] = $"{app.Urls.First()}/jwks",
                }
        );
        app.MapGet("/jwks", () => Results.Content(TestTokens.PublicKeys, "application/json"));
        await app.StartAsync();
        return new(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
