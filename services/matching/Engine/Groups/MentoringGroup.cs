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
)
{
    /// <summary>
    /// What the others of the group are to this mentee: values and points are means over them, rounded down. Nothing of
    /// it names one of them. Empty where there is no other.
    /// </summary>
    public IReadOnlyList<Contribution> PartnersOf(Guid mentee)
    {
        PartnerExplanation[] own = [.. Partners.Where(pair => pair.One == mentee || pair.Other == mentee)];
        return
        [
            .. own.SelectMany(pair => pair.Contributions)
                .GroupBy(contribution => contribution.Factor)
                .Select(factor => new Contribution(
                    factor.Key,
                    factor.First().Weight,
                    factor.Sum(contribution => contribution.Value) / own.Length,
                    factor.Sum(contribution => contribution.Points) / own.Length,
                    factor.Key == GroupExplanations.SharedGoals ? GoalsOf(mentee, own.Length) : Backgrounds
                )),
        ];
    }

    private string GoalsOf(Guid mentee, int others)
    {
        string[] shared =
        [
            .. SharedGoals
                .Where(goal => goal.Mentees.Contains(mentee))
                .Select(goal => $"{goal.Goal} ({goal.Mentees.Count - 1} of {TextFormat.Count(others, "other")})"),
        ];
        return shared is []
            ? "No other mentee of the group has recorded a goal in common."
            : $"In common with others of the group: {TextFormat.List(shared)}.";
    }
}

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
