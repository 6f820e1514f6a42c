using PeerNetwork.Portal.Api.Matching;

namespace PeerNetwork.Portal.Coordination;

/// <summary>What a coordinator enters about how pairs are scored, and how fair the result has to be.</summary>
public sealed class PolicyInput
{
    public string? Name { get; set; }

    /// <summary>What the run proposes.</summary>
    public MatchKind Kind { get; set; }

    /// <summary>By factor; those that are not named keep their defaults.</summary>
    public Dictionary<string, int> Weights { get; init; } = [];

    /// <summary>How mentees and mentors are matched; peers and groups have one way.</summary>
    public MatchingMethod Method { get; set; }

    /// <summary>Of a stable method: whether factors count otherwise for mentors than for mentees.</summary>
    public bool MentorsWeighOtherwise { get; set; }

    /// <summary>As <see cref="Weights"/>, for mentors.</summary>
    public Dictionary<string, int> MentorWeights { get; init; } = [];

    public FairnessRequestGroupBy? GroupBy { get; set; }

    /// <summary>In percentage points.</summary>
    public int? MaxRateGap { get; set; }

    /// <summary>In points of 100.</summary>
    public int? MaxScoreGap { get; set; }

    public int? MaxLoadAboveMean { get; set; }

    /// <summary>Null for what the program has, as is <see cref="MaxMentees"/>.</summary>
    public int? MinMentees { get; set; }

    public int? MaxMentees { get; set; }

    /// <summary>Null unless both are entered.</summary>
    public GroupSizes? GroupSizes =>
        Kind is MatchKind.Group && (MinMentees, MaxMentees) is ({ } min, { } max)
            ? new() { Min = min, Max = max }
            : null;

    public bool IsStable => Kind is MatchKind.OneToOne && Method is not MatchingMethod.Optimal;

    /// <summary>Null where they have no effect. Those of mentees are named, too: a variant that leaves them out has
    /// those of the first one.</summary>
    public Dictionary<string, int>? WeightsOfMentors =>
        !IsStable ? null
        : MentorsWeighOtherwise ? MentorWeights
        : Weights;

    /// <summary>Null without a bound; peers and groups have none, and a stable variant not even those of the
    /// first.</summary>
    public FairnessRequest? Fairness =>
        IsStable ? new()
        : Kind is not MatchKind.OneToOne
        || (GroupBy, MaxRateGap, MaxScoreGap, MaxLoadAboveMean) is (null, null, null, null)
            ? null
        : new()
        {
            GroupBy = GroupBy,
            MaxRateGap = MaxRateGap * 10,
            MaxScoreGap = MaxScoreGap * 10,
            MaxLoadAboveMean = MaxLoadAboveMean,
        };

    /// <summary>To begin with, what a variant has.</summary>
    public static PolicyInput Of(ReadRunsVariantView variant, MatchKind kind) =>
        new()
        {
            Kind = kind,
            Weights = new(variant.Policy.Weights ?? new Dictionary<string, int>()),
            Method = variant.Method,
            MentorsWeighOtherwise = HasOtherMentorWeights(variant),
            MentorWeights = new(variant.MentorWeights ?? variant.Policy.Weights ?? new Dictionary<string, int>()),
            GroupBy = (FairnessRequestGroupBy?)variant.GroupBy,
            MaxRateGap = variant.Policy.Fairness?.MaxRateGap / 10,
            MaxScoreGap = variant.Policy.Fairness?.MaxScoreGap / 10,
            MaxLoadAboveMean = variant.Policy.Fairness?.MaxLoadAboveMean,
            MinMentees = variant.GroupSizes?.Min,
            MaxMentees = variant.GroupSizes?.Max,
        };

    private static bool HasOtherMentorWeights(ReadRunsVariantView variant) =>
        variant.MentorWeights is { } ofMentors
        && (variant.Policy.Weights is not { } own || ofMentors.Count != own.Count || ofMentors.Except(own).Any());
}
