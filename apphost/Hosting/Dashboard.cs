using PeerNetwork.LocalServers;

namespace PeerNetwork.AppHost.Hosting;

/// <summary>Aspire's dashboard on free loopback ports, the usual ones where they are free.</summary>
internal static class Dashboard
{
    private const int PagePort = 15888,
        TelemetryPort = 18889,
        ResourcePort = 20888;

    public static IDistributedApplicationBuilder CreateBuilder(StartOptions options) =>
        DistributedApplication.CreateBuilder(
            new DistributedApplicationOptions
            {
                Args =
                [
                    "--environment=Development",
                    $"--ASPNETCORE_URLS={Address(PagePort)}",
                    $"--ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL={Address(TelemetryPort)}",
                    $"--ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL={Address(ResourcePort)}",
                ],
                AllowUnsecuredTransport = true,
                DisableDashboard = !options.ShowDashboard,
                // The dashboard shows the logs of the resources. Without it they have no other place.
                EnableResourceLogging = !options.ShowDashboard,
            }
        );

    private static string Address(int port) => $"http://localhost:{Ports.Choose(1, port)[0]}";
}
