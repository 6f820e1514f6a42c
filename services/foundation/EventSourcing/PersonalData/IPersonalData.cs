using System.Text.Json;

namespace PeerNetwork.EventSourcing;

/// <summary>What is stored encrypted under the key of one person.</summary>
internal interface IPersonalData
{
    /// <summary>The person whose key encrypts the value.</summary>
    Guid Owner { get; }

    /// <summary>
    /// The encrypted form that the value was read from; null for a new value. It is written again unchanged, so that a
    /// rebuilt table equals the live one even after an erasure.
    /// </summary>
    string? Stored { get; }

    /// <summary>The bytes to encrypt; null if there is no plain value.</summary>
    byte[]? ToPlainBytes(JsonSerializerOptions options);

    /// <summary>The same value, read from these bytes.</summary>
    IPersonalData Decrypted(byte[] plain, JsonSerializerOptions options);
}

/// <inheritdoc cref="IPersonalData"/>
internal interface IPersonalData<TSelf> : IPersonalData
    where TSelf : struct, IPersonalData<TSelf>
{
    /// <summary>The value as it is read, before it is decrypted.</summary>
    static abstract TSelf FromStored(Guid owner, string? stored);
}

/// <summary>How a personal value is stored: its owner and the encrypted bytes, in Base64.</summary>
/// <param name="Text">Null if the person was already erased when the value was written.</param>
internal sealed record StoredPersonalData(Guid Owner, string? Text)
{
    /// <exception cref="JsonException">The JSON is null.</exception>
    public static TValue Read<TValue>(StoredPersonalData? stored)
        where TValue : struct, IPersonalData<TValue> =>
        stored is null
            ? throw new JsonException("Personal data cannot be null.")
            : TValue.FromStored(stored.Owner, stored.Text);
}
