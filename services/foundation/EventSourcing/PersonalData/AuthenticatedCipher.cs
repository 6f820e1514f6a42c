using System.Security.Cryptography;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// AES-256-GCM (NIST SP 800-38D) with an id as associated data. A value that was encrypted for one id cannot be
/// decrypted for another.
/// </summary>
public static class AuthenticatedCipher
{
    /// <summary>The length of a key.</summary>
    public const int KeyBytes = 32;

    private const int NonceBytes = 12,
        TagBytes = 16;

    internal const int WrappedKeyBytes = NonceBytes + TagBytes + KeyBytes;

    /// <summary>Reads a key of <see cref="KeyBytes"/> bytes in Base64.</summary>
    public static bool TryParseKey(string? base64, out byte[] key)
    {
        key = new byte[KeyBytes];
        return Convert.TryFromBase64String(base64 ?? "", key, out var length) && length == key.Length;
    }

    /// <summary>Encrypts with a random nonce, so the result differs each time.</summary>
    /// <returns>Nonce (12 bytes), tag (16 bytes) and cipher text, one after the other.</returns>
    public static byte[] Encrypt(byte[] key, byte[] plain, Guid id) =>
        Encrypt(key, plain, id, RandomNumberGenerator.GetBytes(NonceBytes));

    /// <summary>
    /// Encrypts deterministically: equal plain texts under one key give equal results. Rebuilt tables can then be
    /// compared byte for byte.
    /// </summary>
    /// <remarks>
    /// The nonce is the first 96 bits of HMAC-SHA-256 over the plain text, under a derived key. GCM must not use one
    /// nonce for two different plain texts. Here this needs a collision of 96 bits under one key, which is improbable
    /// below about 2^40 texts of one person. A reader without the key learns only whether two results under one key
    /// have equal plain texts.
    /// </remarks>
    /// <returns>In the same form as <see cref="Encrypt(byte[], byte[], Guid)"/>.</returns>
    internal static byte[] EncryptDeterministically(byte[] key, byte[] plain, Guid id)
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
