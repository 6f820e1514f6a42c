using PeerNetwork.Matching.Engine;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Runs;

/// <summary>The bounds of fairness that a client asks for.</summary>
/// <param name="By">Which label of their organisation makes mentees a group; needed where a bound is about
/// groups.</param>
/// <param name="ShareWithin">0 to 1000 thousandths: so far at most may the share matched of a group lie below that of
/// all.</param>
/// <param name="MeanWithin">0 to 1000 thousandths of a full score: so far at most may the mean score of a group lie
/// below that of all.</param>
/// <param name="LoadAboveMean">0 to 1000: so many mentees more than the mean of all mentors, rounded up, may one mentor
/// get.</param>
public sealed record FairnessRequest(
    GroupBy? By = null,
    int? ShareWithin = null,
    int? MeanWithin = null,
    int? LoadAboveMean = null
);

/// <summary>
/// A variant as a client asks for it. What is not said is as in the run's own request, which is the first variant.
/// </summary>
/// <param name="Name">1 to 80 characters on one line, for those who compare.</param>
/// <param name="Weights">Relative weights, 0 to 1000, by factor; what is not named keeps its default.</param>
/// <param name="Locked">Pairs that are given; they must keep every rule.</param>
/// <param name="CandidatesPerMentee">1 to 10,000.</param>
/// <param name="MentorMinutesPerMonth">1 to 10,000: what one mentorship takes of a mentor's time.</param>
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
    int? MentorMinutesPerMonth = null
)
{
    private const int MostPairs = 10_000,
        MostYears = 80,
        MostLevels = 1_000,
        Whole = 1_000,
        LongestName = 80,
        MostPlaces = 1_000,
        MostExtra = 100,
        MostMinutes = 10_000;

    /// <summary>
    /// The policy and the terms of this variant, refused here where no cohort could make them right. To be called after
    /// <see cref="Demand"/>.
    /// </summary>
    /// <param name="policy">What holds where the request says nothing.</param>
    /// <param name="terms">The same for the terms.</param>
    /// <param name="at">Where in the body the request stands, such as <c>variants[0].</c></param>
    /// <exception cref="InvalidFieldsException">A field has to change.</exception>
    public (Policy Policy, VariantTerms Terms) On(Policy policy, VariantTerms terms, string at = "")
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
                    ShareWithin = f.ShareWithin,
                    MeanWithin = f.MeanWithin,
                    LoadAboveMean = f.LoadAboveMean,
                }
                : policy.Fairness,
        };
        try
        {
            MatchingProblem.From(new([], []), asked with { Locked = [] });
        }
        catch (InvalidProblemException e)
        {
            throw new InvalidFieldsException(new Dictionary<string, string[]> { [at + e.Field] = [e.Message] });
        }

        return (asked, new(Name?.Trim(), Fairness is null ? terms.By : Fairness.By, Capacity ?? terms.Capacity));
    }

    /// <summary>Adds what is wrong with single fields.</summary>
    public Check Demand(Check check, string at = "")
    {
        check
            .That(
                Name is null || (Name.Trim() is { Length: >= 1 and <= LongestName } && CleanText.IsLine(Name)),
                $"{at}name",
                $"must be one line of 1 to {LongestName} characters"
            )
            .That(
                CandidatesPerMentee is null or (>= 1 and <= MostPairs),
                $"{at}candidatesPerMentee",
                $"must be 1 to {MostPairs}, or left out for no limit"
            )
            .That(
                IsDifference(Rules?.MinLevelDifference),
                $"{at}rules.minLevelDifference",
                $"must be -{MostLevels} to {MostLevels}"
            )
            .That(
                IsDifference(Rules?.MaxLevelDifference),
                $"{at}rules.maxLevelDifference",
                $"must be -{MostLevels} to {MostLevels}"
            )
            .That(
                ExperienceTarget is null or { From: >= -MostYears, To: <= MostYears },
                $"{at}experienceTarget",
                $"must stay within {MostYears} years"
            )
            .That(
                MentorMinutesPerMonth is null or (>= 1 and <= MostMinutes),
                $"{at}mentorMinutesPerMonth",
                $"must be 1 to {MostMinutes}, or left out"
            )
            .That(
                Capacity?.PlacesPerMentor is null or (>= 1 and <= MostPlaces),
                $"{at}capacity.placesPerMentor",
                $"must be 1 to {MostPlaces}"
            )
            .That(
                Capacity?.ExtraPlaces is null or (>= 0 and <= MostExtra),
                $"{at}capacity.extraPlaces",
                $"must be 0 to {MostExtra}"
            )
            .That(
                Fairness?.ShareWithin is null or (>= 0 and <= Whole),
                $"{at}fairness.shareWithin",
                $"must be 0 to {Whole}"
            )
            .That(
                Fairness?.MeanWithin is null or (>= 0 and <= Whole),
                $"{at}fairness.meanWithin",
                $"must be 0 to {Whole}"
            )
            .That(
                Fairness?.LoadAboveMean is null or (>= 0 and <= MostPlaces),
                $"{at}fairness.loadAboveMean",
                $"must be 0 to {MostPlaces}"
            )
            .That(
                Fairness is null or { By: not null } or { ShareWithin: null, MeanWithin: null },
                $"{at}fairness.by",
                "must say which groups the bounds are about: site, department or level"
            );
        DemandPairs(check, Locked, $"{at}locked");
        return DemandPairs(check, Forbidden, $"{at}forbidden");
    }

    /// <summary>Both people are named and differ, and there are not too many pairs.</summary>
    internal static Check DemandPairs(Check check, IReadOnlyList<Pair>? pairs, string field) =>
        check
            .That(pairs is null or { Count: <= MostPairs }, field, $"must have at most {MostPairs} pairs")
            .That(
                pairs?.All(p => p.Mentee != p.Mentor && p.Mentee != Guid.Empty && p.Mentor != Guid.Empty) is not false,
                field,
                "must each name two different people"
            );

    private static bool IsDifference(int? levels) => levels is null or (>= -MostLevels and <= MostLevels);
}
