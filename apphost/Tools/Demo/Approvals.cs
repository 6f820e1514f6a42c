namespace PeerNetwork.Tools.Demo;

/// <summary>A coordinator approves applications, many in one call.</summary>
internal static class Approvals
{
    private const int PerCall = 500;

    /// <summary>By their ids, so that a repeated call still answers for each of them.</summary>
    /// <param name="coordinator">Who approves.</param>
    /// <param name="applications">Which ones.</param>
    /// <param name="progress">Shows how far it is.</param>
    /// <param name="approved">Told of each.</param>
    /// <param name="ct">Stops it.</param>
    public static Task Approve(
        this Session coordinator,
        IEnumerable<Guid> applications,
        ProgressReporter progress,
        Action<Guid> approved,
        CancellationToken ct
    ) =>
        progress.ForEach(
            "Applications are approved, many in one call",
            [.. applications.Chunk(PerCall)],
            async ids =>
            {
                var answer = await coordinator.Post<Answer>(
                    "enrollment/applications/approvals",
                    new { applications = ids },
                    ct
                );
                foreach (var result in answer.Results)
                {
                    if (result.Problem is { } problem)
                        throw new DemoFailedException($"An application was not approved: {problem.Detail}");
                    approved(result.Application);
                }
            },
            ct
        );

    private sealed record Answer(IReadOnlyList<Result> Results);

    private sealed record Result(Guid Application, Problem? Problem);

    private sealed record Problem(string Detail);
}
