namespace PeerNetwork.Matching.Engine;

/// <summary>What a solution says of one mentee, as far as <see cref="PricedPair"/> needs it.</summary>
/// <remarks>Prices are in units of worth: what a pair counts for the solver.</remarks>
/// <param name="Mentor">Whom the solver gave; null for no one, and for mentees who were locked to a mentor.</param>
/// <param name="Covered">False for those who compete for too few places.</param>
/// <param name="Price">What being matched is worth to this mentee's match beyond the place's price.</param>
/// <param name="HighestPrice">The same where places have their highest prices.</param>
/// <param name="WorthOfNoPoints">What a pair with the score 0 counts for the solver.</param>
/// <param name="WorthOfAPoint">What it counts more with each point of score; greater than 0.</param>
/// <param name="Worst">The worst of the best candidates; null where no permitted pair was left out.</param>
public sealed record SolvedMentee(
    Guid Mentee,
    Guid? Mentor,
    bool Covered,
    long Price,
    long HighestPrice,
    long WorthOfNoPoints,
    long WorthOfAPoint,
    KeptCandidate? Worst
)
{
    /// <summary>
    /// The score from which on nothing speaks against the pair; null where no score would do, because the place is
    /// needed by people who have too few others while this mentee has more. Of the prices that prove the optimum each
    /// is a lower bound of what the pair would cost: the greater of two counts, the certificate's own and those with
    /// the highest prices of places.
    /// </summary>
    internal long? PriceWith(SolvedMentor mentor) =>
        Covered && mentor.OverDemanded
            ? null
            : ScoreFor(Math.Max(Price + mentor.Price, HighestPrice + mentor.HighestPrice));

    /// <summary>The least score that is worth so much to the solver.</summary>
    private long ScoreFor(long worth)
    {
        var more = worth - WorthOfNoPoints;
        return more > 0 ? (more + WorthOfAPoint - 1) / WorthOfAPoint : more / WorthOfAPoint;
    }
}

/// <param name="Score">Millionths.</param>
public readonly record struct KeptCandidate(Guid Mentor, int Score);

/// <summary>What a solution says of one mentor, as far as <see cref="PricedPair"/> needs it.</summary>
/// <remarks>Prices are in units of worth: what a pair counts for the solver.</remarks>
/// <param name="OverDemanded">True where all places are needed.</param>
/// <param name="Price">What one place is worth to the whole.</param>
/// <param name="HighestPrice">The highest price that proves the optimum too.</param>
public sealed record SolvedMentor(Guid Mentor, bool OverDemanded, long Price, long HighestPrice);

/// <summary>What <see cref="SolvedPair"/> needs to know of the cohort as a whole.</summary>
/// <param name="MaxLoad">The most mentees that a mentor may get, locked ones included; null without a bound.</param>
/// <param name="CountMeans">Whether scores count with weights, because means of groups were asked for.</param>
/// <param name="TimeZones">Where people work, in alphabetical order.</param>
/// <param name="Speakers">How many people speak a language.</param>
/// <param name="Spellings">Words that came in several spellings, each in the one that is shown.</param>
public sealed record SolvedCohort(
    int? MaxLoad,
    bool CountMeans,
    IReadOnlyList<string> TimeZones,
    IReadOnlyDictionary<string, int> Speakers,
    IReadOnlyList<string> Spellings
);
