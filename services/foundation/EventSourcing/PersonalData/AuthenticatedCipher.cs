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

    /// <summary>Encrypts with a random nonce: each time the result is another one.</summary>
    /// <returns>Nonce (12 bytes), tag (16 bytes) and cipher text, one after the other.</returns>
    public static byte[] Encrypt(byte[] key, byte[] plain, Guid id) =>
        Encrypt(key, plain, id, RandomNumberGenerator.GetBytes(NonceBytes));

    /// <summary>
    /// Encrypts so that equal plain texts under one key give equal results: tables that are rebuilt can be compared
    /// byte for byte.
    /// </summary>
    /// <remarks>
    /// The nonce is the beginning of HMAC-SHA-256 over the plain text, under a key that is derived from the key. GCM is
    /// broken by one nonce for two different plain texts; here this needs a collision of 96 bits under one key, which
    /// is improbable below some 2^40 texts of one person. Whoever has no key learns of two results under one key
    /// whether their plain texts are equal, and nothing else.
    /// </remarks>
    /// <returns>In the same form as <see cref="Encrypt(byte[], byte[], Guid)"/>.</returns>
    internal static byte[] EncryptRepeatably(byte[] key, byte[] plain, Guid id)
    {
        var nonceKey = HKDF.Expand(HashAlgorithmName.SHA256, key, KeyBytes, "nonce"u8.ToArray());
        return Encrypt(key, plain, id, HMACSHA256.HashData(nonceKey, plain)[..NonceBytes]);
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

    private static byte[] Encrypt(byte[] key, byte[] plain, Guid id, byte[] nonce)
    {
        var encrypted = new byte[NonceBytes + TagBytes + plain.Length];
        nonce.CopyTo(encrypted, 0);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(
            nonce,
            plain,
            encrypted.AsSpan(NonceBytes + TagBytes),
            encrypted.AsSpan(NonceBytes, TagBytes),
            id.ToByteArray()
        );
        return encrypted;
    }
}
