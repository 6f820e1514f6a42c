using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace PeerNetwork.Messaging;

/// <summary>
/// Encrypts the part of a contract that only one consumer may read: AES-256-GCM under a key that the publisher and this consumer share.
/// </summary>
/// <remarks>The text is Base64 of a nonce (12 bytes), a tag (16 bytes) and the encrypted UTF-8 JSON.</remarks>
public sealed class ExchangeEncryption
{
    public const string Setting = "PersonalData:ExchangeKey";
    public const int KeyBytes = 32;

    private const int NonceBytes = 12,
        TagBytes = 16;

    private readonly byte[] _key;

    /// <param name="key">32 bytes.</param>
    /// <exception cref="ArgumentException">The key has another length.</exception>
    public ExchangeEncryption(byte[] key)
    {
        if (key.Length != KeyBytes)
            throw new ArgumentException($"The exchange key must have {KeyBytes} bytes.", nameof(key));
        _key = key;
    }

    /// <summary>Reads the key from the setting <c>PersonalData:ExchangeKey</c>, 32 bytes in Base64.</summary>
    /// <exception cref="InvalidOperationException">The setting is missing or malformed; the message says which.</exception>
    public static ExchangeEncryption From(IConfiguration configuration)
    {
        var text =
            configuration[Setting]
            ?? throw new InvalidOperationException(
                $"{Setting} is not configured: give 32 random bytes in Base64, the same to enrollment and to matching."
            );
        var key = new byte[KeyBytes];
        return Convert.TryFromBase64String(text, key, out var length) && length == key.Length
            ? new(key)
            : throw new InvalidOperationException($"{Setting} must be {KeyBytes} bytes in Base64.");
    }

    /// <param name="value">A record that is written as JSON.</param>
    /// <param name="associated">The id that the text belongs to; it cannot be decrypted for another one.</param>
    public string Encrypt<T>(T value, Guid associated)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(value, JsonSerializerOptions.Web);
        var encrypted = new byte[NonceBytes + TagBytes + plain.Length];
        var (nonce, tag, cipher) = Parts(encrypted);
        RandomNumberGenerator.Fill(nonce.Span);
        using var aes = new AesGcm(_key, TagBytes);
        aes.Encrypt(nonce.Span, plain, cipher.Span, tag.Span, associated.ToByteArray(bigEndian: true));
        return Convert.ToBase64String(encrypted);
    }

    /// <exception cref="CryptographicException">The text was changed, or encrypted under another key or for another id.</exception>
    public T Decrypt<T>(string text, Guid associated)
    {
        var encrypted = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, encrypted, out var length) || length < NonceBytes + TagBytes)
            throw new CryptographicException("The encrypted text is not complete Base64.");
        var (nonce, tag, cipher) = Parts(encrypted.AsMemory(0, length));
        var plain = new byte[cipher.Length];
        using var aes = new AesGcm(_key, TagBytes);
        aes.Decrypt(nonce.Span, cipher.Span, tag.Span, plain, associated.ToByteArray(bigEndian: true));
        return JsonSerializer.Deserialize<T>(plain, JsonSerializerOptions.Web)
            ?? throw new CryptographicException("The encrypted text holds no value.");
    }

    private static (Memory<byte> Nonce, Memory<byte> Tag, Memory<byte> Cipher) Parts(Memory<byte> encrypted) =>
        (encrypted[..NonceBytes], encrypted[NonceBytes..(NonceBytes + TagBytes)], encrypted[(NonceBytes + TagBytes)..]);
}
