namespace PeerNetwork.Matching.Engine;

/// <summary>Why each mentee without a group has none, and what to do next.</summary>
internal sealed class MenteesWithoutGroup(GroupProblem problem, Grouping grouping)
{
    private readonly GroupGraph _graph = problem.Graph;
    private readonly int[] _sizes = SizesOf(grouping);

    public IEnumerable<Unmatched> All() =>
        Enumerable.Range(0, _graph.MenteeCount).Where(mentee => grouping.GroupOf[mentee] < 0).Select(For);

    private Unmatched For(int mentee)
    {
        var profile = problem.Mentees[mentee];
        if (_graph.Candidates.HasEdges(mentee))
            return WithCandidates(mentee);
        if (profile.Person.IneligibilityReason is { } why)
            return new(
                profile.Id,
                UnmatchedReasons.NotEligible,
                $"The mentee may not be matched at present: {why}.",
                "This has to change first."
            );
        int[] open = [.. Enumerable.Range(0, _graph.MentorCount).Where(m => _graph.Candidates.Capacity[m] > 0)];
        return open is []
            ? new(
                profile.Id,
                UnmatchedReasons.NoFreePlace,
                "No mentor has a free place for a group.",
                "Invite mentors, or ask those who are there for places and hours."
            )
            : WithoutCandidate(profile, open);
    }

    private Unmatched WithCandidates(int mentee)
    {
        var (min, max) = (_graph.Sizes.Min, _graph.Sizes.Max);
        var edges = _graph.Candidates.EdgesOf(mentee).ToArray();
        var best = edges.MaxBy(edge => (_graph.Candidates.Score[edge], -edge));
        var (mentors, nearest) = (
            edges.Select(edge => _graph.Candidates.Mentor[edge]).ToHashSet(),
            problem.Mentors[_graph.Candidates.Mentor[best]].Id
        );
        var whom = _graph.Locked[mentee]
            ? "the mentor whom the coordinator locked to this mentee"
            : $"any of {TextFormat.Count(mentors.Count, "mentor")} who may have this mentee";
        int[] groups =
        [
            .. Enumerable.Range(0, _sizes.Length).Where(group => mentors.Contains(grouping.Mentors[group])),
        ];
        return mentors.All(mentor => _graph.MaxGroups[mentor] == 0)
                ? Because(
                    UnmatchedReasons.NoCandidate,
                    $"Fewer than {TextFormat.Count(min, "mentee")} may be in a group of {whom}.",
                    "Invite mentees who may be in this group, or form smaller groups."
                )
            : groups is []
                ? Because(
                    UnmatchedReasons.OverDemanded,
                    $"There is no group of {whom}: others who would fill it to {TextFormat.Count(min, "mentee")} are "
                        + "needed in other groups.",
                    "Invite mentees who may be in this group, or form smaller groups."
                )
            : groups.All(group => _sizes[group] == max)
                ? Because(
                    UnmatchedReasons.OverDemanded,
                    $"Each group of {whom} has {TextFormat.Count(max, "mentee")}, the most there may be.",
                    "Ask a mentor who may have this mentee for a group more, or form larger groups."
                )
            : Because(
                UnmatchedReasons.NoCandidate,
                $"An exclusion keeps this mentee out of each group of {whom} that is not full.",
                "Ask a mentor who may have this mentee for a group more."
            );

        Unmatched Because(string reason, string sentence, string step) =>
            new(problem.Mentees[mentee].Id, reason, sentence, step, nearest);
    }

    private Unmatched WithoutCandidate(Profile mentee, int[] open)
    {
        var (rule, count) = BrokenRules.MostFrequent(
            open.Select(mentor => problem.RulesOf(mentee, problem.Mentors[mentor]))
        );
        return new(
            mentee.Id,
            UnmatchedReasons.NoCandidate,
            $"None of {TextFormat.Count(open.Length, "mentor")} with a free place may have this mentee.",
            $"The rule '{rule}' rules out {count} of them, the most of all rules; or invite other mentors."
        );
    }

    private static int[] SizesOf(Grouping grouping)
    {
        var sizes = new int[grouping.Mentors.Length];
        foreach (var group in grouping.GroupOf.Where(group => group >= 0))
            sizes[group]++;
        return sizes;
    }
}
