using Contract = PeerNetwork.Contracts;

namespace PeerNetwork.Matching.Matches;

public enum MatchKind
{
    /// <summary>One mentor and one mentee.</summary>
    OneToOne,

    /// <summary>Two peers, each mentor and mentee of the other.</summary>
    Reciprocal,

    /// <summary>One mentor and several mentees.</summary>
    Group,
}

public enum MemberRole
{
    Mentor,
    Mentee,

    /// <summary>Mentor and mentee of the other.</summary>
    Peer,
}

/// <summary>A person of a match.</summary>
/// <param name="MinutesPerMonth">What the mentorship takes of the time that the person gives as a mentor; 0 for a
/// mentee.</param>
public sealed record MatchMember(PersonId Person, MemberRole Role, int MinutesPerMonth);

public static class MatchMembers
{
    public static bool IsMentor(this MemberRole role) => role is not MemberRole.Mentee;

    public static bool IsMentee(this MemberRole role) => role is not MemberRole.Mentor;

    /// <summary>Those whose place and time as a mentor the match takes.</summary>
    public static IReadOnlyList<MatchMember> Mentors(this IEnumerable<MatchMember> members) =>
        [.. members.Where(member => member.Role.IsMentor())];

    /// <summary>Those who find a mentor in the match.</summary>
    public static IReadOnlyList<MatchMember> Mentees(this IEnumerable<MatchMember> members) =>
        [.. members.Where(member => member.Role.IsMentee())];

    public static IReadOnlyList<PersonId> People(this IEnumerable<MatchMember> members) =>
        [.. members.Select(member => member.Person)];

    public static MatchMember? Find(this IEnumerable<MatchMember> members, PersonId person) =>
        members.SingleOrDefault(member => member.Person == person);

    public static IReadOnlyList<Contract.Member> ToContract(this IEnumerable<MatchMember> members) =>
        [.. members.Select(member => new Contract.Member(member.Person.Value, EventSourcing.EnumText.Of(member.Role)))];
}
