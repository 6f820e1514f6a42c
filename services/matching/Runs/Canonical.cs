using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.Runs;

/// <summary>The one way in which inputs and results become bytes, so that equal ones are told by their hash.</summary>
internal static class Canonical
{
    /// <summary>
    /// A field that is null does not count: one that is added later leaves the hashes of what was stored before as they
    /// were.
    /// </summary>
    private static readonly JsonSerializerOptions Json = new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    }.WithSharedConverters();

    public static string Hash<T>(T value)
    {
        using var hash = SHA256.Create();
        using (var bytes = new CryptoStream(Stream.Null, hash, CryptoStreamMode.Write))
            JsonSerializer.Serialize(bytes, value, Json);
        return Convert.ToHexStringLower(hash.Hash!);
    }
}
