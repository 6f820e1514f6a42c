using MassTransit;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.Runs;

/// <summary>What computes and publishes runs in the background of a replica.</summary>
internal static class Computing
{
    /// <summary>
    /// So long a replica that stops leaves its messages to finish; what is being computed is stopped at once, and goes
    /// to another.
    /// </summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    public static void AddRuns(this IServiceCollection services)
    {
        services.AddSingleton<ComputeVariant>();
        services.AddSingleton<RunProgress>();
        services.AddSingleton<RunFigures>();
        services.AddScoped<RecordedPairs>();
        services.AddSubscription<PublishRuns>();
        services.Configure<MassTransitHostOptions>(host => host.ConsumerStopTimeout = Farewell);
    }
}
