using MassTransit;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Messaging;

/// <summary>
/// Retries a message while the database is unavailable. The general retry policy would move it to the error queue
/// within seconds.
/// </summary>
internal static class DatabaseRetryPolicy
{
    /// <summary>15 minutes in total: half of the consumer timeout of the broker.</summary>
    private const int RetryCount = 450;
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(2);

    /// <summary>Must be added before the general retry policy, which ignores these failures.</summary>
    public static void UseDatabaseRetry(this IConsumePipeConfigurator endpoint) =>
        endpoint.UseMessageRetry(retry =>
        {
            retry.Handle<Exception>(e => e.IsDatabaseOutage());
            retry.Interval(RetryCount, RetryInterval);
        });

    public static void IgnoreDatabaseOutages(this IRetryConfigurator retry) =>
        retry.Ignore<Exception>(e => e.IsDatabaseOutage());
}
