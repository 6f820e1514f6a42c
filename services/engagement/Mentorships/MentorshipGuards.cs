using System.Security.Claims;
using PeerNetwork.Engagement.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Engagement.Mentorships;

/// <summary>The access checks with which most decisions begin.</summary>
public static class MentorshipGuards
{
    /// <summary>The mentorship, if it exists and the person is a member.</summary>
    /// <exception cref="DomainException">It does not exist, or is not the person's.</exception>
    public static Mentorship RequireMember(this Mentorship? mentorship, PersonId person) =>
        mentorship switch
        {
            null => throw new DomainException(DomainError.NotFound, "There is no such mentorship."),
            _ when mentorship.RoleOf(person) is null => throw new DomainException(
                DomainError.Forbidden,
                "This is between the members of the mentorship."
            ),
            _ => mentorship,
        };

    /// <summary>The mentorship, if the person is a member and it is open.</summary>
    /// <exception cref="DomainException">It does not exist, is not the person's, or has ended.</exception>
    public static Mentorship RequireOpenFor(this Mentorship? mentorship, PersonId person) =>
        mentorship.RequireMember(person) switch
        {
            { Closing: not null } => throw new DomainException(DomainError.Conflict, "The mentorship is closed.")
            {
                Code = "mentorship-closed",
            },
            var open => open,
        };

    /// <summary>Whether the user coordinates the program at the site of the mentorship, and in the present department
    /// of a member who is not a mentor, or was one. A person who left the mentorship does not coordinate it. What
    /// belongs to no program has no coordinator.</summary>
    public static async Task<bool> IsCoordinatorOf(
        this EventStreams events,
        Mentorship mentorship,
        ClaimsPrincipal user,
        CancellationToken ct
    )
    {
        if (mentorship.Program is not { } program || mentorship.HasLeft(user.PersonId()))
            return false;
        var scope = user.ScopeOf(Roles.Coordinator);
        var mentees = mentorship
            .Members.Concat(mentorship.Departures.Select(d => d.Member))
            .Where(m => m.Role is not MemberRole.Mentor);
        foreach (var mentee in mentees)
        {
            var person = await events.Load<PersonReplica>(mentee.Person.Value, ct);
            if (scope.Covers(mentorship.SiteCode, program.Value, person?.Department))
                return true;
        }

        return false;
    }

    public static MemberRole RoleOfMember(this Mentorship mentorship, PersonId person) =>
        mentorship.Members.First(m => m.Person == person).Role;

    /// <summary>The zones and hours of the members, in the order of the members.</summary>
    public static async Task<IReadOnlyList<Person>> LoadMembers(
        this EventStreams events,
        Mentorship mentorship,
        CancellationToken ct
    )
    {
        var people = new List<Person>();
        foreach (var member in mentorship.Members)
            people.Add(await events.LoadPerson(member.Person, ct));
        return people;
    }
}
