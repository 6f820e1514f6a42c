using MassTransit;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Messaging;

/// <summary>
/// A message waits while the database is away. The usual retries would give it up within seconds, without its fault.
/// </summary>
internal static class DatabaseRetryPolicy
{
    /// <summary>15 minutes in all: half of the consumer timeout of the broker.</summary>
    private const int Times = 450;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Has to come before the usual retries, which ignore these failures.</summary>
    public static void WaitForDatabase(this IConsumePipeConfigurator endpoint) =>
        endpoint.UseMessageRetry(retry =>
        {
            retry.Handle<Exception>(e => e.IsDatabaseOutage());
            retry.Interval(Times, Pause);
        });

    public static void IgnoreOutages(this IRetryConfigurator retry) =>
        retry.Ignore<Exception>(e => e.IsDatabaseOutage());
}
