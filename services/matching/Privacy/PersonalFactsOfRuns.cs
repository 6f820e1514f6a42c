using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Engine;
using PeerNetwork.Matching.Runs;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Privacy;

/// <summary>What a run recorded and computed about one person, without the others of the run.</summary>
/// <remarks>
/// Of a computed pair it shows the points, and not the other person: most of what a run computes is never proposed. A
/// proposal that was made is a match, and is shown with all reasons.
/// </remarks>
public static class PersonalFactsOfRuns
{
    private const string Runs = "Matching runs",
        ForCoordinators = "The reason was written for the coordinators.",
        OtherPerson = "The other person and the sentences, which describe both, are shown once a match is proposed.";

    /// <summary>What a person decided on a run, in the person's own words.</summary>
    public sealed record Decision(RunId Run, PersonalText? Reason = null);

    /// <summary>Pairs with the person that a coordinator or an earlier match ruled out or fixed.</summary>
    public sealed record PairsWithPerson(
        RunId Run,
        IReadOnlyList<Pair> Excluded,
        IReadOnlyList<Pair> Ended,
        IReadOnlyList<Pair> Locked
    );

    /// <summary>What a stable matching gave a person.</summary>
    /// <param name="Score">What the mentor is worth to a mentee, or the last mentee to a mentor whose places are taken,
    /// in millionths; null for nothing.</param>
    public sealed record StableWorth(RunId Run, int Variant, int? Score);

    /// <summary>A pair that a variant of a run computed.</summary>
    public sealed record ComputedPair(
        RunId Run,
        int? Variant,
        string SiteCode,
        int Score,
        int? CommonScore,
        bool Locked,
        IReadOnlyList<PairReasons.Factor> Factors,
        IReadOnlyList<PairReasons.Check> Rules,
        IReadOnlyList<PairReasons.Factor>? OtherFactors,
        IReadOnlyList<PairReasons.Check>? OtherRules,
        IReadOnlyList<PairReasons.Factor>? Partners,
        MentorView? ForMentor
    );

    /// <returns>Null where the event says nothing about the person.</returns>
    public static PersonalFact? Of(object data, Guid person) =>
        data switch
        {
            RunEvent e => OfRun(e, person),
            CohortMenteesRecorded c => new(Runs, c with { Mentees = Only(c.Mentees, m => m.Profile.Owner, person) }),
            CohortMentorsRecorded c => new(Runs, c with { Mentors = Only(c.Mentors, m => m.Profile.Owner, person) }),
            CohortPairsRecorded c => new(Runs, Pairs(c.Run, person, c.Excluded, c.Ended, [])),
            ProposalsMade p => new(Runs, Computed(p, person), OtherPerson),
            MenteesUnmatched u => new(Runs, u with { Mentees = Only(u.Mentees, m => m.Mentee.Value, person) }),
            SolutionMenteesRecorded s => new(
                Runs,
                s with
                {
                    Mentees =
                    [
                        .. Only(s.Mentees, m => m.Mentee, person).Select(m => m with { Mentor = null, Worst = null }),
                    ],
                },
                OtherPerson
            ),
            SolutionMentorsRecorded s => new(Runs, s with { Mentors = Only(s.Mentors, m => m.Mentor, person) }),
            StableMenteesRecorded s => new(
                Runs,
                new StableWorth(
                    s.Run,
                    s.Variant,
                    Only(s.Mentees, m => m.Mentee, person).FirstOrDefault()?.Given?.Score
                ),
                OtherPerson
            ),
            StableMentorsRecorded s => new(
                Runs,
                new StableWorth(
                    s.Run,
                    s.Variant,
                    Only(s.Mentors, m => m.Mentor, person).FirstOrDefault()?.Least?.Score
                ),
                OtherPerson
            ),
            _ => null,
        };

    private static PersonalFact? OfRun(RunEvent e, Guid person) =>
        e switch
        {
            RunRequested r when r.By?.Value != person => new(Runs, Pairs(r.Run, person, r.Exclusions, [], r.Policy)),
            VariantRequested v when v.By.Value != person => new(Runs, Pairs(v.Run, person, [], [], v.Policy)),
            ProposalRemoved p when p.By.Value != person => new(Runs, p with { Reason = default }, ForCoordinators),
            ProposalAdded p when p.By.Value != person => new(Runs, Computed(p), ForCoordinators),
            ProposalsPublished p => new(
                Runs,
                p with
                {
                    Published = Only(p.Published, mentee => mentee.Value, person),
                    Skipped = Only(p.Skipped, skipped => skipped.Mentee.Value, person),
                }
            ),
            _ => DecisionIn(e) is { } decision ? new("Decisions on runs", decision) : null,
        };

    private static Decision? DecisionIn(RunEvent e) =>
        e switch
        {
            RunRequested r => new(r.Run),
            VariantRequested v => new(v.Run),
            VariantCancelled v => new(v.Run),
            VariantResumed v => new(v.Run),
            ProposalRemoved p => new(p.Run, p.Reason),
            ProposalAdded p => new(p.Run, p.Reason),
            RunReviewed r => new(r.Run),
            PublicationRequested p => new(p.Run, p.Reason),
            _ => null,
        };

    private static PairsWithPerson Pairs(
        RunId run,
        Guid person,
        IReadOnlyList<Pair> excluded,
        IReadOnlyList<Pair> ended,
        Policy policy
    ) => Pairs(run, person, [.. excluded, .. policy.Forbidden], ended, policy.Locked);

    private static PairsWithPerson Pairs(
        RunId run,
        Guid person,
        IReadOnlyList<Pair> excluded,
        IReadOnlyList<Pair> ended,
        IReadOnlyList<Pair> locked
    )
    {
        return new(run, With(excluded), With(ended), With(locked));

        Pair[] With(IReadOnlyList<Pair> pairs) => [.. pairs.Where(p => p.Mentee == person || p.Mentor == person)];
    }

    private static ComputedPair[] Computed(ProposalsMade made, Guid person) =>
        [
            .. made
                .Proposals.Where(pair => pair.Mentee.Value == person || pair.Mentor.Value == person)
                .Select(pair => Computed(made.Run, made.Variant, pair)),
        ];

    private static ComputedPair Computed(ProposalAdded added) => Computed(added.Run, added.Variant, added.Pair);

    private static ComputedPair Computed(RunId run, int? variant, ProposedPair pair) =>
        new(
            run,
            variant,
            pair.SiteCode,
            pair.Score,
            pair.CommonScore,
            pair.Locked,
            pair.Reasons.Factors,
            pair.Reasons.Rules,
            pair.OtherReasons?.Factors,
            pair.OtherReasons?.Rules,
            pair.Group?.Partners.Factors,
            pair.ForMentor
        );

    private static T[] Only<T>(IReadOnlyList<T> all, Func<T, Guid> id, Guid person) =>
        [.. all.Where(item => id(item) == person)];
}
