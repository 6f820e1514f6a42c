namespace PeerNetwork.Matching.Engine;

/// <summary>
/// Two people of a solved problem: why they were not matched, and the smallest change of profile that would help. It
/// needs the two profiles and what the solution says of them, and nothing of the other people.
/// </summary>
public sealed class SolvedPair
{
    private const string AtMaxLoad =
        "The bound on mentors' load leaves this mentor no place beside those that the coordinator locked.";

    private readonly Profile _mentee;
    private readonly Profile _mentor;
    private readonly Policy _policy;
    private readonly Candidates _candidates;
    private readonly SolvedMentee _solvedMentee;
    private readonly SolvedMentor _solvedMentor;
    private readonly SolvedCohort _solvedCohort;
    private readonly Lazy<RuleCounterfactuals> _counterfactuals;

    internal SolvedPair(
        Profile mentee,
        Profile mentor,
        Policy policy,
        (SolvedMentee Mentee, SolvedMentor Mentor, SolvedCohort Cohort) solved,
        Lazy<RuleCounterfactuals> counterfactuals
    )
    {
        (_mentee, _mentor, _policy, _counterfactuals) = (mentee, mentor, policy, counterfactuals);
        (_solvedMentee, _solvedMentor, _solvedCohort) = solved;
        _candidates = new([mentee], [mentor], policy);
    }

    /// <summary>From what was kept of a solution.</summary>
    /// <param name="two">One mentee and one mentor; exclusions and ended mentorships may be those of all.</param>
    /// <param name="policy">Of the whole problem.</param>
    public static SolvedPair From(
        Cohort two,
        Policy policy,
        SolvedMentee mentee,
        SolvedMentor mentor,
        SolvedCohort cohort
    )
    {
        var note = new TermInterner();
        foreach (var word in cohort.Spellings)
            note.Intern(word);
        var (e, r) = (Profile.Of(two.Mentees.Single(), note, policy), Profile.Of(two.Mentors.Single(), note, policy));
        MatchingProblem.RuleOut(two, policy, id => id == e.Id ? e : null);
        return new(e, r, policy, (mentee, mentor, cohort), new(() => new(cohort, note, policy)));
    }

    public Pair Pair => new(_mentee.Id, _mentor.Id);

    private int LockedToMentor => _policy.Locked.Count(pair => pair.Mentor == _mentor.Id);

    /// <summary>Whether the solver could give the mentor to anybody.</summary>
    private bool HasCapacity =>
        _mentor.CapacityWithinHours > LockedToMentor && !(_solvedCohort.MaxLoad is { } most && most <= LockedToMentor);

    private bool IsAtMaxLoad => _mentor.CapacityWithinHours > LockedToMentor && !HasCapacity;

    private bool IsMatched => _solvedMentee.Mentor == _mentor.Id;

    private int Score => _candidates.Score(_mentee, _mentor);

    private Guid? LockedMentor =>
        _policy.Locked.Where(pair => pair.Mentee == _mentee.Id).Select(pair => (Guid?)pair.Mentor).FirstOrDefault();

    private IEnumerable<Rule> BrokenRules => _candidates.Rules.Where(rule => !rule.Passes(_mentee, _mentor, _policy));

    /// <summary>Points that the pair's score lacks, 0 or more; null where no score would do.</summary>
    private long? MissingPoints =>
        _solvedMentee.PriceWith(_solvedMentor) is { } price ? Math.Max(0, price - Score) : null;

    /// <summary>Score, contributions and rules.</summary>
    public PairExplanation Explain() => _candidates.Explain(_mentee, _mentor);

    /// <summary>What kept these two apart; null when they were matched.</summary>
    public ExclusionReason? FindExclusionReason()
    {
        if (LockedMentor is { } locked)
            return locked == _mentor.Id ? null : Engine.ExclusionReason.MenteeLocked;
        if (BrokenRules.Any())
            return Engine.ExclusionReason.Rule;
        if (!HasCapacity)
            return IsAtMaxLoad ? Engine.ExclusionReason.MaxLoad : Engine.ExclusionReason.CapacityLocked;
        if (!IsAmongBest())
            return Engine.ExclusionReason.NotAmongBest;
        if (IsMatched)
            return null;
        return MissingPoints switch
        {
            null => Engine.ExclusionReason.CapacityNeeded,
            > 0 => Engine.ExclusionReason.Outscored,
            _ => Engine.ExclusionReason.None,
        };
    }

    /// <summary>One sentence on why these two were not matched; null when they were.</summary>
    public string? WhyNot() =>
        FindExclusionReason() switch
        {
            null => null,
            Engine.ExclusionReason.MenteeLocked => "The coordinator locked this mentee to another mentor.",
            Engine.ExclusionReason.Rule => BrokenRules.First().Check(_mentee, _mentor, _policy).Sentence,
            Engine.ExclusionReason.MaxLoad => AtMaxLoad,
            Engine.ExclusionReason.CapacityLocked =>
                "The coordinator locked all places of this mentor to other mentees.",
            Engine.ExclusionReason.NotAmongBest => "The mentor is not among the best "
                + $"{TextFormat.Count(_policy.CandidatesPerMentee!.Value, "candidate")} of this mentee.",
            Engine.ExclusionReason.CapacityNeeded =>
                "Every place of this mentor is needed by mentees who have too few other candidates: "
                    + "this pair would leave one person more unmatched.",
            Engine.ExclusionReason.Outscored => DescribeLack(MissingPoints!.Value),
            _ => "By the prices nothing speaks against this pair; "
                + "of solutions with the greatest total the run settled on another.",
        };

    /// <summary>
    /// The smallest change of profile that would make a pair possible of two who were not matched; null when they were.
    /// Computed from the two profiles and the certificate's prices, without solving again.
    /// </summary>
    public CounterfactualChange? WhatWouldHelp()
    {
        if (LockedMentor is { } locked)
            return locked == _mentor.Id
                ? null
                : CounterfactualChange.None("No change of a profile undoes what the coordinator has locked.");
        var broken = BrokenRules.Select(rule => rule.Name).ToArray();
        if (broken is [] && !HasCapacity)
            broken = [Rule.FreePlace];
        if (broken is [Rule.FreePlace] && IsAtMaxLoad)
            return CounterfactualChange.None(AtMaxLoad);
        if (broken is not [])
            return KeepRules(broken);
        return IsMatched ? null : ReachPrice();
    }

    private CounterfactualChange KeepRules(string[] broken)
    {
        // Two rules about places have one answer.
        var changes = broken
            .Select(rule => _counterfactuals.Value.For(rule, _mentee, _mentor, LockedToMentor))
            .ToArray();
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

    private CounterfactualChange ReachPrice()
    {
        if (_solvedMentee.PriceWith(_solvedMentor) is not { } price)
            return CounterfactualChange.None(
                "Places are short here, not points: one free place more at this mentor would allow the pair without "
                    + "leaving anybody out, but the run would give it to somebody who has nobody else."
            );
        var needed = IsAmongBest() ? price : Math.Max(price, ScoreToBeAmongBest(_solvedMentee.Worst!.Value));
        return needed <= Score
            ? new(true, [], 0, 0, "No change is needed: of results with the same total the run settled on another.")
            : new ScoreCounterfactuals(_mentee, _mentor, _policy, _candidates.FactorWeights).Reach(Score, needed);
    }

    /// <summary>Of a permitted pair, whose mentor has places.</summary>
    private bool IsAmongBest() => _solvedMentee.Worst is not { } worst || Score >= ScoreToBeAmongBest(worst);

    /// <summary>Of equal scores the mentor who comes first in the run's order is better.</summary>
    private long ScoreToBeAmongBest(KeptCandidate worst) =>
        worst.Score + (SeedOrderOf(_mentor.Id).CompareTo(SeedOrderOf(worst.Mentor)) > 0 ? 1L : 0L);

    private SeedOrder SeedOrderOf(Guid mentor) => SeedOrder.Of(mentor, _policy.Seed);

    private string DescribeLack(long lack) =>
        _solvedCohort.CountMeans
            ? "The place does more good elsewhere, with what the means of groups ask for counted in: "
                + $"{lack} points are missing."
            : "The place does more good elsewhere: "
                + $"with this pair the whole cohort's total would be at least {lack} points lower.";
}
