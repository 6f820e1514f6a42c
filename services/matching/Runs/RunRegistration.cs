using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MassTransit;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Runs;

public sealed class RunSettings
{
    [Range(1, 64, ErrorMessage = "a whole number from {1} to {2}")]
    [Description("How many variants of runs a replica computes at a time: each takes a core or two, and memory.")]
    public int Parallelism { get; set; } = 2;

    [EnumDataType(typeof(ReplicaRole), ErrorMessage = "All, Api or Worker")]
    [Description("What a replica does: all, all but compute runs (Api), or nothing but compute runs (Worker).")]
    public ReplicaRole Role { get; set; } = ReplicaRole.All;

    [Range(0.001, 1440, ErrorMessage = "a number from {1} to {2}")]
    [Description("The minutes that a variant may take before it has failed.")]
    public double TimeoutMinutes { get; set; } = 20;
}

/// <summary>Registers what computes and publishes runs in the background of a replica.</summary>
internal static class RunRegistration
{
    /// <summary>
    /// How long a stopping replica waits for its messages. Computations stop at once, and another replica takes them
    /// over.
    /// </summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(5);

    public static RunSettings AddRuns(this IHostApplicationBuilder builder)
    {
        var settings = builder.AddSettings<RunSettings>("Runs");
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton<ComputeVariant>();
        builder.Services.AddSingleton<RunProgress>();
        builder.Services.AddSingleton<RunMetrics>();
        builder.Services.AddSingleton<RunAssignments>();
        builder.Services.AddScoped<RecordedPairs>();
        builder.Services.AddSubscription<PublishRuns>();
        builder.Services.Configure<MassTransitHostOptions>(host => host.ConsumerStopTimeout = ShutdownTimeout);
        return settings;
    }
}
