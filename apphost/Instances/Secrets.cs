using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using PeerNetwork.LocalServers;

namespace PeerNetwork.AppHost.Instances;

/// <summary>The keys of one instance, made once: tokens stay valid and personal data readable across starts.</summary>
internal sealed class Secrets
{
    private readonly string _file;
    private readonly JsonObject _known;

    private Secrets(string file)
    {
        _file = file;
        _known = File.Exists(file) ? JsonNode.Parse(File.ReadAllText(file))!.AsObject() : [];
        PrivateKey = Known("signingKey", NewSigningKey);
    }

    /// <summary>A private JSON Web Key, ES256.</summary>
    public string PrivateKey { get; }

    /// <summary>The JSON Web Key Set that checks what the private key has signed.</summary>
    public string PublicKeys
    {
        get
        {
            var key = JsonNode.Parse(PrivateKey)!.AsObject();
            key.Remove("d");
            return new JsonObject { ["keys"] = new JsonArray(key) }.ToJsonString();
        }
    }

    public static Secrets In(string folder) => new(Path.Combine(folder, "secrets.json"));

    /// <returns>32 bytes in Base64.</returns>
    public string MasterKeyOf(string service) => KeyOf($"masterKey:{service}");

    /// <summary>The key of personal data between enrollment and matching: 32 bytes in Base64.</summary>
    public string ExchangeKey => KeyOf("exchangeKey");

    private string KeyOf(string name)
    {
        lock (_known)
            return Known(name, () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
    }

    private string Known(string name, Func<string> make)
    {
        if (_known[name] is { } value)
            return value.GetValue<string>();
        var made = make();
        _known[name] = made;
        PrivateFile.Write(_file, _known.ToJsonString());
        return made;
    }

    private static string NewSigningKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var numbers = key.ExportParameters(includePrivateParameters: true);
        return JsonSerializer.Serialize(
            new
            {
                kty = "EC",
                crv = "P-256",
                alg = "ES256",
                use = "sig",
                kid = $"local-{Guid.CreateVersion7():N}",
                x = Base64Url.EncodeToString(numbers.Q.X),
                y = Base64Url.EncodeToString(numbers.Q.Y),
                d = Base64Url.EncodeToString(numbers.D),
            }
        );
    }
}
