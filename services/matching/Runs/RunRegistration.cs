using MassTransit;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.Runs;

/// <summary>Registers what computes and publishes runs in the background of a replica.</summary>
internal static class RunRegistration
{
    /// <summary>
    /// How long a stopping replica waits for its messages. Computations stop at once, and another replica takes them
    /// over.
    /// </summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(5);

    public static void AddRuns(this IServiceCollection services)
    {
        services.AddSingleton<ComputeVariant>();
        services.AddSingleton<RunProgress>();
        services.AddSingleton<RunMetrics>();
        services.AddSingleton<RunAssignments>();
        services.AddScoped<RecordedPairs>();
        services.AddSubscription<PublishRuns>();
        services.Configure<MassTransitHostOptions>(host => host.ConsumerStopTimeout = ShutdownTimeout);
    }
}
