namespace PeerNetwork.EventSourcing;

/// <summary>
/// Personal text in an event or document: stored encrypted under the key of the person whom it belongs to.
/// </summary>
/// <param name="Owner">The person whose key encrypts the text.</param>
/// <param name="Text">The plain text; null after the person was erased.</param>
public readonly record struct PersonalText(Guid Owner, string? Text)
{
    /// <summary>The text, or the word that is shown in its place after an erasure.</summary>
    public override string ToString() => Text ?? "erased";
}
