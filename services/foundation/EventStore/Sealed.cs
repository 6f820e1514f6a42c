namespace PeerNetwork.EventStore;

/// <summary>Personal text in an event: stored encrypted under the key of the person whose words or name it is.</summary>
/// <param name="Owner">The person whose key seals the text.</param>
/// <param name="Text">The plain text; null after the person was erased.</param>
public readonly record struct Sealed(Guid Owner, string? Text)
{
    /// <summary>The text, or the word that projections show in its place after an erasure.</summary>
    public override string ToString() => Text ?? "erased";
}
