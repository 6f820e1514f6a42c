using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Testing;

/// <summary>Access tokens as the platform's provider would issue them, signed by a key of this test run.</summary>
public static class TestTokens
{
    public const string Issuer = "https://sign-in.example";
    public const string Audience = "peernetwork";

    private static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>The JSON Web Key Set of the public half.</summary>
    public static string PublicKeys { get; } = PublicKeysOf(Key);

    /// <summary>
    /// The configuration that a service needs beside <see cref="AcceptTestTokens"/> or a <see cref="TestProvider"/>.
    /// </summary>
    public static IReadOnlyDictionary<string, string?> Configuration { get; } =
        new Dictionary<string, string?>
        {
            ["Auth:Issuer"] = Issuer,
            ["Auth:Audience"] = Audience,
            ["Auth:Authority"] = Issuer,
            ["Auth:AccountKey"] = TestKeys.Account,
        };

    /// <summary>Gives a service what it would else ask the provider for: its name and its key.</summary>
    public static IServiceCollection AcceptTestTokens(this IServiceCollection services) =>
        services.Configure<JwtBearerOptions>(
            JwtBearerDefaults.AuthenticationScheme,
            bearer =>
            {
                bearer.Configuration = new OpenIdConnectConfiguration { Issuer = Issuer };
                foreach (var key in new JsonWebKeySet(PublicKeys).GetSigningKeys())
                    bearer.Configuration.SigningKeys.Add(key);
            }
        );

    /// <summary>The account of the tokens with this subject.</summary>
    public static Guid AccountOf(string subject) =>
        AccountIds.Of(Convert.FromBase64String(TestKeys.Account), Issuer, subject);

    /// <inheritdoc cref="AccountOf(string)"/>
    public static Guid AccountOf(Guid subject) => AccountOf(subject.ToString());

    /// <summary>A good token with these roles and sites.</summary>
    public static string For(string subject, string[] roles, string[] sites) =>
        Issue(
            subject,
            claims =>
            {
                claims.Claims["roles"] = roles;
                claims.Claims["sites"] = sites;
            }
        );

    /// <inheritdoc cref="For(string, string[], string[])"/>
    public static string For(Guid subject, string[] roles, string[] sites) => For(subject.ToString(), roles, sites);

    /// <inheritdoc cref="Issue(string, Action{SecurityTokenDescriptor})"/>
    public static string Issue(Guid subject, Action<SecurityTokenDescriptor> change) =>
        Issue(subject.ToString(), change);

    /// <summary>A token that differs from a good one in what <paramref name="change"/> does to it.</summary>
    public static string Issue(string subject, Action<SecurityTokenDescriptor> change)
    {
        var token = new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            NotBefore = DateTime.UtcNow.AddMinutes(-1),
            Expires = DateTime.UtcNow.AddHours(1),
            Claims = new Dictionary<string, object> { ["sub"] = subject },
            SigningCredentials = new(new ECDsaSecurityKey(Key) { KeyId = "test" }, SecurityAlgorithms.EcdsaSha256),
        };
        change(token);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(token);
    }

    private static string PublicKeysOf(ECDsa key)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return JsonSerializer.Serialize(
            new
            {
                keys = new[]
                {
                    new
                    {
                        kty = "EC",
                        use = "sig",
                        alg = "ES256",
                        kid = "test",
                        crv = "P-256",
                        x = Base64UrlEncoder.Encode(point.X),
                        y = Base64UrlEncoder.Encode(point.Y),
                    },
                },
            }
        );
    }
}
