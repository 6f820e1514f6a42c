using System.Security.Cryptography;
using System.Text;

namespace PeerNetwork.ServiceDefaults;

/// <summary>Ids that follow from a hash: the same hash gives the same id.</summary>
public static class HashedId
{
    /// <summary>The id that HMAC-SHA-256 gives to a value of a kind. Without the key it says nothing.</summary>
    /// <param name="key">32 bytes.</param>
    public static Guid Of(byte[] key, string kind, string value) =>
        From(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{kind}\0{value}")));

    /// <param name="hash">16 bytes or more, of which the first 16 are used.</param>
    /// <returns>A UUID of version 8 (RFC 9562): an id by a rule of our own.</returns>
    public static Guid From(ReadOnlySpan<byte> hash)
    {
        Span<byte> id = stackalloc byte[16];
        hash[..16].CopyTo(id);
        id[6] = (byte)(0x80 | (id[6] & 0x0F));
        id[8] = (byte)(0x80 | (id[8] & 0x3F));
        return new(id, bigEndian: true);
    }
}
