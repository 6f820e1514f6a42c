using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace PeerNetwork.ServiceDefaults.Tests;

/// <summary>An OpenID Connect provider with keys of its own, which publishes them and signs tokens.</summary>
internal sealed class SigningProvider : IAsyncDisposable
{
    private readonly WebApplication _app;
    private ECDsaSecurityKey _key = NewKey();

    private SigningProvider()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapGet(
            "/.well-known/openid-configuration",
            () => new Dictionary<string, string> { ["issuer"] = Issuer, ["jwks_uri"] = $"{Issuer}/jwks" }
        );
        _app.MapGet("/jwks", () => Results.Content(PublicKeys, "application/json"));
    }

    public string Issuer => _app.Urls.First();

    private string PublicKeys
    {
        get
        {
            var key = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(_key);
            return JsonSerializer.Serialize(
                new
                {
                    keys = new[]
                    {
                        new
                        {
                            kty = key.Kty,
                            crv = key.Crv,
                            kid = key.Kid,
                            x = key.X,
                            y = key.Y,
                        },
                    },
                }
            );
        }
    }

    public static async Task<SigningProvider> Start()
    {
        var provider = new SigningProvider();
        await provider._app.StartAsync();
        return provider;
    }

    /// <summary>From now on it signs with another key and publishes that one alone.</summary>
    public void RotateKey() => _key = NewKey();

    public string Sign(string subject, string audience, string? issuer = null, params string[] roles) =>
        SignWith(subject, audience, issuer ?? Issuer, ("roles", roles));

    public string SignWith(
        string subject,
        string audience,
        string issuer,
        params (string Claim, object Value)[] claims
    ) =>
        new JsonWebTokenHandler().CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = issuer,
                Audience = audience,
                Expires = DateTime.UtcNow.AddHours(1),
                Claims = claims
                    .Append(("sub", subject))
                    .Append(("oid", $"object of {subject}"))
                    .ToDictionary(c => c.Item1, c => c.Item2),
                SigningCredentials = new(_key, SecurityAlgorithms.EcdsaSha256),
            }
        );

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static ECDsaSecurityKey NewKey() =>
        new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = Guid.NewGuid().ToString() };
}
