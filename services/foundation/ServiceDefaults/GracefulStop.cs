using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace PeerNetwork.ServiceDefaults;

/// <summary>
/// Stopping in the order that loses no request: readiness falls, callers get <c>Shutdown:Drain</c> to notice it, and
/// only then does the server finish what it has and close.
/// </summary>
public static class GracefulStop
{
    public static void AddGracefulStop(this IHostApplicationBuilder builder)
    {
        var drain = builder.Configuration.GetValue(
            "Shutdown:Drain",
            builder.Environment.IsDevelopment() ? TimeSpan.Zero : TimeSpan.FromSeconds(5)
        );
        builder.Services.AddSingleton<Stopping>();
        builder.Services.AddHostedService(services => new Drain(
            services.GetRequiredService<Stopping>(),
            drain,
            services.GetRequiredService<TimeProvider>()
        ));
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = drain + TimeSpan.FromSeconds(40));
    }

    private sealed class Drain(Stopping stopping, TimeSpan time, TimeProvider clock) : IHostedLifecycleService
    {
        public async Task StoppingAsync(CancellationToken cancellationToken)
        {
            stopping.Begun = true;
            await Task.Delay(time, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

internal sealed class Stopping
{
    private volatile bool _begun;

    public bool Begun
    {
        get => _begun;
        set => _begun = value;
    }
}

internal sealed class StoppingCheck(Stopping stopping) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) =>
        Task.FromResult(
            stopping.Begun
                ? HealthCheckResult.Unhealthy("The service is stopping.")
                : HealthCheckResult.Healthy("The service runs.")
        );
}
