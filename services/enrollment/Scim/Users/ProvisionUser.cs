using PeerNetwork.Enrollment.Guests;
using PeerNetwork.Enrollment.Integrations;
using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Scim.Users;

/// <summary>A client says what a user is now: the person is announced, hired, changed or leaves.</summary>
public static class ProvisionUser
{
    public static PersonEvent[] Decide(
        Person? person,
        PersonId id,
        ClientId client,
        ProvisionedUser user,
        DateTimeOffset now
    )
    {
        if (person is { Erased: true })
            return [];
        var resource = new PersonalText(id.Value, user.Resource);
        PersonEvent[] facts =
            user.Active ? RecordPerson.Decide(person, id, user.Entry, now)
            : person is null ? [Announce(id, user.Entry, now)]
            : Leave(person, now);
        return person?.User == new ScimUser(resource, user.Keys)
            ? facts
            : [.. facts, new UserProvisioned(id, client, resource, user.Keys, now)];
    }

    /// <summary>A person who cannot sign in any more has no access as a guest either.</summary>
    internal static PersonEvent[] Leave(Person person, DateTimeOffset now) =>
        person.Guest is null
            ? RecordDeparture.Decide(person, now)
            : EndGuestAccess.Decide(person, GuestEndCause.Deprovisioned, null, now);

    private static PersonAnnounced Announce(PersonId id, HrRecord entry, DateTimeOffset now) =>
        new(
            id,
            entry.NumberFor(id),
            entry.Name is null ? null : new PersonalText(id.Value, entry.Name),
            entry.Email is null ? null : new PersonalText(id.Value, entry.Email),
            entry.Employment.StoredFor(id),
            now
        );
}

/// <summary>A client deletes a user: it does not know the person any more, who leaves.</summary>
public static class DeprovisionUser
{
    public static PersonEvent[] Decide(Person person, ClientId client, DateTimeOffset now) =>
        person.User is null ? [] : [.. ProvisionUser.Leave(person, now), new UserDeprovisioned(person.Id, client, now)];
}
