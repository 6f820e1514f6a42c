using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace PeerNetwork.Testing;

/// <summary>Invalid tokens. Each has exactly one flaw.</summary>
public static class HostileTokens
{
    /// <summary>Tokens of this person, by their flaw.</summary>
    public static IReadOnlyDictionary<string, string> Of(Guid person, string[] roles, string[] sites)
    {
        return new Dictionary<string, string>
        {
            ["garbage"] = "a.b.c",
            ["unsigned"] = Unsigned(Good()),
            ["expired"] = Issue(t => t.Expires = DateTime.UtcNow.AddSeconds(-40)),
            ["without an end"] = Issue(t => t.Expires = null),
            ["not valid yet"] = Issue(t => t.NotBefore = DateTime.UtcNow.AddMinutes(5)),
            ["of another audience"] = Issue(t => t.Audience = "payroll"),
            ["of another issuer"] = Issue(t => t.Issuer = "https://evil.example"),
            ["signed by another key of the same name"] = Issue(t =>
                t.SigningCredentials = new(
                    new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "test" },
                    SecurityAlgorithms.EcdsaSha256
                )
            ),
            ["signed with the public key as a secret"] = Issue(t =>
                t.SigningCredentials = new(
                    new SymmetricSecurityKey(Encoding.UTF8.GetBytes(TestTokens.PublicKeys)) { KeyId = "test" },
                    SecurityAlgorithms.HmacSha256
                )
            ),
            ["without a subject"] = Issue(t => t.Claims.Remove("sub")),
            ["with an empty subject"] = Issue(t => t.Claims["sub"] = ""),
            ["with too long a subject"] = Issue(t => t.Claims["sub"] = new string('a', 256)),
            ["with a changed payload"] = Changed(Good()),
            ["without its signature"] = string.Join('.', Good().Split('.').Take(2).Append("")),
        };

        string Good() => TestTokens.For(person, roles, sites);

        string Issue(Action<SecurityTokenDescriptor> change) =>
            TestTokens.Issue(
                person,
                token =>
                {
                    token.Claims["roles"] = roles;
                    token.Claims["sites"] = sites;
                    change(token);
                }
            );
    }

    private static string Unsigned(string good) =>
        $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""")}.{good.Split('.')[1]}.";

    private static string Changed(string good)
    {
        var parts = good.Split('.');
        var payload = Base64UrlEncoder
            .Decode(parts[1])
            .Replace("\"aud\":", "\"admin\":true,\"aud\":", StringComparison.Ordinal);
        return $"{parts[0]}.{Base64UrlEncoder.Encode(payload)}.{parts[2]}";
    }
}
