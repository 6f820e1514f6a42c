namespace PeerNetwork.Tools.Demo;

/// <summary>A pair whose match both have accepted; the mentorship has the id of the match.</summary>
internal sealed record Pair(Guid Id, Guid Mentor, Guid Mentee);

/// <summary>From the pool to confirmed matches.</summary>
internal sealed class Pairing(Recruited recruited, ProgressReporter progress, Counters counters)
{
    private const int Declining = 9;

    public async Task<IReadOnlyList<Pair>> Run(CancellationToken ct)
    {
        var (program, coordinator) = (recruited.Program, recruited.Coordinator);
        await coordinator.FillPool(program, recruited.Ready.Count, "The pool fills", progress, ct);

        var run = await coordinator.Create("matching/runs", new { program, seed = DemoCommand.Seed }, ct);
        await coordinator.Reach(run, "draft", "The matcher pairs the cohort", progress, ct);
        await coordinator.VerifyCertificate(run, ct);
        var race = await AddRace(run, ct);
        await coordinator.Post($"matching/runs/{run}/review", null, ct);
        await coordinator.Post($"matching/runs/{run}/publish", null, ct);
        var published = await coordinator.Reach(run, "published", "The proposals are published", progress, ct);
        counters.Count(Totals.Proposed, published.Published);
        List<MatchLine> matches = [];
        await progress.Until(
            "Everybody sees their proposal",
            published.Published,
            async () => (matches = await coordinator.All<MatchLine>($"matching/matches?program={program}", ct)).Count,
            ct
        );
        return await Answer(matches, race, ct);
    }

    /// <summary>
    /// A mentor with one place gets a second proposal by hand: the pair that is confirmed first has the place. Null
    /// where no such pair keeps the rules.
    /// </summary>
    private async Task<Guid?> AddRace(Guid run, CancellationToken ct)
    {
        var single = recruited
            .Ready.Where(a => a is { Part: Part.Mentor, Capacity: 1 })
            .Select(a => a.Person)
            .ToHashSet();
        var proposals = (await recruited.Coordinator.All<ProposalView>($"matching/runs/{run}/proposals", ct))
            .Where(p => single.Contains(p.Mentor))
            .ToList();
        var unmatched = await recruited.Coordinator.All<UnmatchedView>($"matching/runs/{run}/unmatched", ct);
        foreach (
            var (mentor, mentee) in proposals
                .Take(20)
                .SelectMany(p => unmatched.Take(5).Select(u => (p.Mentor, u.Mentee)))
        )
        {
            if (
                await recruited.Coordinator.Try(
                    $"matching/runs/{run}/proposals",
                    new
                    {
                        mentee,
                        mentor,
                        reason = "To see who is faster",
                    },
                    ct
                )
                is null
            )
                return mentor;
        }

        throw new DemoFailedException("No second proposal for a mentor with one place keeps the rules.");
    }

    private async Task<IReadOnlyList<Pair>> Answer(List<MatchLine> matches, Guid? racing, CancellationToken ct)
    {
        var race = matches.Where(m => m.Mentor == racing).ToList();
        var others = matches.Except(race).OrderBy(m => m.Id).ToList();
        var declined = others.Take(Declining).ToList();
        var accepted = others.Skip(Declining).ToList();
        await progress.ForEach(
            "Some decline",
            declined,
            async m =>
            {
                await Of(m.Mentee)
                    .Post(
                        $"matching/matches/{m.Id}/decline",
                        new { reason = "I have found a mentor in the meantime." },
                        ct
                    );
                counters.Count(Totals.Declined);
            },
            ct
        );
        await progress.ForEach(
            "The others accept",
            accepted,
            async m =>
            {
                await Of(m.Mentee).Post($"matching/matches/{m.Id}/accept", null, ct);
                await Of(m.Mentor).Post($"matching/matches/{m.Id}/accept", null, ct);
                counters.Count(Totals.Confirmed);
            },
            ct
        );
        var winner = await progress.Do("Two reach for a mentor's last place", () => Race(race, ct));
        return [.. accepted.Append(winner).Select(m => new Pair(m.Id, m.Mentor, m.Mentee))];
    }

    private async Task<MatchLine> Race(List<MatchLine> race, CancellationToken ct)
    {
        foreach (var m in race)
            await Of(m.Mentor).Post($"matching/matches/{m.Id}/accept", null, ct);
        var answers = await Task.WhenAll(
            race.Select(m => Of(m.Mentee).Try($"matching/matches/{m.Id}/accept", null, ct))
        );
        if (
            answers.Count(a => a is null) != 1
            || answers.Any(a => a is not null && !a.Type.EndsWith("mentor-full", StringComparison.Ordinal))
        )
            throw new DemoFailedException(
                $"Of {race.Count} who reached for one place, {answers.Count(a => a is null)} got it: "
                    + $"{string.Join("; ", answers.OfType<Refused>())}"
            );
        counters.Count(Totals.Confirmed);
        counters.Count(Totals.Declined, race.Count - 1);
        return race[Array.FindIndex(answers, a => a is null)];
    }

    private Session Of(Guid person) => recruited.Sessions[person];

    private sealed record ProposalView(Guid Mentor, Guid Mentee);

    private sealed record UnmatchedView(Guid Mentee);
}
