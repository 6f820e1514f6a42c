namespace PeerNetwork.Tools.Demo;

/// <summary>What a coordinator does with a run of which one variant is enough.</summary>
internal static class RunSteps
{
    /// <summary>Waits until so many people are in the pool of a program.</summary>
    public static Task FillPool(
        this Session coordinator,
        Guid program,
        int people,
        string what,
        ProgressReporter progress,
        CancellationToken ct
    ) =>
        progress.Until(
            what,
            people,
            async () =>
                await coordinator.Exists($"matching/programs/{program}/pool?limit=1", ct)
                    ? (await coordinator.All<InPool>($"matching/programs/{program}/pool", ct)).Count
                    : 0,
            ct
        );

    /// <summary>Waits until a run is in a state; one that fails ends the demo.</summary>
    public static async Task<RunLine> Reach(
        this Session coordinator,
        Guid run,
        string state,
        string what,
        ProgressReporter progress,
        CancellationToken ct
    )
    {
        RunLine? line = null;
        await progress.Until(
            what,
            1,
            async () =>
            {
                line = await coordinator.Get<RunLine>($"matching/runs/{run}", ct);
                if (line.State == "failed")
                    throw new DemoFailedException($"The run failed: {line.Failure}");
                return line.State == state ? 1 : 0;
            },
            ct
        );
        return line!;
    }

    /// <summary>The proof that no result is better has to hold.</summary>
    public static async Task VerifyCertificate(this Session coordinator, Guid run, CancellationToken ct)
    {
        var verdict = await coordinator.Post<Verdict>($"matching/runs/{run}/certificate/verify", null, ct);
        if (!verdict.Holds)
            throw new DemoFailedException($"The run's certificate does not hold: {verdict.Sentence}");
    }

    private sealed record InPool(Guid Person);

    private sealed record Verdict(bool Holds, string Sentence);
}

internal sealed record RunLine(string State, int Published, string? Failure);
