using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Privacy;

/// <summary>A public key of the curve P-256 as a JSON Web Key (RFC 7517).</summary>
public sealed record ReceiptKey(string Kty, string Crv, string X, string Y, string Kid, string Alg, string Use);

/// <summary>
/// Signs receipts: a compact JWS (RFC 7515) with ES256. The key follows from <c>Auth:AccountKey</c> by HKDF, so all
/// replicas have the same, and it never changes.
/// </summary>
public sealed class ReceiptSigner(IOptions<AccountSettings> settings)
{
    private readonly Lazy<ECDsaSecurityKey> _key = new(() =>
        KeyFrom(settings.Value.DeriveKey("erasure receipts, ES256"))
    );

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <param name="payload">A JSON object.</param>
    public string Sign(string payload) =>
        _handler.CreateToken(payload, new SigningCredentials(_key.Value, SecurityAlgorithms.EcdsaSha256));

    public ReceiptKey PublicKey()
    {
        var point = _key.Value.ECDsa.ExportParameters(includePrivateParameters: false).Q;
        return new(
            "EC",
            "P-256",
            Base64UrlEncoder.Encode(point.X),
            Base64UrlEncoder.Encode(point.Y),
            _key.Value.KeyId,
            "ES256",
            "sig"
        );
    }

    /// <param name="secret">A private key of the curve P-256 has 32 bytes.</param>
    private static ECDsaSecurityKey KeyFrom(byte[] secret)
    {
        var key = new ECDsaSecurityKey(
            ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = secret })
        );
        key.KeyId = Base64UrlEncoder.Encode(key.ComputeJwkThumbprint());
        return key;
    }
}
