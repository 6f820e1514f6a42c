using System.Text.Json;

namespace PeerNetwork.Tools.Demo;

/// <summary>One mentor's way to the pool: what HR says is there already, and what is missing is named.</summary>
internal sealed class MentorJourney(Session mentor, Guid person, Guid program, ProgressReporter progress)
{
    /// <summary>Before the mentor has said anything.</summary>
    public Task<int> SeeWhatIsMissing(CancellationToken ct) =>
        progress.Do(
            "A mentor sees what HR says, and which rule fails",
            async () =>
            {
                var shown = await mentor.Get<Shown>($"enrollment/people/{person}", ct);
                if (shown is not { SiteCode: not null, YearsOfExperience: >= Participants.LeastYears })
                    throw new DemoFailedException("A mentor does not find what HR says of them.");
                var failed = (await CheckRules(ct)).Where(r => !r.Passed).ToList();
                // A profile is there already where the demo ran before.
                if (shown.Profile is null && failed is not [{ Rule: "hoursPerMonth" }])
                    throw new DemoFailedException($"A mentor's failed rules are {JsonSerializer.Serialize(failed)}.");
                return failed.Count;
            }
        );

    /// <summary>After the profile, the training and the approval.</summary>
    public Task WaitUntilReady(CancellationToken ct) =>
        progress.Until(
            "The mentor is ready to match",
            1,
            async () =>
                (await CheckRules(ct)).All(r => r.Passed)
                && (await mentor.All<Applied>("enrollment/applications/mine", ct)).Any(a =>
                    a.Program == program && a.Status == "ready"
                )
                    ? 1
                    : 0,
            ct
        );

    private async Task<IReadOnlyList<RuleResult>> CheckRules(CancellationToken ct) =>
        (await mentor.Get<Eligibility>($"enrollment/programs/{program}/eligibility?role=mentor", ct)).Rules;

    private sealed record Shown(string? SiteCode, decimal? YearsOfExperience, object? Profile);

    private sealed record Eligibility(IReadOnlyList<RuleResult> Rules);

    private sealed record RuleResult(string Rule, bool Passed, string Explanation);

    private sealed record Applied(Guid Program, string Status);
}
