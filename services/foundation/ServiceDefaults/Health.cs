using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace PeerNetwork.ServiceDefaults;

/// <summary>
/// <c>/health/live</c>: the process answers. <c>/health/ready</c>: every check tagged <see cref="Ready"/> passes, so
/// requests may come.
/// </summary>
public static class Health
{
    /// <summary>The tag of a check without which the service must not get requests.</summary>
    public const string Ready = "ready";

    public static void AddHealth(this IHostApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks().AddCheck<StoppingCheck>("running", tags: [Ready]);
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
    /// Names each check with its own words; never its exception or data, which may hold addresses and secrets.
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
