using static PeerNetwork.Matching.Engine.ProfileComparison;

namespace PeerNetwork.Matching.Engine;

/// <summary>Groups in terms of people: members, what they share and where they come from.</summary>
internal sealed class GroupExplanations(GroupProblem problem)
{
    public const string SharedGoals = "shared-goals";
    public const string BalancedBackgrounds = "balanced-backgrounds";

    /// <param name="members">Positions of mentees.</param>
    public MentoringGroup Of(int mentor, int[] members)
    {
        int[] sorted = [.. members.OrderBy(member => problem.Mentees[member].Id)];
        var id = problem.Mentors[mentor].Id;
        GroupMember[] people =
        [
            .. sorted
                .Select(member => problem.Mentees[member])
                .Select(mentee => new GroupMember(
                    mentee.Id,
                    problem.IsLocked(mentee),
                    problem.Explain(new(mentee.Id, id))
                )),
        ];
        PartnerExplanation[] partners =
        [
            .. sorted.SelectMany((one, at) => sorted[(at + 1)..].Select(other => Partners(one, other))),
        ];
        var score = people.Sum(member => (long)member.Explanation.Score) + partners.Sum(pair => (long)pair.Score);
        return new(id, score, people, partners, GoalsOf(sorted), BackgroundsOf(sorted));
    }

    private PartnerExplanation Partners(int one, int other)
    {
        var values = problem.Graph.Partners;
        var (mine, theirs) = (problem.Mentees[one], problem.Mentees[other]);
        var goals = values.SharedGoals(one, other);
        var backgrounds = values.Backgrounds(one, other);
        return new(
            mine.Id,
            theirs.Id,
            values.Of(one, other),
            [
                new(
                    SharedGoals,
                    values.Weights.SharedGoals,
                    goals,
                    values.Weights.SharedGoals * goals,
                    GoalSentence(mine, theirs)
                ),
                new(
                    BalancedBackgrounds,
                    values.Weights.Backgrounds,
                    backgrounds,
                    values.Weights.Backgrounds * backgrounds,
                    BackgroundSentence(mine, theirs)
                ),
            ]
        );
    }

    private static string GoalSentence(Profile one, Profile other)
    {
        if (one.Skills is [] || other.Skills is [])
            return "No goals are recorded for at least one of the two, so this counts as neutral (0.5).";
        var shared = one.Terms.TermsOf(Ids(one).Intersect(Ids(other)));
        return shared is [] ? "They have no goal in common." : $"Both want to learn {TextFormat.List(shared)}.";
    }

    private static string BackgroundSentence(Profile one, Profile other)
    {
        return $"{Compare(one.Department, other.Department, "department")} " + Compare(one.Site, other.Site, "site");

        static string Compare(int? mine, int? theirs, string noun) =>
            FactorValues.Different(mine, theirs) switch
            {
                null => $"The {noun} of at least one is not recorded, so it counts as neutral.",
                Full => $"They work at different {noun}s.",
                _ => $"They work at the same {noun}.",
            };
    }

    private SharedGoal[] GoalsOf(int[] members) =>
        [
            .. members
                .Select(member => problem.Mentees[member])
                .SelectMany(mentee => Ids(mentee).Select(goal => (Goal: mentee.Terms.TermOf(goal), mentee.Id)))
                .GroupBy(goal => goal.Goal, goal => goal.Id)
                .Where(goal => goal.Count() > 1)
                .OrderBy(goal => goal.Key, StringComparer.Ordinal)
                .Select(goal => new SharedGoal(goal.Key, [.. goal])),
        ];

    private string BackgroundsOf(int[] members)
    {
        var people = Array.ConvertAll(members, member => problem.Mentees[member]);
        var departments = people.Select(mentee => mentee.Department).OfType<int>().Distinct().Count();
        var sites = people.Select(mentee => mentee.Site).OfType<int>().Distinct().Count();
        return $"{TextFormat.Count(people.Length, "mentee")} from {TextFormat.Count(departments, "department")} and "
            + $"{TextFormat.Count(sites, "site")}, as far as recorded.";
    }

    private static IEnumerable<int> Ids(Profile mentee) => mentee.Skills.Select(skill => skill.Id);
}
