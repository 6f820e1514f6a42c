using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using PeerNetwork.LocalServers;

namespace PeerNetwork.AppHost.Hosting;

/// <summary>Keeps the file from which tools and tests read what runs where, and prints when all is ready.</summary>
internal sealed class InstanceReport(
    LocalInstance instance,
    DistributedApplicationModel model,
    ResourceNotificationService notifications,
    IConfiguration configuration
) : BackgroundService
{
    /// <summary>The command that loads the demo company; an empty instance is without it.</summary>
    public const string LoadCompany = "load-company";

    private readonly DateTimeOffset _startedAt = TimeProvider.System.GetUtcNow();
    private readonly Dictionary<string, ResourceStatus> _resources = [];
    private bool _ready;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var change in notifications.WatchAsync(stoppingToken))
        {
            if (change.Snapshot.IsHidden)
                continue;
            _resources[change.Resource.Name] = await Status(change, stoppingToken);
            if (!_ready && IsReady())
            {
                _ready = true;
                Print();
            }

            instance.Write(State());
        }
    }

    private Uri? Gateway => _resources.GetValueOrDefault("gateway")?.Url;

    private InstanceState State() =>
        new(
            Environment.ProcessId,
            _startedAt,
            instance.Folder,
            _ready,
            Gateway,
            configuration["ASPNETCORE_URLS"] is { } dashboard ? new(dashboard) : null,
            [.. model.Resources.Select(r => _resources.GetValueOrDefault(r.Name)).OfType<ResourceStatus>()]
        );

    /// <summary>Whether all that keeps running is healthy, and the demo company, if any, is loaded.</summary>
    private bool IsReady() =>
        model
            .Resources.Where(r => r.Annotations.OfType<KeepRunningAnnotation>().Any())
            .All(r => _resources.GetValueOrDefault(r.Name) is { Healthy: true })
        && model.Resources.All(r =>
            r.Name != LoadCompany || _resources.GetValueOrDefault(r.Name) is { State: "Finished", Healthy: true }
        );

    private static async Task<ResourceStatus> Status(ResourceEvent change, CancellationToken ct)
    {
        var (snapshot, running) = (change.Snapshot, change.Snapshot.State?.Text == KnownResourceStates.Running);
        return new(
            change.Resource.Name,
            snapshot.State?.Text ?? "Waiting",
            running ? snapshot.HealthStatus is HealthStatus.Healthy : snapshot.ExitCode is 0,
            snapshot.Urls.Where(url => !url.IsInternal).Select(url => new Uri(url.Url)).FirstOrDefault(),
            running ? ProcessId(snapshot.Properties) : null,
            running && change.Resource is IResourceWithConnectionString connected
                ? await connected.GetConnectionStringAsync(ct)
                : null
        );
    }

    private static int? ProcessId(ImmutableArray<ResourcePropertySnapshot> properties) =>
        properties.FirstOrDefault(p => p.Name == "executable.pid")?.Value is { } id
            ? Convert.ToInt32(id, CultureInfo.InvariantCulture)
            : null;

    private void Print()
    {
        var took = TimeProvider.System.GetUtcNow() - _startedAt;
        Console.WriteLine(
            $"""

            PeerNetwork is ready after {took.TotalSeconds:0.0} s.
              Portal     {Gateway}
              API        {Gateway}openapi
              Data       {instance.Folder}
            Ctrl-C stops it.

            """
        );
    }
}
