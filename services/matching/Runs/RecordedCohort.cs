using System.Diagnostics;
using PeerNetwork.Matching.Engine;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Runs;

/// <param name="SiteCode">The site for which the mentee applied.</param>
/// <param name="ReadyAt">Since when the mentee waits for a match.</param>
public sealed record WaitingMentee(Mentee Profile, string SiteCode, DateTimeOffset ReadyAt);

public abstract record CohortEvent;

public sealed record CohortMenteesRecorded(RunId Run, IReadOnlyList<RecordedMentee> Mentees) : CohortEvent;

public sealed record CohortMentorsRecorded(RunId Run, IReadOnlyList<RecordedMentor> Mentors) : CohortEvent;

/// <param name="Excluded">Two people who must not meet: named by the coordinator, or one declined the other in this
/// program or did not answer.</param>
/// <param name="Ended">Mentorships that ended before.</param>
public sealed record CohortPairsRecorded(RunId Run, IReadOnlyList<Pair> Excluded, IReadOnlyList<Pair> Ended)
    : CohortEvent;

/// <summary>
/// The people of a run as they were when it started: the record from which the run can be reproduced.
/// </summary>
/// <remarks>
/// After a person is erased, their profile is missing: the hash of the inputs differs from the recorded one.
/// </remarks>
public sealed record RecordedCohort(
    IReadOnlyList<WaitingMentee> Mentees,
    IReadOnlyList<Mentor> Mentors,
    IReadOnlyList<Pair> Excluded,
    IReadOnlyList<Pair> Ended
)
{
    /// <summary>It never changes: a <see cref="RecordedSolution"/> has its people at the same versions.</summary>
    public const int ChunkSize = 500;

    private static readonly RecordedCohort None = new([], [], [], []);

    public static Guid IdOf(RunId run) => DerivedId.From("run-cohort", run.Value);

    public static RecordedCohort Evolve(RecordedCohort? cohort, CohortEvent e) =>
        (cohort ?? None, e) switch
        {
            (var c, CohortMenteesRecorded t) => c with
            {
                Mentees = [.. c.Mentees, .. t.Mentees.Select(m => m.ToMentee())],
            },
            (var c, CohortMentorsRecorded t) => c with
            {
                Mentors = [.. c.Mentors, .. t.Mentors.Select(m => m.ToMentor())],
            },
            (var c, CohortPairsRecorded t) => c with { Excluded = t.Excluded, Ended = t.Ended },
            _ => throw new UnreachableException($"{e} is no event of a cohort"),
        };

    /// <summary>Large cohorts are split over several events, so that no event becomes too large to read.</summary>
    public CohortEvent[] Chunks(RunId run) =>
        [
            .. Mentees
                .Chunk(ChunkSize)
                .Select(chunk => new CohortMenteesRecorded(run, [.. chunk.Select(RecordedMentee.Of)])),
            .. Mentors
                .Chunk(ChunkSize)
                .Select(chunk => new CohortMentorsRecorded(run, [.. chunk.Select(RecordedMentor.Of)])),
            new CohortPairsRecorded(run, Excluded, Ended),
        ];

    /// <summary>The same people with the capacity and the groups of a variant.</summary>
    public RecordedCohort For(VariantTerms terms) =>
        this with
        {
            Mentees = terms.GroupBy is { } by
                ?
                [
                    .. Mentees.Select(m =>
                        m with
                        {
                            Profile = m.Profile with
                            {
                                Group = by.LabelOf(m.SiteCode, m.Profile.Department, m.Profile.Level),
                            },
                        }
                    ),
                ]
                : Mentees,
            Mentors = terms.Capacity is { } change
                ? [.. Mentors.Select(m => m with { Capacity = change.ApplyTo(m.Capacity) })]
                : Mentors,
        };

    public Cohort ToCohort() =>
        new([.. Mentees.Select(m => m.Profile)], Mentors) { Exclusions = Excluded, Ended = Ended };

    /// <summary>Those who take part as mentee and as mentor.</summary>
    public RecordedCohort Peers()
    {
        var peers = Mentees.Select(m => m.Profile.Id).Intersect(Mentors.Select(m => m.Id)).ToHashSet();
        return this with
        {
            Mentees = [.. Mentees.Where(m => peers.Contains(m.Profile.Id))],
            Mentors = [.. Mentors.Where(m => peers.Contains(m.Id))],
        };
    }

    public PeerProblem PeerProblem(
        Policy policy,
        IProgress<MatchingProgress>? progress = null,
        CancellationToken ct = default
    ) => Engine.PeerProblem.From(ToCohort(), policy, progress, ct);

    public MatchingProblem Problem(
        Policy policy,
        IProgress<MatchingProgress>? progress = null,
        CancellationToken ct = default
    ) => MatchingProblem.From(ToCohort(), policy, progress, ct);

    public GroupProblem GroupProblem(
        Policy policy,
        GroupSizes sizes,
        IProgress<MatchingProgress>? progress = null,
        CancellationToken ct = default
    ) => Engine.GroupProblem.From(ToCohort(), policy, sizes, progress, ct);

    public StableProblem StableProblem(
        Policy policy,
        IReadOnlyDictionary<string, int>? mentorWeights,
        IProgress<MatchingProgress>? progress = null,
        CancellationToken ct = default
    ) => Engine.StableProblem.From(ToCohort(), policy, mentorWeights, progress, ct);

    /// <summary>SHA-256 over people, facts, policy, method and sizes: two variants with the same hash had the same
    /// inputs. Places and groups of the terms are in the cohort already.</summary>
    public string HashWith(Policy policy, VariantTerms terms) =>
        CanonicalHash.Of(
            new
            {
                Cohort = this,
                Policy = policy,
                terms.GroupSizes,
                terms.Method,
                terms.MentorWeights,
            }
        );
}
