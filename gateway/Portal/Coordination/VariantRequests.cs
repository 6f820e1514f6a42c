using PeerNetwork.Portal.Api.Matching;

namespace PeerNetwork.Portal.Coordination;

internal static class VariantRequests
{
    /// <summary>A request for a variant with the policy of another one.</summary>
    public static VariantRequest Like(ReadRunsVariantView variant) =>
        new()
        {
            Weights = variant.Policy.Weights,
            Rules = variant.Policy.Rules,
            ExperienceTarget = variant.Policy.ExperienceTarget,
            Locked = variant.Policy.Locked,
            Forbidden = variant.Policy.Forbidden,
            CandidatesPerMentee = variant.Policy.CandidatesPerMentee,
            MentorMinutesPerMonth = variant.Policy.MentorMinutesPerMonth,
            Capacity = variant.Capacity,
            GroupSizes = variant.GroupSizes,
            Method = (VariantRequestMethod)variant.Method,
            // Those that are left out would be those of the first variant.
            MentorWeights =
                variant.Method is MatchingMethod.Optimal
                    ? null
                    : variant.MentorWeights ?? variant.Policy.Weights ?? new Dictionary<string, int>(),
            Fairness = new()
            {
                GroupBy = (FairnessRequestGroupBy?)variant.GroupBy,
                MaxRateGap = variant.Policy.Fairness?.MaxRateGap,
                MaxScoreGap = variant.Policy.Fairness?.MaxScoreGap,
                MaxLoadAboveMean = variant.Policy.Fairness?.MaxLoadAboveMean,
            },
        };
}
