using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.Runs;

/// <summary>Two people of a computed variant.</summary>
/// <param name="Mentee">As the variant took the mentee.</param>
public sealed record RecordedPair(WaitingMentee Mentee, SolvedPair Solved);

/// <summary>Reads what is stored about two people of a computed variant, and nothing about the others.</summary>
public sealed class RecordedPairs(EventStreams events, RunAssignments assignments)
{
    /// <param name="run">The run.</param>
    /// <param name="asked">The variant; null for the one that was reviewed, or the first.</param>
    /// <param name="pair">The two people.</param>
    /// <param name="ct">Stops the reading.</param>
    /// <returns>Null where one of the two does not take part in the run in that role.</returns>
    /// <exception cref="DomainException">There is no such variant, or it has no result.</exception>
    public async Task<RecordedPair?> Find(Run run, int? asked, Pair pair, CancellationToken ct)
    {
        var variant = asked is { } number ? run.GetVariantOrThrow(number) : run.Variant;
        if (variant.Completed is null)
            throw new DomainException(DomainError.Conflict, "The run has no result.") { Code = "run-not-completed" };
        if (await assignments.VersionsOf(run.Id, pair, ct) is not { } versions)
            return null;
        var solution = RecordedSolution.IdOf(run.Id, variant.Number);
        if (await events.EventAt(solution, null, ct) is not { Data: SolutionCohortRecorded solved })
            throw new DomainException(DomainError.Conflict, "The run has no record of its solution.")
            {
                Code = "run-not-recorded",
            };
        var two = (await Cohort(run.Id, pair, versions, ct)).For(variant.Terms);
        var found = variant.Terms.IsStable
            ? await Stable(solution, two, variant, versions, solved.Cohort, ct)
            : await Priced(solution, two, variant, versions, solved.Cohort, ct);
        return new(two.Mentees[0], found);
    }

    private async Task<SolvedPair> Priced(
        Guid solution,
        RecordedCohort two,
        Variant variant,
        RunAssignments.PairVersions versions,
        SolvedCohort cohort,
        CancellationToken ct
    )
    {
        var mentees = await Read<SolutionMenteesRecorded>(solution, versions.Mentee, ct);
        var mentors = await Read<SolutionMentorsRecorded>(solution, versions.Mentor, ct);
        return PricedPair.From(
            two.ToCohort(),
            variant.Policy,
            mentees.Mentees.Single(mentee => mentee.Mentee == two.Mentees[0].Profile.Id),
            mentors.Mentors.Single(mentor => mentor.Mentor == two.Mentors[0].Id),
            cohort
        );
    }

    private async Task<SolvedPair> Stable(
        Guid solution,
        RecordedCohort two,
        Variant variant,
        RunAssignments.PairVersions versions,
        SolvedCohort cohort,
        CancellationToken ct
    )
    {
        var mentees = await Read<StableMenteesRecorded>(solution, versions.Mentee, ct);
        var mentors = await Read<StableMentorsRecorded>(solution, versions.Mentor, ct);
        return StablePair.From(
            two.ToCohort(),
            variant.Policy,
            variant.Terms.MentorWeights,
            mentees.Mentees.Single(mentee => mentee.Mentee == two.Mentees[0].Profile.Id),
            mentors.Mentors.Single(mentor => mentor.Mentor == two.Mentors[0].Id),
            cohort
        );
    }

    private async Task<RecordedCohort> Cohort(
        RunId run,
        Pair pair,
        RunAssignments.PairVersions versions,
        CancellationToken ct
    )
    {
        var stream = RecordedCohort.IdOf(run);
        var mentees = await Read<CohortMenteesRecorded>(stream, versions.Mentee, ct);
        var mentors = await Read<CohortMentorsRecorded>(stream, versions.Mentor, ct);
        var pairs = await Read<CohortPairsRecorded>(stream, null, ct);
        return new(
            [mentees.Mentees.Single(mentee => mentee.Profile.Owner == pair.Mentee).ToMentee()],
            [mentors.Mentors.Single(mentor => mentor.Profile.Owner == pair.Mentor).ToMentor()],
            pairs.Excluded,
            pairs.Ended
        );
    }

    private async Task<TEvent> Read<TEvent>(Guid stream, long? version, CancellationToken ct)
        where TEvent : class =>
        (await events.EventAt(stream, version, ct))?.Data as TEvent
        ?? throw new InvalidOperationException($"The stream {stream} has no {typeof(TEvent).Name} where it belongs.");
}
