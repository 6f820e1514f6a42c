using PeerNetwork.Contracts;

namespace PeerNetwork.Analytics.Indicators;

/// <summary>
/// The people of a match or mentorship, in the order of its members. A peer is a mentee of the other peer.
/// </summary>
internal static class MemberRoles
{
    public static Guid[] People(this IReadOnlyList<Member> members) => [.. members.Select(m => m.Person)];

    public static Guid[] Mentees(this IReadOnlyList<Member> members) =>
        [.. members.Where(m => m.Role is "mentee" or "peer").Select(m => m.Person)];
}
