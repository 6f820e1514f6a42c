namespace PeerNetwork.Matching.Engine;

/// <summary>
/// Why a mentee has no permitted pair with any mentor who has a free place, and what to do next. O(mentors × rules).
/// </summary>
internal sealed class MenteesWithoutCandidate(MatchingProblem problem, Lazy<RuleCounterfactuals> counterfactuals)
{
    private readonly Profile[] _open = [.. problem.Mentors.Where((_, mentor) => problem.Graph.Capacity[mentor] > 0)];

    public Unmatched For(int mentee)
    {
        var profile = problem.Mentees[mentee];
        if (profile.Person.IneligibilityReason is { } why)
            return new(
                profile.Id,
                UnmatchedReasons.NotEligible,
                $"The mentee may not be matched at present: {why}.",
                "This has to change first."
            );
        return _open is []
            ? new(
                profile.Id,
                UnmatchedReasons.NoFreePlace,
                "No mentor has a free place.",
                "Invite mentors, or ask those who are there for places and hours."
            )
            : WithoutCandidate(profile);
    }

    private Unmatched WithoutCandidate(Profile mentee)
    {
        var rules = problem.Candidates.Rules;
        var broken = Array.ConvertAll(_open, mentor => BrokenRules(mentee, mentor));
        var counts = rules
            .Select((rule, at) => (rule.Name, Count: broken.Count(mask => (mask >> at & 1) == 1)))
            .Where(rule => rule.Count > 0)
            .OrderByDescending(rule => rule.Count)
            .Select(rule => $"{rule.Name} rules out {rule.Count}");
        var sentence =
            $"No pair with any of {TextFormat.Count(_open.Length, "mentor")} with free places keeps every rule: "
            + $"{string.Join(", ", counts)}.";
        var fixedRules = rules
            .Index()
            .Where(rule => !RuleCounterfactuals.CanMeet(rule.Item.Name))
            .Aggregate(0, (mask, rule) => mask | 1 << rule.Index);
        var nearest = Enumerable
            .Range(0, _open.Length)
            .Where(mentor => (broken[mentor] & fixedRules) == 0)
            .Select(mentor => ((int Rules, Guid Id, int At)?)(int.PopCount(broken[mentor]), _open[mentor].Id, mentor))
            .Min();
        if (nearest is not { } one)
            return new(
                mentee.Id,
                UnmatchedReasons.NoCandidate,
                sentence,
                "No change of the mentee's profile alters that: invite other mentors."
            );
        var changes = rules
            .Where((_, at) => (broken[one.At] >> at & 1) == 1)
            .SelectMany(rule => counterfactuals.Value.For(rule.Name, mentee, _open[one.At], taken: 0)!)
            .ToArray();
        return new(mentee.Id, UnmatchedReasons.NoCandidate, sentence, Opens(mentee, changes, one.At), one.Id);
    }

    private string Opens(Profile mentee, ProfileChange[] changes, int mentor)
    {
        var changed = changes.Aggregate((Mentee)mentee.Person, (person, change) => change.ApplyTo(person));
        Profile profile;
        lock (mentee.Terms)
            profile = mentee.With(changed, problem.Policy);
        // What the mentor would change opens that one mentor alone.
        var opened = _open.Where((other, at) => at == mentor || problem.Candidates.Permits(profile, other)).Count();
        return $"{TextFormat.Count(opened, "mentor")} would be open "
            + $"if {TextFormat.List(changes.Select(change => change.Sentence))}; or invite other mentors.";
    }

    private int BrokenRules(Profile mentee, Profile mentor)
    {
        var (mask, rules) = (0, problem.Candidates.Rules);
        for (var at = 0; at < rules.Count; at++)
            mask |= rules[at].Passes(mentee, mentor, problem.Policy) ? 0 : 1 << at;
        return mask;
    }
}
