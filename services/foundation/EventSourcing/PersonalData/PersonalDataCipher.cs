using System.Security.Cryptography;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// AES-256-GCM (NIST SP 800-38D) with the owner's id as associated data, so that a value serves no one else.
/// </summary>
internal static class PersonalDataCipher
{
    public const int KeyBytes = 32;

    private const int NonceBytes = 12,
        TagBytes = 16;

    public const int WrappedKeyBytes = NonceBytes + TagBytes + KeyBytes;

    /// <returns>Nonce, tag and cipher text, one after the other.</returns>
    public static byte[] Encrypt(byte[] key, byte[] plain, Guid owner)
    {
        var encrypted = new byte[NonceBytes + TagBytes + plain.Length];
        RandomNumberGenerator.Fill(encrypted.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(
            encrypted.AsSpan(0, NonceBytes),
            plain,
            encrypted.AsSpan(NonceBytes + TagBytes),
            encrypted.AsSpan(NonceBytes, TagBytes),
            owner.ToByteArray()
        );
        return encrypted;
    }

    /// <exception cref="CryptographicException">Another key or owner, or the value was changed.</exception>
    public static byte[] Decrypt(byte[] key, byte[] encrypted, Guid owner)
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
            owner.ToByteArray()
        );
        return plain;
    }
}
