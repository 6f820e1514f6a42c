using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Messaging;

/// <summary>
/// Encrypts a part of a contract that only one consumer may read. The publisher and this consumer share the key.
/// </summary>
/// <remarks>The text is Base64 of the encrypted UTF-8 JSON, see <see cref="AuthenticatedCipher"/>.</remarks>
public sealed class ExchangeEncryption
{
    public const string Setting = "PersonalData:ExchangeKey";
    public const int KeyBytes = AuthenticatedCipher.KeyBytes;

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
    /// <exception cref="InvalidOperationException">The setting is missing or malformed; the message says
    /// which.</exception>
    public static ExchangeEncryption From(IConfiguration configuration)
    {
        var text =
            configuration[Setting]
            ?? throw new InvalidOperationException(
                $"{Setting} is not configured: give 32 random bytes in Base64, the same to enrollment and to matching."
            );
        return AuthenticatedCipher.TryParseKey(text, out var key)
            ? new(key)
            : throw new InvalidOperationException($"{Setting} must be {KeyBytes} bytes in Base64.");
    }

    /// <param name="value">A record that is written as JSON.</param>
    /// <param name="associated">The id that the text belongs to; it cannot be decrypted for another one.</param>
    public string Encrypt<T>(T value, Guid associated)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(value, JsonSerializerOptions.Web);
        return Convert.ToBase64String(AuthenticatedCipher.Encrypt(_key, plain, associated));
    }

    /// <exception cref="CryptographicException">The text was changed, or encrypted under another key or for another
    /// id.</exception>
    public T Decrypt<T>(string text, Guid associated)
    {
        var encrypted = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, encrypted, out var length))
            throw new CryptographicException("The encrypted text is not Base64.");
        var plain = AuthenticatedCipher.Decrypt(_key, encrypted[..length], associated);
        return JsonSerializer.Deserialize<T>(plain, JsonSerializerOptions.Web)
            ?? throw new CryptographicException("The encrypted text holds no value.");
    }
}
