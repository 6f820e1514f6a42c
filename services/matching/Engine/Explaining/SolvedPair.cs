namespace PeerNetwork.Matching.Engine;

/// <summary>
/// Two people of a solved problem: why they were not matched, and the smallest change of profile that would help. It
/// needs the two profiles and what the solution says of them, and nothing of the other people.
/// </summary>
public abstract class SolvedPair
{
    private const string AtMaxLoad =
        "The bound on mentors' load leaves this mentor no place beside those that the coordinator locked.";

    private readonly Candidates _candidates;
    private readonly Lazy<RuleCounterfactuals> _counterfactuals;

    private protected SolvedPair(
        (Profile Mentee, Profile Mentor) two,
        Policy policy,
        SolvedCohort cohort,
        Lazy<RuleCounterfactuals> counterfactuals
    )
    {
        ((Mentee, Mentor), Policy, Cohort, _counterfactuals) = (two, policy, cohort, counterfactuals);
        _candidates = new([Mentee], [Mentor], policy);
    }

    public Pair Pair => new(Mentee.Id, Mentor.Id);

    private protected Profile Mentee { get; }
    private protected Profile Mentor { get; }
    private protected Policy Policy { get; }
    private protected SolvedCohort Cohort { get; }

    private protected IReadOnlyList<int> FactorWeights => _candidates.FactorWeights;

    private protected int Score => _candidates.Score(Mentee, Mentor);

    /// <summary>Whether the solver matched the two.</summary>
    private protected abstract bool IsMatched { get; }

    /// <summary>The worst of the mentee's best candidates; null where no permitted pair was left out.</summary>
    private protected abstract KeptCandidate? Worst { get; }

    private int LockedToMentor => Policy.Locked.Count(pair => pair.Mentor == Mentor.Id);

    /// <summary>Whether the solver could give the mentor to anybody.</summary>
    private bool HasCapacity =>
        Mentor.CapacityWithinHours > LockedToMentor && !(Cohort.MaxLoad is { } most && most <= LockedToMentor);

    private bool IsAtMaxLoad => Mentor.CapacityWithinHours > LockedToMentor && !HasCapacity;

    private Guid? LockedMentor =>
        Policy.Locked.Where(pair => pair.Mentee == Mentee.Id).Select(pair => (Guid?)pair.Mentor).FirstOrDefault();

    private IEnumerable<Rule> BrokenRules => _candidates.Rules.Where(rule => !rule.Passes(Mentee, Mentor, Policy));

    /// <summary>Score, contributions and rules.</summary>
    public PairExplanation Explain() => _candidates.Explain(Mentee, Mentor);

    /// <summary>The same by the weights of mentors; null where the solver had one score for both sides.</summary>
    public virtual PairExplanation? ExplainForMentor() => null;

    /// <summary>What kept these two apart; null when they were matched.</summary>
    public ExclusionReason? FindExclusionReason()
    {
        if (LockedMentor is { } locked)
            return locked == Mentor.Id ? null : ExclusionReason.MenteeLocked;
        if (BrokenRules.Any())
            return ExclusionReason.Rule;
        if (!HasCapacity)
            return IsAtMaxLoad ? ExclusionReason.MaxLoad : ExclusionReason.CapacityLocked;
        if (!IsAmongBest())
            return ExclusionReason.NotAmongBest;
        return IsMatched ? null : FindReasonOfSolver();
    }

    /// <summary>Why these two were not matched, in words; null when they were.</summary>
    public string? WhyNot() =>
        FindExclusionReason() switch
        {
            null => null,
            ExclusionReason.MenteeLocked => "The coordinator locked this mentee to another mentor.",
            ExclusionReason.Rule => BrokenRules.First().Check(Mentee, Mentor, Policy).Sentence,
            ExclusionReason.MaxLoad => AtMaxLoad,
            ExclusionReason.CapacityLocked => "The coordinator locked all places of this mentor to other mentees.",
            ExclusionReason.NotAmongBest => "The mentor is not among the best "
                + $"{TextFormat.Count(Policy.CandidatesPerMentee!.Value, "candidate")} of this mentee.",
            { } ofSolver => Describe(ofSolver),
        };

    /// <summary>
    /// The smallest change of profile that would make a pair possible of two who were not matched; null when they were.
    /// Computed from the two profiles and what is kept of the solution, without solving again.
    /// </summary>
    public CounterfactualChange? WhatWouldHelp()
    {
        if (LockedMentor is { } locked)
            return locked == Mentor.Id
                ? null
                : CounterfactualChange.None("No change of a profile undoes what the coordinator has locked.");
        var broken = BrokenRules.Select(rule => rule.Name).ToArray();
        if (broken is [] && !HasCapacity)
            broken = [Rule.FreePlace];
        if (broken is [Rule.FreePlace] && IsAtMaxLoad)
            return CounterfactualChange.None(AtMaxLoad);
        if (broken is not [])
            return KeepRules(broken);
        return IsMatched ? null : ConvinceSolver();
    }

    /// <summary>Of a pair that the solver could have chosen.</summary>
    private protected abstract ExclusionReason FindReasonOfSolver();

    private protected abstract string Describe(ExclusionReason ofSolver);

    /// <summary>The smallest change of a permitted pair that the solver did not choose.</summary>
    private protected abstract CounterfactualChange ConvinceSolver();

    /// <summary>Of a permitted pair, whose mentor has places.</summary>
    private protected bool IsAmongBest() => Worst is not { } worst || Score >= ScoreToBeAmongBest(worst);

    /// <summary>Of equal scores the mentor who comes first in the run's order is better.</summary>
    private protected long ScoreToBeAmongBest(KeptCandidate worst) =>
        worst.Score + (IsBefore(worst.Mentor, Mentor.Id) ? 1L : 0L);

    /// <summary>Whether one person comes before another in the run's order.</summary>
    private protected bool IsBefore(Guid one, Guid other) =>
        SeedOrder.Of(one, Policy.Seed).CompareTo(SeedOrder.Of(other, Policy.Seed)) < 0;

    /// <summary>From what was kept of a solution.</summary>
    private protected static (
        (Profile Mentee, Profile Mentor) Two,
        Lazy<RuleCounterfactuals> Counterfactuals
    ) ProfilesOf(Cohort two, Policy policy, SolvedCohort cohort)
    {
        var note = new TermInterner();
        foreach (var word in cohort.Spellings)
            note.Intern(word);
        var (e, r) = (Profile.Of(two.Mentees.Single(), note, policy), Profile.Of(two.Mentors.Single(), note, policy));
        MatchingProblem.RuleOut(two, policy, id => id == e.Id ? e : null);
        return ((e, r), new(() => new(cohort, note, policy)));
    }

    private CounterfactualChange KeepRules(string[] broken)
    {
        // Two rules about places have one answer.
        var changes = broken.Select(rule => _counterfactuals.Value.For(rule, Mentee, Mentor, LockedToMentor)).ToArray();
        if (Array.FindIndex(changes, change => change is null) is >= 0 and var never)
            return CounterfactualChange.None($"No change of a profile makes the rule '{broken[never]}' pass.");
        ProfileChange[] all = [.. changes.SelectMany(change => change!).Distinct()];
        return new(
            true,
            all,
            0,
            0,
            $"The pair would be permitted if {TextFormat.List(all.Select(change => change.Sentence))}."
        );
    }
}
