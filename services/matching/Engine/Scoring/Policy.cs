using System.Text.Json.Serialization;

namespace PeerNetwork.Matching.Engine;

/// <summary>What a coordinator chooses for one run.</summary>
public sealed record Policy
{
    /// <summary>
    /// Relative weights, 0 to 1000, by <see cref="Factor.Name"/>. A factor that is not named keeps its default; 0
    /// switches it off.
    /// </summary>
    public IReadOnlyDictionary<string, int> Weights { get; init; } = new Dictionary<string, int>();
    public HardRules Rules { get; init; } = new();

    /// <summary>Years of experience that a mentor should have beyond the mentee's.</summary>
    public YearsRange ExperienceTarget { get; init; } = new(3, 15);

    /// <summary>
    /// What one mentorship takes of a mentor's time, in minutes a month, 1 or more; null for an hour.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MentorMinutesPerMonth { get; init; }

    /// <summary>Pairs that are given. They must pass every rule and fit the mentor's places.</summary>
    public IReadOnlyList<Pair> Locked { get; init; } = [];
    public IReadOnlyList<Pair> Forbidden { get; init; } = [];

    /// <summary>Keep only the best so many candidates of each mentee; null keeps every permitted pair.</summary>
    public int? CandidatesPerMentee { get; init; }

    /// <summary>The day whose UTC offsets tell how far apart time zones are.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Chooses among solutions that are equally good.</summary>
    public long Seed { get; init; }
    public FairnessBounds Fairness { get; init; } = FairnessBounds.None;

    /// <summary>What one mentorship takes of a mentor's time where nothing else was said, in minutes a month.</summary>
    public const int DefaultMinutesPerMentorship = 60;

    [JsonIgnore]
    public int MinutesPerMentorship => MentorMinutesPerMonth ?? DefaultMinutesPerMentorship;
}

public sealed record YearsRange(int From, int To);

/// <summary>Conditions that no pair may break. A null limit is no limit.</summary>
public sealed record HardRules
{
    public bool NotOwnManager { get; init; } = true;
    public bool NoEndedPair { get; init; } = true;
    public bool SharedLanguage { get; init; }

    /// <summary>Greatest difference of UTC offsets in hours, 0 to 12, the shorter way round the globe.</summary>
    public int? MaxTimeZoneSpanHours { get; init; }

    /// <summary>
    /// Least and greatest "mentor's level minus mentee's level"; may be negative, or both 0 for peers.
    /// </summary>
    public int? MinLevelDifference { get; init; }
    public int? MaxLevelDifference { get; init; }
}

/// <summary>
/// The cohort or the policy cannot be matched as it stands; the message says what to change, <see cref="Field"/> where.
/// </summary>
public sealed class InvalidProblemException(string field, string message) : Exception(message)
{
    public string Field { get; } = field;
}
