using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.Runs;

/// <summary>Hashes the canonical JSON of inputs and results: equal values have equal hashes.</summary>
internal static class CanonicalHash
{
    /// <summary>
    /// Null fields are left out, so that a field that is added later does not change the hashes of stored values.
    /// </summary>
    private static readonly JsonSerializerOptions Json = new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    }.WithSharedConverters();

    public static string Of<T>(T value)
    {
        using var hash = SHA256.Create();
        using (var bytes = new CryptoStream(Stream.Null, hash, CryptoStreamMode.Write))
            JsonSerializer.Serialize(bytes, value, Json);
        return Convert.ToHexStringLower(hash.Hash!);
    }
}
