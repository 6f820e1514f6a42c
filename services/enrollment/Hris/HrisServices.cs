using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;

namespace PeerNetwork.Enrollment.Hris;

public static class HrisServices
{
    /// <summary>
    /// Adds <see cref="HrisConnectors"/> and the HTTP client that connectors share. A request is made again when the
    /// source throttles, fails or breaks off; <c>Retry-After</c> is honoured. Each host has its own circuit breaker.
    /// </summary>
    public static IServiceCollection AddHrisConnectors(
        this IServiceCollection services,
        Action<HrisOptions>? configure = null
    )
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<HrisConnectors>();
        services
            .AddOptions<HrisOptions>()
            .Configure(o => configure?.Invoke(o))
            .Validate(
                o => Validator.TryValidateObject(o, new(o), null, true),
                "The options for HR systems are out of range."
            );
        var client = services
            .AddHttpClient(HrisConnectors.HttpClientName)
            .ConfigureHttpClient(http =>
            {
                http.Timeout = Timeout.InfiniteTimeSpan;
                http.DefaultRequestHeaders.UserAgent.Add(new("PeerNetwork", "1.0"));
            })
            .ConfigurePrimaryHttpMessageHandler(NewHandler);
        client
            .AddResilienceHandler(
                "hris",
                (pipeline, context) =>
                    AddStrategies(
                        pipeline,
                        context.ServiceProvider.GetRequiredService<IOptions<HrisOptions>>().Value,
                        context.ServiceProvider.GetRequiredService<TimeProvider>()
                    )
            )
            .SelectPipelineByAuthority();
        client.AddHttpMessageHandler(p => new AnswerBuffering(
            p.GetRequiredService<IOptions<HrisOptions>>().Value.MaxAnswerSize
        ));
        return services;
    }

    private static SocketsHttpHandler NewHandler() =>
        new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };

    private static void AddStrategies(
        ResiliencePipelineBuilder<HttpResponseMessage> pipeline,
        HrisOptions options,
        TimeProvider clock
    )
    {
        pipeline.TimeProvider = clock;
        pipeline
            .AddTimeout(new HttpTimeoutStrategyOptions { Timeout = options.TotalTimeout })
            .AddConcurrencyLimiter(options.MaxConcurrency, queueLimit: 1000)
            .AddRetry(
                new HttpRetryStrategyOptions
                {
                    MaxRetryAttempts = options.Retries,
                    Delay = options.RetryDelay,
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                    ShouldRetryAfterHeader = true,
                }
            )
            .AddCircuitBreaker(
                new HttpCircuitBreakerStrategyOptions
                {
                    FailureRatio = 0.5,
                    MinimumThroughput = 20,
                    SamplingDuration = TimeSpan.FromMinutes(2),
                    BreakDuration = TimeSpan.FromSeconds(30),
                }
            )
            .AddTimeout(new HttpTimeoutStrategyOptions { Timeout = options.AttemptTimeout });
    }
}
