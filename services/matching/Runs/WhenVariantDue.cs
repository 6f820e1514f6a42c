using MassTransit;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.Runs;

/// <summary>
/// A variant of a run waits to be computed. This is a message of the service to its own replicas; any of them may take
/// it.
/// </summary>
/// <param name="Run">Stream of the run.</param>
public sealed record VariantDue(Guid Run, long Version, int Variant, DateTimeOffset At);

/// <summary>
/// A replica computes the variant, and only then is the message acknowledged: if the replica dies, the broker gives it
/// to another. No transaction and no connection is held meanwhile; the message is recorded as handled when all is done.
/// </summary>
public sealed class WhenVariantDue(ComputeVariant work, AuditContext auditContext, IHostApplicationLifetime host)
    : IConsumer<VariantDue>
{
    public async Task Consume(ConsumeContext<VariantDue> context)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(
            context.CancellationToken,
            host.ApplicationStopping
        );
        try
        {
            await work.Compute(new(context.Message.Run), context.Message.Variant, auditContext.Metadata, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Not answered: the message stays the broker's, which gives it to another replica when this one lets go of
            // its channel.
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        }
    }
}

/// <summary>
/// A replica takes as many messages as it computes at a time, and leaves the others to other replicas.
/// </summary>
/// <remarks>
/// <see cref="RunSettings.Parallelism"/> says how many. None is held without being computed, so that the broker's time
/// for an answer counts the computation alone.
/// </remarks>
public sealed class VariantDueConsumerDefinition(RunSettings settings) : ConsumerDefinition<WhenVariantDue>
{
    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<WhenVariantDue> consumerConfigurator,
        IRegistrationContext context
    )
    {
        var parallelism = settings.Parallelism;
        (endpointConfigurator.PrefetchCount, endpointConfigurator.ConcurrentMessageLimit) = (parallelism, parallelism);
    }
}
