using System.Globalization;

namespace PeerNetwork.Tools.Demo;

/// <summary>People move and leave while their mentorships run, and one of those who left is erased.</summary>
internal sealed class PeopleChanges(Recruited recruited, Session hr, ProgressReporter progress, Counters counters)
{
    /// <summary>The dashboard would hide a smaller group.</summary>
    private const int Moving = 5,
        Leaving = 5;

    /// <param name="open">Pairs whose mentorships run.</param>
    public async Task Run(IReadOnlyList<Pair> open, CancellationToken ct)
    {
        // A mentee with reports would take them along below the new manager.
        var managers = recruited.Directory.Select(p => p.Manager).ToHashSet();
        var movers = open.Where(p => !managers.Contains(p.Mentee)).DistinctBy(p => p.Mentor).Take(Moving).ToList();
        var leavers = open.Select(p => p.Mentor)
            .Distinct()
            .Except([recruited.CoordinatorPerson, .. movers.Select(p => p.Mentor)])
            .Take(Leaving)
            .ToList();
        await progress.ForEach(
            "Mentors become the managers of their mentees",
            movers,
            p => Change(p.Mentee, new { on = Begun, manager = p.Mentor }, ct),
            ct
        );
        await Close(movers, "reportingLine", ct);

        await progress.ForEach("Mentors leave the company", leavers, p => Leave(p, ct), ct);
        await Close([.. open.Where(p => leavers.Contains(p.Mentor))], "personLeft", ct);
        await new PersonErasure(hr, progress).Run(leavers[0], ct);
    }

    /// <summary>Yesterday, a day that has begun at every site: a change of that day takes effect at once.</summary>
    private static string Begun =>
        DateTimeOffset.UtcNow.AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private Task<Guid> Change(Guid person, object change, CancellationToken ct) =>
        hr.Create($"enrollment/people/{person}/scheduled-changes", change, ct);

    private async Task Leave(Guid mentor, CancellationToken ct)
    {
        await Change(mentor, new { on = Begun, status = "left" }, ct);
        counters.Count(Totals.Withdrawn);
    }

    private async Task Close(List<Pair> pairs, string outcome, CancellationToken ct)
    {
        var ids = pairs.Select(p => p.Id).ToHashSet();
        await progress.Until(
            "Their mentorships close",
            pairs.Count,
            async () =>
                (
                    await recruited.Coordinator.All<Mentorship>(
                        $"engagement/mentorships?program={recruited.Program}&closed=true",
                        ct
                    )
                ).Count(m => ids.Contains(m.Id) && m.Outcome == outcome),
            ct
        );
    }

    private sealed record Mentorship(Guid Id, string? Outcome);
}
