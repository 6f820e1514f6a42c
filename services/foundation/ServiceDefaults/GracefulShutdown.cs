using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace PeerNetwork.ServiceDefaults;

public sealed class ShutdownSettings
{
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00", ErrorMessage = "a time from {1} to {2}")]
    [Description("How long a stopping process goes on taking requests; 00:00:05 unless given, none in Development.")]
    public TimeSpan? Drain { get; set; }
}

/// <summary>
/// Stops the service without losing a request. First the service reports that it is not ready. Then it waits for
/// <c>Shutdown:Drain</c>, so that load balancers notice. Then the server finishes its open requests and closes.
/// </summary>
public static class GracefulShutdown
{
    private static readonly TimeSpan DefaultDrain = TimeSpan.FromSeconds(5);

    public static void AddGracefulShutdown(this IHostApplicationBuilder builder)
    {
        var settings = builder.AddSettings<ShutdownSettings>("Shutdown");
        var drain = settings.Drain ?? (builder.Environment.IsDevelopment() ? TimeSpan.Zero : DefaultDrain);
        builder.Services.AddSingleton<ShutdownState>();
        builder.Services.AddHostedService(services => new DrainService(
            services.GetRequiredService<ShutdownState>(),
            drain,
            services.GetRequiredService<TimeProvider>()
        ));
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = drain + TimeSpan.FromSeconds(40));
    }

    private sealed class DrainService(ShutdownState shutdown, TimeSpan delay, TimeProvider clock)
        : IHostedLifecycleService
    {
        public async Task StoppingAsync(CancellationToken cancellationToken)
        {
            shutdown.BeginDrain();
            await Task.Delay(delay, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

internal sealed class ShutdownState(IHostApplicationLifetime lifetime)
{
    private volatile bool _isDraining;

    /// <summary>A signal has told the process to stop, or the drain has begun.</summary>
    public bool IsStopping => _isDraining || lifetime.ApplicationStopping.IsCancellationRequested;

    public void BeginDrain() => _isDraining = true;
}

internal sealed class ShutdownHealthCheck(ShutdownState shutdown) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) =>
        Task.FromResult(
            shutdown.IsStopping
                ? HealthCheckResult.Unhealthy("The service is stopping.")
                : HealthCheckResult.Healthy("The service runs.")
        );
}
