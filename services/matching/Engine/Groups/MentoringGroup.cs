namespace PeerNetwork.Matching.Engine;

/// <summary>A mentor and several mentees who are proposed to one another.</summary>
/// <param name="Score">Millionths: the scores of all members and of each two of them.</param>
/// <param name="Members">Sorted by id.</param>
/// <param name="Partners">Each two members once, sorted by their ids.</param>
/// <param name="SharedGoals">What at least two members want to learn, in alphabetical order.</param>
/// <param name="Backgrounds">One sentence on departments and sites.</param>
public sealed record MentoringGroup(
    Guid Mentor,
    long Score,
    IReadOnlyList<GroupMember> Members,
    IReadOnlyList<PartnerExplanation> Partners,
    IReadOnlyList<SharedGoal> SharedGoals,
    string Backgrounds
);

/// <param name="Explanation">Why the mentee scores as it does with the mentor.</param>
public sealed record GroupMember(Guid Mentee, bool Locked, PairExplanation Explanation);

/// <summary>
/// What two mentees of a group count for one another. The points of the contributions add up to
/// <see cref="Score"/>.
/// </summary>
/// <param name="One">The smaller id of the two.</param>
/// <param name="Score">Millionths.</param>
public sealed record PartnerExplanation(Guid One, Guid Other, int Score, IReadOnlyList<Contribution> Contributions);

/// <summary>A goal or wanted skill and the members who have it, sorted by id.</summary>
public sealed record SharedGoal(string Goal, IReadOnlyList<Guid> Mentees);
