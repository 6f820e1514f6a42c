using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace PeerNetwork.Testing;

/// <summary>Access tokens as the platform's provider would issue them, signed by a key of this test run.</summary>
public static class TestTokens
{
    public const string Issuer = "https://sign-in.example";
    public const string Audience = "peernetwork";

    private static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>The JSON Web Key Set of the public half.</summary>
    public static string PublicKeys { get; } = PublicKeysOf(Key);

    /// <summary>What a service needs in its configuration to accept these tokens.</summary>
    public static IReadOnlyDictionary<string, string?> Configuration { get; } =
        new Dictionary<string, string?>
        {
            ["Auth:Issuer"] = Issuer,
            ["Auth:Audience"] = Audience,
            ["Auth:PublicKeys"] = PublicKeys,
        };

    /// <summary>A good token of a person with these roles, in charge of these sites.</summary>
    public static string For(Guid person, string[] roles, string[] sites) =>
        Issue(
            person,
            claims =>
            {
                claims.Claims["roles"] = roles;
                claims.Claims["sites"] = sites;
            }
        );

    /// <summary>A token that differs from a good one in what <paramref name="change"/> does to it.</summary>
    public static string Issue(Guid person, Action<SecurityTokenDescriptor> change)
    {
        var token = new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            NotBefore = DateTime.UtcNow.AddMinutes(-1),
            Expires = DateTime.UtcNow.AddHours(1),
            Claims = new Dictionary<string, object> { ["sub"] = person.ToString() },
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
