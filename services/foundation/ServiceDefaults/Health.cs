using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace PeerNetwork.ServiceDefaults;

/// <summary>
/// <c>/health/live</c>: the process responds. <c>/health/ready</c>: every check with the tag <see cref="Ready"/>
/// passes, so the service can take requests.
/// </summary>
public static class Health
{
    /// <summary>The tag of checks that must pass before the service gets requests.</summary>
    public const string Ready = "ready";

    public static void AddHealth(this IHostApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks().AddCheck<ShutdownHealthCheck>("running", tags: [Ready]);
    }

    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false, ResponseWriter = Write })
            .AllowAnonymous()
            .DisableHttpMetrics();
        app.MapHealthChecks("/health/ready", new() { Predicate = c => c.Tags.Contains(Ready), ResponseWriter = Write })
            .AllowAnonymous()
            .DisableHttpMetrics();
    }

    /// <summary>
    /// Writes the name, status and description of each check. Exceptions and data may hold addresses and secrets, so
    /// they are left out.
    /// </summary>
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
}
