using System.Security.Cryptography;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// AES-256-GCM (NIST SP 800-38D) with an id as associated data: what was encrypted for one id opens for no other.
/// </summary>
public static class AuthenticatedCipher
{
    /// <summary>The length of a key.</summary>
    public const int KeyBytes = 32;

    private const int NonceBytes = 12,
        TagBytes = 16;

    internal const int WrappedKeyBytes = NonceBytes + TagBytes + KeyBytes;

    /// <returns>Nonce (12 bytes), tag (16 bytes) and cipher text, one after the other.</returns>
    public static byte[] Encrypt(byte[] key, byte[] plain, Guid id)
    {
        var encrypted = new byte[NonceBytes + TagBytes + plain.Length];
        RandomNumberGenerator.Fill(encrypted.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(
            encrypted.AsSpan(0, NonceBytes),
            plain,
            encrypted.AsSpan(NonceBytes + TagBytes),
            encrypted.AsSpan(NonceBytes, TagBytes),
            id.ToByteArray()
        );
        return encrypted;
    }

    /// <exception cref="CryptographicException">Another key or id, or the value was changed.</exception>
    public static byte[] Decrypt(byte[] key, byte[] encrypted, Guid id)
    {
        if (encrypted.Length < NonceBytes + TagBytes)
            throw new CryptographicException("The encrypted value is too short.");
        var plain = new byte[encrypted.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(
            encrypted.AsSpan(0, NonceBytes),
            encrypted.AsSpan(NonceBytes + TagBytes),
            encrypted.AsSpan(NonceBytes, TagBytes),
            plain,
            id.ToByteArray()
        );
        return plain;
    }
}
