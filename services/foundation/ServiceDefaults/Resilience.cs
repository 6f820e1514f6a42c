using System.Net;
using Polly;
using Polly.Timeout;

namespace PeerNetwork.ServiceDefaults;

/// <summary>
/// Calls out that neither hang, nor give up at the first stumble, nor knock at a door that stays shut.
/// </summary>
public static class Resilience
{
    /// <summary>
    /// Each attempt takes at most 10 s, and 30 s all together. Calls that may be repeated are, three times, with
    /// growing pauses and jitter. After half of at least 10 calls in 30 s failed, calls fail at once for 15 s.
    /// </summary>
    public static IHttpClientBuilder AddResilience(this IHttpClientBuilder client)
    {
        // One circuit for each named client, whatever handlers the factory makes and retires.
        var attempt = new ResiliencePipelineBuilder<HttpResponseMessage>()
            .AddCircuitBreaker(
                new()
                {
                    ShouldHandle = Failed,
                    FailureRatio = 0.5,
                    MinimumThroughput = 10,
                    SamplingDuration = TimeSpan.FromSeconds(30),
                    BreakDuration = TimeSpan.FromSeconds(15),
                }
            )
            .AddTimeout(TimeSpan.FromSeconds(10))
            .Build();
        var attempts = new ResiliencePipelineBuilder<HttpResponseMessage>()
            .AddTimeout(TimeSpan.FromSeconds(30))
            .AddRetry(
                new()
                {
                    ShouldHandle = Failed,
                    MaxRetryAttempts = 3,
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                    Delay = TimeSpan.FromMilliseconds(200),
                    OnRetry = retry =>
                    {
                        retry.Outcome.Result?.Dispose();
                        return default;
                    },
                }
            )
            .AddPipeline(attempt)
            .Build();
        return client.AddHttpMessageHandler(() => new Handler(attempt, attempts));
    }

    private static PredicateBuilder<HttpResponseMessage> Failed =>
        new PredicateBuilder<HttpResponseMessage>()
            .Handle<HttpRequestException>()
            .Handle<TimeoutRejectedException>()
            .HandleResult(r =>
                r.StatusCode
                    is HttpStatusCode.RequestTimeout
                        or HttpStatusCode.TooManyRequests
                        or >= HttpStatusCode.InternalServerError
            );

    private sealed class Handler(
        ResiliencePipeline<HttpResponseMessage> once,
        ResiliencePipeline<HttpResponseMessage> repeatedly
    ) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            var repeatable = MayBeRepeated(request);
            if (repeatable && request.Content is { } content)
                await content.LoadIntoBufferAsync(cancellationToken);
            return await (repeatable ? repeatedly : once).ExecuteAsync(
                async ct => await base.SendAsync(request, ct),
                cancellationToken
            );
        }

        private static bool MayBeRepeated(HttpRequestMessage request) =>
            request.Method.Method is "GET" or "HEAD" or "OPTIONS" or "PUT" or "DELETE"
            || request.Headers.Contains(IdempotencyKey.Header);
    }
}
