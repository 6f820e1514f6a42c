using System.Security.Cryptography;
using System.Text;

namespace PeerNetwork.ServiceDefaults;

/// <summary>
/// Ids that follow from other ids, so that a repeat finds what the first attempt made instead of making it again.
/// </summary>
public static class DerivedId
{
    public static Guid From(string purpose, params ReadOnlySpan<Guid> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(purpose));
        foreach (var part in parts)
            hash.AppendData(part.ToByteArray(bigEndian: true));
        return HashedId.From(hash.GetHashAndReset());
    }
}
