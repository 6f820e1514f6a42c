using System.Globalization;
using PeerNetwork.Matching.Engine;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Runs;

public abstract record SolutionEvent;

public sealed record SolutionMenteesRecorded(RunId Run, int Variant, IReadOnlyList<SolvedMentee> Mentees)
    : SolutionEvent;

public sealed record SolutionMentorsRecorded(RunId Run, int Variant, IReadOnlyList<SolvedMentor> Mentors)
    : SolutionEvent;

/// <summary>The same of a variant with a stable method.</summary>
public sealed record StableMenteesRecorded(RunId Run, int Variant, IReadOnlyList<StableMentee> Mentees) : SolutionEvent;

/// <inheritdoc cref="StableMenteesRecorded"/>
public sealed record StableMentorsRecorded(RunId Run, int Variant, IReadOnlyList<StableMentor> Mentors) : SolutionEvent;

public sealed record SolutionCohortRecorded(RunId Run, int Variant, SolvedCohort Cohort) : SolutionEvent;

/// <summary>
/// What a variant's solution holds about each person, so that a pair is explained without the others.
/// </summary>
/// <remarks>
/// Its stream is parallel to that of the <see cref="RecordedCohort"/>: the same people have the same version in both.
/// The last event is about all of them.
/// </remarks>
public sealed class RecordedSolution
{
    /// <summary>Nothing is folded from its events: each is read alone.</summary>
    private RecordedSolution() { }

    public static Guid IdOf(RunId run, int variant) =>
        DerivedId.From(string.Create(CultureInfo.InvariantCulture, $"run-solution-{variant}"), run.Value);

    public static SolutionEvent[] Of(RecordedCohort cohort, MatchingResult found, RunId run, int variant) =>
        [
            .. Chunks(MenteesOf(cohort), found.SolvedMentees, mentee => mentee.Mentee)
                .Select(chunk => new SolutionMenteesRecorded(run, variant, chunk)),
            .. Chunks(MentorsOf(cohort), found.SolvedMentors, mentor => mentor.Mentor)
                .Select(chunk => new SolutionMentorsRecorded(run, variant, chunk)),
            new SolutionCohortRecorded(run, variant, found.SolvedCohort),
        ];

    /// <inheritdoc cref="Of(RecordedCohort, MatchingResult, RunId, int)"/>
    public static SolutionEvent[] Of(RecordedCohort cohort, StableResult found, RunId run, int variant) =>
        [
            .. Chunks(MenteesOf(cohort), found.SolvedMentees, mentee => mentee.Mentee)
                .Select(chunk => new StableMenteesRecorded(run, variant, chunk)),
            .. Chunks(MentorsOf(cohort), found.SolvedMentors, mentor => mentor.Mentor)
                .Select(chunk => new StableMentorsRecorded(run, variant, chunk)),
            new SolutionCohortRecorded(run, variant, found.SolvedCohort),
        ];

    private static IEnumerable<Guid> MenteesOf(RecordedCohort cohort) =>
        cohort.Mentees.Select(mentee => mentee.Profile.Id);

    private static IEnumerable<Guid> MentorsOf(RecordedCohort cohort) => cohort.Mentors.Select(mentor => mentor.Id);

    /// <summary>In the order of the cohort.</summary>
    private static IEnumerable<T[]> Chunks<T>(IEnumerable<Guid> people, IReadOnlyList<T> solved, Func<T, Guid> id)
    {
        var byId = solved.ToDictionary(id);
        return people.Select(person => byId[person]).Chunk(RecordedCohort.ChunkSize);
    }
}
