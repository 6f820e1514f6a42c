using System.Text.Json;
using System.Text.Json.Serialization;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// A record that is personal as a whole. Its JSON is encrypted under the key of the person that it belongs to, like
/// <see cref="PersonalText"/>.
/// </summary>
/// <param name="Owner">The person whose key encrypts the value.</param>
/// <param name="Value">The plain value; null after the person was erased.</param>
[method: JsonConstructor]
public readonly record struct PersonalValue<T>(Guid Owner, T? Value) : IPersonalData<PersonalValue<T>>
    where T : class
{
    /// <summary>The person whose key encrypts the value.</summary>
    public Guid Owner { get; } = Owner;

    /// <summary>The plain value; null after the person was erased.</summary>
    public T? Value { get; } = Value;

    private string? Stored { get; init; }

    string? IPersonalData.Stored => Stored;

    public bool Equals(PersonalValue<T> other) => Owner == other.Owner && Equals(Value, other.Value);

    public override int GetHashCode() => HashCode.Combine(Owner, Value);

    byte[]? IPersonalData.ToPlainBytes(JsonSerializerOptions options) =>
        Value is null ? null : JsonSerializer.SerializeToUtf8Bytes(Value, options);

    static PersonalValue<T> IPersonalData<PersonalValue<T>>.FromStored(Guid owner, string? stored) =>
        new(owner, null) { Stored = stored };

    IPersonalData IPersonalData.Decrypted(byte[] plain, JsonSerializerOptions options) =>
        new PersonalValue<T>(Owner, JsonSerializer.Deserialize<T>(plain, options)) { Stored = Stored };
}
