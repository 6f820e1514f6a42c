using PeerNetwork.Engagement.People;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.Mentorships;

/// <summary>The demands that nearly every decision begins with.</summary>
public static class Pair
{
    /// <summary>The mentorship, if it exists and the person is one of its two.</summary>
    /// <exception cref="DomainException">It does not exist, or is not theirs.</exception>
    public static Mentorship Of(this Mentorship? mentorship, PersonId person) =>
        mentorship switch
        {
            null => throw new DomainException(DomainError.NotFound, "There is no such mentorship."),
            _ when mentorship.SideOf(person) is null => throw new DomainException(
                DomainError.Forbidden,
                "This is between the two people of the mentorship."
            ),
            _ => mentorship,
        };

    /// <summary>The mentorship, if it is the person's and goes on.</summary>
    /// <exception cref="DomainException">It does not exist, is not theirs, or came to its end.</exception>
    public static Mentorship OpenFor(this Mentorship? mentorship, PersonId person) =>
        mentorship.Of(person) switch
        {
            { Closing: not null } => throw new DomainException(DomainError.Conflict, "The mentorship is closed.")
            {
                Code = "mentorship-closed",
            },
            var open => open,
        };

    public static Side SideOfMember(this Mentorship mentorship, PersonId person) =>
        person == mentorship.Mentor ? Side.Mentor : Side.Mentee;
}
