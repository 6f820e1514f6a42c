using PeerNetwork.Engagement.People;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.Mentorships;

public enum RelationshipKind
{
    /// <summary>A mentor and a mentee.</summary>
    OneToOne,

    /// <summary>Two peers, each of them mentor and mentee of the other.</summary>
    Reciprocal,

    /// <summary>A mentor and several mentees, of whom one may leave while the others go on.</summary>
    Group,

    /// <summary>Two peers who connected by themselves, without a program.</summary>
    Organic,
}

public enum MemberRole
{
    Mentor,
    Mentee,

    /// <summary>Mentor and mentee of the other.</summary>
    Peer,
}

/// <summary>A person of a mentorship, with the role in it.</summary>
public sealed record Member(PersonId Person, MemberRole Role)
{
    public static Member From(Contracts.Member m) =>
        new(new(m.Person), Enum.Parse<MemberRole>(m.Role, ignoreCase: true));

    public Contracts.Member ToContract() => new(Person.Value, EnumText.Of(Role));
}
