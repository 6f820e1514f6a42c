using PeerNetwork.Matching.Engine;
using PeerNetwork.Matching.Matches;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Runs;

/// <summary>The bounds of fairness that a client asks for.</summary>
/// <param name="GroupBy">Which label of their organisation makes mentees a group; needed where a bound is about
/// groups.</param>
/// <param name="MaxRateGap">0 to 1000 thousandths: so far at most may the share matched of a group lie below that of
/// all.</param>
/// <param name="MaxScoreGap">0 to 1000 thousandths of a full score: so far at most may the mean score of a group lie
/// below that of all.</param>
/// <param name="MaxLoadAboveMean">0 to 1000: so many mentees more than the mean of all mentors, rounded up, may one
/// mentor get.</param>
public sealed record FairnessRequest(
    GroupBy? GroupBy = null,
    int? MaxRateGap = null,
    int? MaxScoreGap = null,
    int? MaxLoadAboveMean = null
);

/// <summary>
/// A variant as a client requests it. What it leaves out is as in the run's own request, which is the first variant.
/// </summary>
/// <param name="Name">1 to 80 characters on one line, for those who compare.</param>
/// <param name="Weights">Relative weights, 0 to 1000, by factor; what is not named keeps its default.</param>
/// <param name="Locked">Pairs that are given; they must keep every rule.</param>
/// <param name="CandidatesPerMentee">1 to 10,000.</param>
/// <param name="MentorMinutesPerMonth">1 to 10,000: what one mentorship takes of a mentor's time.</param>
/// <param name="GroupSizes">The least and the greatest number of mentees in a mentoring group, 1 to 50; those of the
/// program where the run itself leaves them out.</param>
/// <param name="Method"><c>optimal</c> matches as many as can be, then by the greatest total score;
/// <c>stableForMentees</c> and <c>stableForMentors</c> leave no mentee and mentor who would both rather have each
/// other, with the best such result for one side. Only for runs of kind oneToOne.</param>
/// <param name="MentorWeights">Of a stable method: relative weights, 0 to 1000, by factor, for what a mentee is worth
/// to a mentor; what is not named keeps its default. Left out in all of the request, they are those of
/// <paramref name="Weights"/>, and both sides agree on the worth of each pair.</param>
public sealed record VariantRequest(
    string? Name = null,
    IReadOnlyDictionary<string, int>? Weights = null,
    HardRules? Rules = null,
    YearsRange? ExperienceTarget = null,
    IReadOnlyList<Pair>? Locked = null,
    IReadOnlyList<Pair>? Forbidden = null,
    int? CandidatesPerMentee = null,
    FairnessRequest? Fairness = null,
    CapacityChange? Capacity = null,
    int? MentorMinutesPerMonth = null,
    GroupSizes? GroupSizes = null,
    MatchingMethod? Method = null,
    IReadOnlyDictionary<string, int>? MentorWeights = null
)
{
    /// <summary>
    /// The policy and the terms of this variant. What is invalid for every cohort is rejected here.
    /// </summary>
    /// <param name="policy">The default where the request leaves a field out.</param>
    /// <param name="terms">The same for the terms.</param>
    /// <param name="kind">What the run proposes.</param>
    /// <param name="at">The path of the request in the body, such as <c>variants[0].</c></param>
    /// <exception cref="InvalidFieldException">A field has to change.</exception>
    public (Policy Policy, VariantTerms Terms) ApplyTo(
        Policy policy,
        VariantTerms terms,
        MatchKind kind,
        string at = ""
    )
    {
        var asked = policy with
        {
            Weights = Weights ?? policy.Weights,
            Rules = Rules ?? policy.Rules,
            ExperienceTarget = ExperienceTarget ?? policy.ExperienceTarget,
            MentorMinutesPerMonth = MentorMinutesPerMonth ?? policy.MentorMinutesPerMonth,
            Locked = Locked ?? policy.Locked,
            Forbidden = Forbidden ?? policy.Forbidden,
            CandidatesPerMentee = CandidatesPerMentee ?? policy.CandidatesPerMentee,
            Fairness = Fairness is { } f
                ? new()
                {
                    MaxRateGap = f.MaxRateGap,
                    MaxScoreGap = f.MaxScoreGap,
                    MaxLoadAboveMean = f.MaxLoadAboveMean,
                }
                : policy.Fairness,
        };
        if (kind is not MatchKind.OneToOne && asked.Fairness != FairnessBounds.None)
            throw new InvalidFieldException(
                $"{at}fairness",
                "must have no bound: peers and groups cannot be matched within bounds of fairness"
            );
        if (kind is not MatchKind.Group && GroupSizes is not null)
            throw new InvalidFieldException($"{at}groupSizes", "must be left out: this run forms no groups");
        var method = Method ?? terms.Method;
        RequireSuitableMethod(method, kind, asked.Fairness, at);
        var mentorWeights = method is MatchingMethod.Optimal ? null : MentorWeights ?? terms.MentorWeights;
        try
        {
            var (nobody, unlocked) = (new Cohort([], []), asked with { Locked = [] });
            if (method is MatchingMethod.Optimal)
                MatchingProblem.From(nobody, unlocked);
            else
                StableProblem.From(nobody, unlocked, mentorWeights);
        }
        catch (InvalidProblemException e)
        {
            throw new InvalidFieldException(at + e.Field, e.Message);
        }

        return (
            asked,
            new(
                Name?.Trim(),
                Fairness is null ? terms.GroupBy : Fairness.GroupBy,
                Capacity ?? terms.Capacity,
                GroupSizes ?? terms.GroupSizes,
                method,
                mentorWeights
            )
        );
    }

    private void RequireSuitableMethod(MatchingMethod method, MatchKind kind, FairnessBounds bounds, string at)
    {
        if (kind is not MatchKind.OneToOne && method is not MatchingMethod.Optimal)
            throw new InvalidFieldException(
                $"{at}method",
                "must be optimal or left out: only runs of mentees and mentors have stable results"
            );
        if (method is not MatchingMethod.Optimal && bounds != FairnessBounds.None)
            throw new InvalidFieldException(
                $"{at}fairness",
                "must have no bound: a result cannot be both stable and within bounds of fairness; where the run "
                    + "itself has bounds, give this variant an empty object"
            );
        if (method is MatchingMethod.Optimal && MentorWeights is not null)
            throw new InvalidFieldException(
                $"{at}mentorWeights",
                "must be left out: they have no effect with the method optimal; choose stableForMentees or "
                    + "stableForMentors"
            );
    }
}
