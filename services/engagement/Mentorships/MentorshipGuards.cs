using System.Security.Claims;
using PeerNetwork.Engagement.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Engagement.Mentorships;

/// <summary>The access checks with which most decisions begin.</summary>
public static class MentorshipGuards
{
    /// <summary>The mentorship, if it exists and the person is one of its two.</summary>
    /// <exception cref="DomainException">It does not exist, or is not the person's.</exception>
    public static Mentorship RequireMember(this Mentorship? mentorship, PersonId person) =>
        mentorship switch
        {
            null => throw new DomainException(DomainError.NotFound, "There is no such mentorship."),
            _ when mentorship.RoleOf(person) is null => throw new DomainException(
                DomainError.Forbidden,
                "This is between the two people of the mentorship."
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

    /// <summary>Whether the user coordinates the program at the site and in the present department of the
    /// mentee.</summary>
    public static async Task<bool> IsCoordinatorOf(
        this EventStreams events,
        Mentorship mentorship,
        ClaimsPrincipal user,
        CancellationToken ct
    )
    {
        var mentee = await events.Load<PersonReplica>(mentorship.Mentee.Value, ct);
        return user.ScopeOf(Roles.Coordinator)
            .Covers(mentorship.SiteCode, mentorship.Program.Value, mentee?.Department);
    }

    public static MemberRole RoleOfMember(this Mentorship mentorship, PersonId person) =>
        person == mentorship.Mentor ? MemberRole.Mentor : MemberRole.Mentee;
}
