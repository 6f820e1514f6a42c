using PeerNetwork.Enrollment.Scim.Users;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.People;

/// <summary>
/// Keyed hashes by which a SCIM user is found (<see cref="UserKeyIndex"/>). They say nothing without the key.
/// </summary>
public sealed record UserKeys(Guid UserName, Guid? ExternalId, IReadOnlyList<Guid> Emails)
{
    public bool Equals(UserKeys? other) =>
        other is not null
        && (UserName, ExternalId) == (other.UserName, other.ExternalId)
        && Emails.SequenceEqual(other.Emails);

    public override int GetHashCode() => HashCode.Combine(UserName, ExternalId, Emails.Count);
}

/// <summary>The user that SCIM clients have for a person.</summary>
/// <param name="Resource">What the client sent, as a SCIM resource in JSON.</param>
public sealed record ScimUser(PersonalText Resource, UserKeys Keys);
