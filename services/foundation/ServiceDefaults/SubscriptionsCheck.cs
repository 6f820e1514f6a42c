using Microsoft.Extensions.Diagnostics.HealthChecks;
using PeerNetwork.EventStore;

namespace PeerNetwork.ServiceDefaults;

/// <summary>
/// Not ready until every subscription has had its first look; degraded, but still ready, when one stands still or lags: what does not
/// depend on it goes on. The error itself is for the log and the operators, as this page is open to all.
/// </summary>
internal sealed class SubscriptionsCheck(SubscriptionStatuses statuses, TimeProvider clock) : IHealthCheck
{
    private static readonly TimeSpan Tolerated = TimeSpan.FromMinutes(1);

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        var all = statuses.All;
        var starting = all.Where(s => s.State is SubscriptionState.Starting).Select(s => s.Name).ToArray();
        var trouble = all.Select(TroubleOf).OfType<string>().ToArray();
        return Task.FromResult(
            starting.Length > 0 ? HealthCheckResult.Unhealthy($"Starting: {string.Join(", ", starting)}.")
            : trouble.Length > 0 ? HealthCheckResult.Degraded(string.Join(" ", trouble))
            : HealthCheckResult.Healthy($"{all.Count} subscriptions follow.")
        );
    }

    private string? TroubleOf(SubscriptionStatus s) =>
        s switch
        {
            { State: SubscriptionState.Stopped } => $"{s.Name} stands at event {s.Event}, {s.Lag} behind.",
            { BehindSince: { } since } when clock.GetUtcNow() - since > Tolerated =>
                $"{s.Name} is {s.Lag} behind since {since:O}.",
            _ => null,
        };
}
