using System.Globalization;
using PeerNetwork.Matching.Engine;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Runs;

public abstract record SolutionEvent;

public sealed record SolutionMenteesRecorded(RunId Run, int Variant, IReadOnlyList<SolvedMentee> Mentees)
    : SolutionEvent;

public sealed record SolutionMentorsRecorded(RunId Run, int Variant, IReadOnlyList<SolvedMentor> Mentors)
    : SolutionEvent;

public sealed record SolutionCohortRecorded(RunId Run, int Variant, SolvedCohort Cohort) : SolutionEvent;

/// <summary>
/// What a variant's solution holds about each person, so that a pair is explained without the others.
/// </summary>
/// <remarks>
/// Its stream is parallel to that of the <see cref="RecordedCohort"/>: the same people have the same version in both.
/// The last event is about all of them.
/// </remarks>
public sealed record RecordedSolution(
    IReadOnlyList<SolvedMentee> Mentees,
    IReadOnlyList<SolvedMentor> Mentors,
    SolvedCohort Cohort
)
{
    public static Guid IdOf(RunId run, int variant) =>
        DerivedId.From(string.Create(CultureInfo.InvariantCulture, $"run-solution-{variant}"), run.Value);

    /// <summary>In the order of the cohort.</summary>
    public static RecordedSolution Of(RecordedCohort cohort, MatchingResult found)
    {
        var mentees = found.SolvedMentees.ToDictionary(mentee => mentee.Mentee);
        var mentors = found.SolvedMentors.ToDictionary(mentor => mentor.Mentor);
        return new(
            [.. cohort.Mentees.Select(mentee => mentees[mentee.Profile.Id])],
            [.. cohort.Mentors.Select(mentor => mentors[mentor.Id])],
            found.SolvedCohort
        );
    }

    public SolutionEvent[] Chunks(RunId run, int variant) =>
        [
            .. Mentees
                .Chunk(RecordedCohort.ChunkSize)
                .Select(chunk => new SolutionMenteesRecorded(run, variant, chunk)),
            .. Mentors
                .Chunk(RecordedCohort.ChunkSize)
                .Select(chunk => new SolutionMentorsRecorded(run, variant, chunk)),
            new SolutionCohortRecorded(run, variant, Cohort),
        ];
}
