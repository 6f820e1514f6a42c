namespace PeerNetwork.Tools.Demo;

/// <summary>Those who wait after a decline get another mentor, without a coordinator.</summary>
internal sealed class Rematching(Recruited recruited, ProgressReporter progress)
{
    /// <summary>From now on a run begins a minute after a decline.</summary>
    /// <returns>The matches of the program so far.</returns>
    public async Task<IReadOnlyList<MatchLine>> ShortenTheWait(CancellationToken ct)
    {
        var before = await Matches(ct);
        await new ProgramJourney(recruited.Coordinator, progress).RefillWithinAMinute(recruited.Program, ct);
        return before;
    }

    public async Task ExpectProposals(IReadOnlyList<MatchLine> before, CancellationToken ct)
    {
        await progress.Until(
            "The schedule starts a run",
            1,
            async () =>
                (await recruited.Coordinator.All<RunLine>($"matching/runs?program={recruited.Program}", ct)).Count(
                    run => run is { Scheduled: true, State: "published" }
                ),
            ct
        );

        var proposed = (await Matches(ct)).ExceptBy(before.Select(m => m.Id), m => m.Id).ToList();
        if (proposed is [])
            throw new DemoFailedException("People waited, and mentors had places, but no match was proposed.");
        var declined = before.Where(m => m.Reason == "declinedByMentee").Select(m => (m.Mentor, m.Mentee)).ToHashSet();
        if (proposed.Any(m => declined.Contains((m.Mentor, m.Mentee))))
            throw new DemoFailedException("A pair that declined was proposed again.");
    }

    private Task<List<MatchLine>> Matches(CancellationToken ct) =>
        recruited.Coordinator.All<MatchLine>($"matching/matches?program={recruited.Program}", ct);

    private sealed record RunLine(string State, bool Scheduled);
}
