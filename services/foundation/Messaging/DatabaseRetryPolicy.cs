using MassTransit;
using Npgsql;

namespace PeerNetwork.Messaging;

/// <summary>A database that is away is not the fault of a message: it waits, while the usual retries would have it given up within seconds.</summary>
internal static class DatabaseRetryPolicy
{
    /// <summary>Together half of the time after which a broker takes a message back from a consumer that does not answer.</summary>
    private const int Times = 450;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>To be said before the usual retries, which leave these failures out.</summary>
    public static void WaitForDatabase(this IConsumePipeConfigurator endpoint) =>
        endpoint.UseMessageRetry(retry =>
        {
            retry.Handle<NpgsqlException>(e => e.IsTransient);
            retry.Interval(Times, Pause);
        });

    public static void IgnoreOutages(this IRetryConfigurator retry) =>
        retry.Ignore<NpgsqlException>(e => e.IsTransient);
}
