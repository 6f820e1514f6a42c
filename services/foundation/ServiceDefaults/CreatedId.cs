namespace PeerNetwork.ServiceDefaults;

/// <summary>
/// The body of a 201 response: the id of the new resource. The header <c>Location</c> has its address.
/// </summary>
public sealed record CreatedId(Guid Id);
