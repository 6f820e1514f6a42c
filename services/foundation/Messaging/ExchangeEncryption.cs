using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Messaging;

/// <summary>In the section <c>PersonalData</c>, beside the master key.</summary>
public sealed class ExchangeSettings
{
    [Required]
    [Secret]
    [Base64Key]
    [Description(
        "32 random bytes in Base64, the same for enrollment and matching. What describes a person and what applicants "
            + "answer travels from one to the other encrypted under it."
    )]
    public string? ExchangeKey { get; set; }
}

/// <summary>
/// Encrypts a part of a contract that only one consumer may read. The publisher and this consumer share the key.
/// </summary>
/// <remarks>The text is Base64 of the encrypted UTF-8 JSON, see <see cref="AuthenticatedCipher"/>.</remarks>
public sealed class ExchangeEncryption
{
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

    /// <summary>Adds the encryption under the key of the setting <c>PersonalData:ExchangeKey</c>.</summary>
    /// <returns>The same, for what the container does not create. A command does not need the key.</returns>
    public static Lazy<ExchangeEncryption> Add(IHostApplicationBuilder builder)
    {
        var settings = builder.AddSettings<ExchangeSettings>(PersonalDataSettings.Section);
        var encryption = new Lazy<ExchangeEncryption>(() => new(Convert.FromBase64String(settings.ExchangeKey!)));
        builder.Services.AddSingleton(_ => encryption.Value);
        return encryption;
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
