using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// Personal text in an event, a document or a table. It is encrypted under the key of the person that it belongs to.
/// </summary>
/// <param name="Owner">The person whose key encrypts the text.</param>
/// <param name="Text">The plain text; null after the person was erased.</param>
[method: JsonConstructor]
public readonly record struct PersonalText(Guid Owner, string? Text) : IPersonalData<PersonalText>
{
    /// <summary>The person whose key encrypts the text.</summary>
    public Guid Owner { get; } = Owner;

    /// <summary>The plain text; null after the person was erased.</summary>
    public string? Text { get; } = Text;

    private string? Stored { get; init; }

    string? IPersonalData.Stored => Stored;

    public bool Equals(PersonalText other) => (Owner, Text) == (other.Owner, other.Text);

    public override int GetHashCode() => HashCode.Combine(Owner, Text);

    /// <summary>The text, or "erased" after an erasure.</summary>
    public override string ToString() => Text ?? "erased";

    byte[]? IPersonalData.ToPlainBytes(JsonSerializerOptions options) =>
        Text is null ? null : Encoding.UTF8.GetBytes(Text);

    static PersonalText IPersonalData<PersonalText>.FromStored(Guid owner, string? stored) =>
        new(owner, null) { Stored = stored };

    IPersonalData IPersonalData.Decrypted(byte[] plain, JsonSerializerOptions options) =>
        new PersonalText(Owner, Encoding.UTF8.GetString(plain)) { Stored = Stored };
}
