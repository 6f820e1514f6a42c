using System.Collections.Immutable;
using PeerNetwork.LocalServers;

namespace PeerNetwork.AppHost.Hosting;

/// <summary>Says that a resource has to be started again when it ends, which Aspire does not do.</summary>
internal sealed class KeepRunningAnnotation : IResourceAnnotation;

internal static class SupervisionExtensions
{
    public static IResourceBuilder<T> KeepRunning<T>(this IResourceBuilder<T> resource)
        where T : IResource => resource.WithAnnotation(new KeepRunningAnnotation());

    public static void AddSupervision(this IDistributedApplicationBuilder builder, LocalInstance instance)
    {
        builder.Services.AddSingleton(instance);
        builder.Services.AddHostedService<RestartEndedResources>();
        builder.Services.AddHostedService<InstanceReport>();
    }
}

/// <summary>Starts a resource again that has ended without a user's stop.</summary>
internal sealed class RestartEndedResources(
    ResourceNotificationService notifications,
    ResourceCommandService commands,
    ILogger<RestartEndedResources> logger
) : BackgroundService
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1),
        MaxDelay = TimeSpan.FromSeconds(30),
        StableAfter = TimeSpan.FromMinutes(1);

    private static readonly ImmutableHashSet<string> Ended =
    [
        KnownResourceStates.Exited,
        KnownResourceStates.Finished,
        KnownResourceStates.FailedToStart,
    ];

    private readonly Dictionary<string, (string? State, TimeSpan Delay, long Since)> _seen = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var change in notifications.WatchAsync(stoppingToken))
            if (change.Resource.Annotations.OfType<KeepRunningAnnotation>().Any())
                Look(change.ResourceId, change.Snapshot.State?.Text, stoppingToken);
    }

    private void Look(string resource, string? state, CancellationToken ct)
    {
        var (before, delay, since) = _seen.GetValueOrDefault(resource, (null, FirstDelay, 0));
        if (state == before)
            return;
        var now = TimeProvider.System.GetTimestamp();
        if (TimeProvider.System.GetElapsedTime(since, now) > StableAfter)
            delay = FirstDelay;
        if (state is not null && Ended.Contains(state) && before != KnownResourceStates.Stopping)
        {
            _ = StartAgain(resource, state, delay, ct);
            delay = delay * 2 < MaxDelay ? delay * 2 : MaxDelay;
        }

        _seen[resource] = (state, delay, now);
    }

    private async Task StartAgain(string resource, string state, TimeSpan delay, CancellationToken ct)
    {
        logger.LogWarning("{Resource} is {State}; starting it again in {Delay}", resource, state, delay);
        await Task.Delay(delay, ct);
        var result = await commands.ExecuteCommandAsync(resource, KnownResourceCommands.StartCommand, ct);
        if (!result.Success)
            logger.LogError("{Resource} was not started again: {Message}", resource, result.Message);
    }
}
