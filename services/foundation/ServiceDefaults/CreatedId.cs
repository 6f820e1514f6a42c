namespace PeerNetwork.ServiceDefaults;

/// <summary>The body of a 201: the id of what was made, beside its <c>Location</c>.</summary>
public sealed record CreatedId(Guid Id);
