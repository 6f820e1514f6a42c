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
        PersonEvent[] facts =
            user.Active ? RecordPerson.Decide(person, id, user.Entry, now)
            : person is null || WaitsForStart(person) ? RecordPerson.Announce(person, id, user.Entry, now)
            : Leave(person, now);
        return [.. facts, .. Keep(person, id, client, user, now)];
    }

    /// <summary>The user that the client has for the person from now on.</summary>
    internal static PersonEvent[] Keep(
        Person? person,
        PersonId id,
        ClientId client,
        ProvisionedUser user,
        DateTimeOffset now
    )
    {
        var resource = new PersonalText(id.Value, user.Resource);
        return person?.User == new ScimUser(resource, user.Keys)
            ? []
            : [new UserProvisioned(id, client, resource, user.Keys, now)];
    }

    /// <summary>A person who cannot sign in any more has no access as a guest either.</summary>
    internal static PersonEvent[] Leave(Person person, DateTimeOffset now) =>
        person.Guest is null
            ? RecordDeparture.Decide(person, now)
            : EndGuestAccess.Decide(person, GuestEndCause.Deprovisioned, null, now);

    /// <summary>Whether a client has said on which day the person begins.</summary>
    private static bool WaitsForStart(Person person) =>
        !person.Active
        && person.Scheduled.Any(s => s is { Source: ChangeSource.Scim, Change.Status: EmploymentStatus.Active });
}

/// <summary>
/// A client deletes a user: it does not know the person any more, who leaves. What it said of later days is void.
/// </summary>
public static class DeprovisionUser
{
    public static PersonEvent[] Decide(Person person, ClientId client, DateTimeOffset now) =>
        person.User is null
            ? []
            :
            [
                .. ProvisionUser.Leave(person, now),
                .. person
                    .Scheduled.Where(s => s.Source == ChangeSource.Scim)
                    .Select(s => new PersonChangeCancelled(person.Id, s.Id, now)),
                new UserDeprovisioned(person.Id, client, now),
            ];
}
