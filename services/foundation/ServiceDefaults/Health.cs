using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Npgsql;
using PeerNetwork.EventStore;

namespace PeerNetwork.ServiceDefaults;

/// <summary>
/// <c>/health/live</c>: the process answers. <c>/health/ready</c>: every check tagged <see cref="Ready"/> passes, so requests may come.
/// </summary>
public static class Health
{
    /// <summary>The tag of a check without which the service must not get requests.</summary>
    public const string Ready = "ready";

    public static void AddHealth(this IHostApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks().AddCheck<StoppingCheck>("running", tags: [Ready]);
        builder.Services.AddSingleton<IConfigureOptions<HealthCheckServiceOptions>, ChecksOfTheEventStore>();
    }

    internal static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false, ResponseWriter = Write })
            .AllowAnonymous()
            .DisableHttpMetrics();
        app.MapHealthChecks("/health/ready", new() { Predicate = c => c.Tags.Contains(Ready), ResponseWriter = Write })
            .AllowAnonymous()
            .DisableHttpMetrics();
    }

    /// <summary>Names each check with its own words; never its exception or data, which may hold addresses and secrets.</summary>
    private static Task Write(HttpContext context, HealthReport report) =>
        context.Response.WriteAsJsonAsync(
            new
            {
                status = report.Status.ToString(),
                checks = report.Entries.Select(e => new
                {
                    name = e.Key,
                    status = e.Value.Status.ToString(),
                    e.Value.Description,
                }),
            }
        );

    private sealed class ChecksOfTheEventStore(IServiceProviderIsService services)
        : IConfigureOptions<HealthCheckServiceOptions>
    {
        public void Configure(HealthCheckServiceOptions options)
        {
            if (!services.IsService(typeof(EventStoreDatabase)))
                return;
            options.Registrations.Add(
                new(
                    "database",
                    provider => ActivatorUtilities.CreateInstance<DatabaseCheck>(provider),
                    null,
                    [Ready],
                    TimeSpan.FromSeconds(5)
                )
            );
            options.Registrations.Add(
                new(
                    "subscriptions",
                    provider => ActivatorUtilities.CreateInstance<SubscriptionsCheck>(provider),
                    null,
                    [Ready]
                )
            );
        }
    }

    private sealed class DatabaseCheck(EventStoreDatabase database) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context,
            CancellationToken cancellationToken = default
        )
        {
            try
            {
                await using var command = database.Source.CreateCommand("select 1");
                await command.ExecuteScalarAsync(cancellationToken);
                return HealthCheckResult.Healthy("The database answers.");
            }
            catch (NpgsqlException e)
            {
                return HealthCheckResult.Unhealthy("The database does not answer.", e);
            }
        }
    }
}
