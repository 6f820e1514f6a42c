using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using PeerNetwork.LocalServers;

namespace PeerNetwork.AppHost.Hosting;

/// <summary>The keys of one instance, made once: tokens stay valid and personal data readable across starts.</summary>
internal sealed class Secrets
{
    private static readonly Lock Changing = new();

    private readonly string _file;

    private Secrets(string file) => _file = file;

    /// <summary>A private JSON Web Key, ES256.</summary>
    public string PrivateKey => Known("signingKey", NewSigningKey);

    public static Secrets In(string folder) => new(Path.Combine(folder, "secrets.json"));

    /// <returns>32 bytes in Base64.</returns>
    public string MasterKeyOf(string service) => KeyOf($"masterKey:{service}");

    /// <summary>The key of personal data between enrollment and matching: 32 bytes in Base64.</summary>
    public string ExchangeKey => KeyOf("exchangeKey");

    /// <summary>The key of account ids: 32 bytes in Base64.</summary>
    public string AccountKey => KeyOf("accountKey");

    /// <summary>The password of a server, for connection strings of any kind: letters and digits alone.</summary>
    public string PasswordOf(string server) =>
        Known($"password:{server}", () => RandomNumberGenerator.GetHexString(32, lowercase: true));

    private string KeyOf(string name) => Known(name, () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));

    private string Known(string name, Func<string> make)
    {
        lock (Changing)
        {
            var known = File.Exists(_file) ? JsonNode.Parse(File.ReadAllText(_file))!.AsObject() : [];
            if (known[name] is { } value)
                return value.GetValue<string>();
            var made = make();
            known[name] = made;
            PrivateFile.Write(_file, known.ToJsonString());
            return made;
        }
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
