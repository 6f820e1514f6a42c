namespace PeerNetwork.Matching.Engine;

/// <summary>Two people of an optimal solution, explained by the prices that prove it.</summary>
public sealed class PricedPair : SolvedPair
{
    private readonly SolvedMentee _solvedMentee;
    private readonly SolvedMentor _solvedMentor;

    internal PricedPair(
        (Profile Mentee, Profile Mentor) two,
        Policy policy,
        (SolvedMentee Mentee, SolvedMentor Mentor, SolvedCohort Cohort) solved,
        Lazy<RuleCounterfactuals> counterfactuals
    )
        : base(two, policy, solved.Cohort, counterfactuals) =>
        (_solvedMentee, _solvedMentor) = (solved.Mentee, solved.Mentor);

    /// <summary>From what was kept of a solution.</summary>
    /// <param name="two">One mentee and one mentor; exclusions and ended mentorships may be those of all.</param>
    /// <param name="policy">Of the whole problem.</param>
    public static PricedPair From(
        Cohort two,
        Policy policy,
        SolvedMentee mentee,
        SolvedMentor mentor,
        SolvedCohort cohort
    )
    {
        var (profiles, counterfactuals) = ProfilesOf(two, policy, cohort);
        return new(profiles, policy, (mentee, mentor, cohort), counterfactuals);
    }

    private protected override bool IsMatched => _solvedMentee.Mentor == Mentor.Id;

    private protected override KeptCandidate? Worst => _solvedMentee.Worst;

    /// <summary>Points that the pair's score lacks, 0 or more; null where no score would do.</summary>
    private long? MissingPoints =>
        _solvedMentee.PriceWith(_solvedMentor) is { } price ? Math.Max(0, price - Score) : null;

    private protected override ExclusionReason FindReasonOfSolver() =>
        MissingPoints switch
        {
            null => ExclusionReason.CapacityNeeded,
            > 0 => ExclusionReason.Outscored,
            _ => ExclusionReason.None,
        };

    private protected override string Describe(ExclusionReason ofSolver) =>
        ofSolver switch
        {
            ExclusionReason.CapacityNeeded =>
                "Every place of this mentor is needed by mentees who have too few other candidates: "
                    + "this pair would leave one person more unmatched.",
            ExclusionReason.Outscored => DescribeLack(MissingPoints!.Value),
            _ => "By the prices nothing speaks against this pair; "
                + "of solutions with the greatest total the run settled on another.",
        };

    private protected override CounterfactualChange ConvinceSolver()
    {
        if (_solvedMentee.PriceWith(_solvedMentor) is not { } price)
            return CounterfactualChange.None(
                "Places are short here, not points: one free place more at this mentor would allow the pair without "
                    + "leaving anybody out, but the run would give it to somebody who has nobody else."
            );
        var needed = IsAmongBest() ? price : Math.Max(price, ScoreToBeAmongBest(Worst!.Value));
        return needed <= Score
            ? new(true, [], 0, 0, "No change is needed: of results with the same total the run settled on another.")
            : new ScoreCounterfactuals(Mentee, Mentor, Policy, FactorWeights).Reach(Score, needed);
    }

    private string DescribeLack(long lack) =>
        Cohort.CountMeans
            ? "The place does more good elsewhere, with what the means of groups ask for counted in: "
                + $"{lack} points are missing."
            : "The place does more good elsewhere: "
                + $"with this pair the whole cohort's total would be at least {lack} points lower.";
}
