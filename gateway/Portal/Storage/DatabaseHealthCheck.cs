using Marten;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace PeerNetwork.Portal.Storage;

internal sealed class DatabaseHealthCheck(IDocumentStore store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        await store.Storage.Database.AssertConnectivityAsync(cancellationToken);
        return HealthCheckResult.Healthy("The database answers.");
    }
}
