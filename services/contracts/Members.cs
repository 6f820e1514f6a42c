namespace PeerNetwork.Contracts;

/// <summary>A person of a proposal, and of the mentorship that it becomes.</summary>
/// <param name="Role"><c>mentor</c>, <c>mentee</c>, or <c>peer</c>: mentor and mentee of the other.</param>
public sealed record Member(Guid Person, string Role);
