namespace PeerNetwork.Portal.Drafts;

/// <summary>What a user has typed into a form and not sent yet, encrypted.</summary>
/// <param name="Id">A hash of the user, the page and the form.</param>
public sealed record Draft(string Id, byte[] Content, DateTimeOffset ExpiresAt);
