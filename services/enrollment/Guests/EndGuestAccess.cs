using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Guests;

/// <summary>
/// The access of a guest ends: with the term, or earlier by the sponsor or the people administration. The guest leaves
/// like an employee, so that applications, matches and mentorships end with it.
/// </summary>
public static class EndGuestAccess
{
    public static async Task<NoContent> Handle(
        Guid id,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.Id(), clock.GetUtcNow());
        await events.Update<Person, PersonEvent>(
            id,
            Person.Evolve,
            person =>
            {
                user.RequireManageGuest(person);
                GuestRules.RequireTerm(person);
                return Decide(person, GuestEndCause.EndedEarly, by, now);
            },
            ct
        );
        return TypedResults.NoContent();
    }

    public static PersonEvent[] Decide(Person? person, GuestEndCause cause, Guid? by, DateTimeOffset now) =>
        person is not { Guest: not null }
            ? []
            :
            [
                new GuestAccessEnded(person.Id, cause, by, now),
                person.Leave(now),
                // A guest whom HR has announced starts all the same.
                .. person
                    .Scheduled.Where(s => s.Change.Status != EmploymentStatus.Active)
                    .Select(s => new PersonChangeCancelled(person.Id, s.Id, now)),
            ];

    /// <summary>A guest who becomes an employee or a contractor stays, without a term.</summary>
    internal static GuestEvent[] ForStaff(Person person, PersonKind kind, DateTimeOffset now) =>
        person.Guest is null || kind.IsExternal()
            ? []
            : [new GuestAccessEnded(person.Id, GuestEndCause.WorksHere, null, now)];
}
