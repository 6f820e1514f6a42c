namespace PeerNetwork.Matching.Engine;

/// <summary>
/// Two people of a stable matching. Where they could have been matched and were not, the mentee has a mentor whom the
/// mentee prefers, or the mentor's places are held by mentees whom the mentor prefers. One prefers the greater score,
/// and of equal scores who comes first in the run's order.
/// </summary>
public sealed class StablePair : SolvedPair
{
    private readonly StableMentee _solvedMentee;
    private readonly StableMentor _solvedMentor;
    private readonly Candidates _ofMentor;
    private readonly bool _hasOwnWeights;

    private StablePair(
        (Profile Mentee, Profile Mentor) two,
        Policy policy,
        IReadOnlyDictionary<string, int>? mentorWeights,
        (StableMentee Mentee, StableMentor Mentor, SolvedCohort Cohort) solved,
        Lazy<RuleCounterfactuals> counterfactuals
    )
        : base(two, policy, solved.Cohort, counterfactuals)
    {
        (_solvedMentee, _solvedMentor) = (solved.Mentee, solved.Mentor);
        _ofMentor = new([Mentee], [Mentor], StableProblem.OfMentors(policy, mentorWeights));
        _hasOwnWeights = !_ofMentor.FactorWeights.SequenceEqual(FactorWeights);
    }

    /// <summary>From what was kept of a solution.</summary>
    /// <param name="two">One mentee and one mentor; exclusions and ended mentorships may be those of all.</param>
    /// <param name="policy">Of the whole problem.</param>
    /// <param name="mentorWeights">Null where they are those of the policy.</param>
    public static StablePair From(
        Cohort two,
        Policy policy,
        IReadOnlyDictionary<string, int>? mentorWeights,
        StableMentee mentee,
        StableMentor mentor,
        SolvedCohort cohort
    )
    {
        var (profiles, counterfactuals) = ProfilesOf(two, policy, cohort);
        return new(profiles, policy, mentorWeights, (mentee, mentor, cohort), counterfactuals);
    }

    private protected override bool IsMatched => _solvedMentee.Given?.Mentor == Mentor.Id;

    private protected override KeptCandidate? Worst => _solvedMentee.Worst;

    private int ScoreForMentor => _ofMentor.Score(Mentee, Mentor);

    public override PairExplanation? ExplainForMentor() => _hasOwnWeights ? _ofMentor.Explain(Mentee, Mentor) : null;

    private protected override ExclusionReason FindReasonOfSolver() =>
        PointsOfGiven is not null ? ExclusionReason.MenteePrefersOther
        : PointsOfLeast is not null ? ExclusionReason.MentorPrefersOthers
        : ExclusionReason.None;

    private protected override string Describe(ExclusionReason ofSolver) =>
        ofSolver is ExclusionReason.None
            ? "Nothing speaks against this pair."
            : string.Join(' ', new[] { DescribeGiven(), DescribeHeld() }.OfType<string>());

    private protected override CounterfactualChange ConvinceSolver() =>
        CounterfactualChange.None(
            "The two would have to prefer each other to what they have: how far they are from that is said above, and "
                + "a stable matching says nothing of which answers would be enough."
        );

    /// <summary>By how much the mentee prefers the given mentor, 0 or more; null where the mentee does not.</summary>
    private int? PointsOfGiven =>
        _solvedMentee.Given is { } given && Prefers((given.Score, given.Mentor), (Score, Mentor.Id))
            ? given.Score - Score
            : null;

    /// <summary>By how much the mentor prefers the least of the present mentees; null where the mentor does
    /// not.</summary>
    private int? PointsOfLeast =>
        _solvedMentor.Least is { } least && Prefers((least.Score, least.Mentee), (ScoreForMentor, Mentee.Id))
            ? least.Score - ScoreForMentor
            : null;

    private bool Prefers((int Score, Guid Id) one, (int Score, Guid Id) other) =>
        one.Score > other.Score || (one.Score == other.Score && IsBefore(one.Id, other.Id));

    private string? DescribeGiven() =>
        PointsOfGiven switch
        {
            null => null,
            0 => "The mentee has a mentor who suits as well, and who comes first in the order that decides such ties.",
            { } points => "The mentee has a mentor who suits the mentee better, "
                + $"by {TextFormat.Count(points, "point")}.",
        };

    private string? DescribeHeld() =>
        PointsOfLeast switch
        {
            null => null,
            0 => "The places of this mentor are held by mentees who suit the mentor as well or better, and who come "
                + "first in the order that decides ties.",
            { } points => "The places of this mentor are held by mentees who suit the mentor better, "
                + $"by {TextFormat.Count(points, "point")} or more.",
        };
}
