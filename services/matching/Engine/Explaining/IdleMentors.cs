namespace PeerNetwork.Matching.Engine;

/// <summary>
/// Why each mentor with nobody has nobody, and what to do next. O(edges), and O(mentees × rules) for one whom no rule
/// lets meet anybody.
/// </summary>
internal sealed class IdleMentors(MatchingProblem problem, Assignment assignment, Prices prices)
{
    private readonly Profile[] _waiting = [.. problem.Mentees.Where(mentee => !problem.Locked.ContainsKey(mentee.Id))];

    public IEnumerable<IdleMentor> All()
    {
        var graph = problem.Graph;
        var (suited, nearest) = (new int[graph.MentorCount], new (long Lack, int Mentee)?[graph.MentorCount]);
        var busy = problem.Locked.Values.Select(problem.MentorAt).ToHashSet();
        for (var mentee = 0; mentee < graph.MenteeCount; mentee++)
        {
            for (var edge = graph.RowStart[mentee]; edge < graph.RowStart[mentee + 1]; edge++)
            {
                var mentor = graph.Mentor[edge];
                suited[mentor]++;
                if (prices.Lack(mentee, edge) is { } lack && (nearest[mentor] is not { } known || lack < known.Lack))
                    nearest[mentor] = (lack, mentee);
            }
            if (assignment.Edges[mentee] is >= 0 and var chosen)
                busy.Add(graph.Mentor[chosen]);
        }
        return Enumerable
            .Range(0, graph.MentorCount)
            .Where(mentor => !busy.Contains(mentor))
            .Select(mentor => For(mentor, suited[mentor], nearest[mentor]));
    }

    private IdleMentor For(int mentor, int suited, (long Lack, int Mentee)? nearest)
    {
        var profile = problem.Mentors[mentor];
        if (profile.Person.Ineligible is { } why)
            return new(
                profile.Id,
                Reasons.NotEligible,
                $"The mentor may not be matched at present: {why}.",
                "This has to change first."
            );
        if (profile.Seats == 0)
            return new(
                profile.Id,
                Reasons.NoFreePlace,
                "The mentor has no free place.",
                "The mentor is offered again when a place is free."
            );
        if (profile.SeatsInTime == 0)
            return new(
                profile.Id,
                Reasons.NoFreePlace,
                "The mentor's hours are used up.",
                "The mentor is offered again with more hours a month."
            );
        if (nearest is not { } one)
            return WithoutCandidate(profile);
        return new(
            profile.Id,
            Reasons.Outscored,
            $"{Say.Count(suited, "mentee")} could have been given to this mentor; with others the whole cohort does better.",
            one.Lack == 0
                ? "Nothing speaks against one of these pairs: of results with the same total the run settled on another."
                : $"To the nearest of these pairs {Say.Count(one.Lack, "point")} are missing; what the mentor offers beyond now can bring them.",
            problem.Mentees[one.Mentee].Id
        );
    }

    private IdleMentor WithoutCandidate(Profile mentor)
    {
        if (_waiting is [])
            return new(
                mentor.Id,
                Reasons.NoCandidate,
                "No mentee waits for a mentor.",
                "The place stays open for the next run."
            );
        if (_waiting.Any(mentee => problem.Candidates.Permits(mentee, mentor)))
            return new(
                mentor.Id,
                Reasons.NotAmongBest,
                "There are mentees with whom a pair would keep every rule, but the mentor is among the best candidates of none of them.",
                "More skills offered, or more candidates for each mentee, would bring the mentor into view."
            );
        var worst = problem
            .Candidates.Rules.Select(rule =>
                (rule.Name, Count: _waiting.Count(mentee => !rule.Passes(mentee, mentor, problem.Policy)))
            )
            .MaxBy(rule => rule.Count);
        return new(
            mentor.Id,
            Reasons.NoCandidate,
            $"None of {Say.Count(_waiting.Length, "mentee")} may be paired with this mentor: {worst.Name} rules out {worst.Count}.",
            "The place stays open for mentees to come."
        );
    }
}
