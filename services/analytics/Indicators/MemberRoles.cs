using PeerNetwork.Contracts;

namespace PeerNetwork.Analytics.Indicators;

/// <summary>
/// The people of a match or mentorship, in the order of its members. A peer is a mentor and a mentee.
/// </summary>
internal static class MemberRoles
{
    public static Guid[] People(this IReadOnlyList<Member> members) => [.. members.Select(m => m.Person)];

    public static Guid[] Mentors(this IReadOnlyList<Member> members) => members.With("mentor");

    public static Guid[] Mentees(this IReadOnlyList<Member> members) => members.With("mentee");

    private static Guid[] With(this IReadOnlyList<Member> members, string role) =>
        [.. members.Where(m => m.Role == role || m.Role == "peer").Select(m => m.Person)];
}
