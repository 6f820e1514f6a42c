using Polly;
using Polly.Timeout;

namespace PeerNetwork.Tools.Demo;

/// <summary>
/// Sends a call again where the platform asks for it, does not answer or breaks off, for some minutes: a part of it may
/// have died and be on its way back. What it does answer, a failure of its own (500) included, is passed on.
/// </summary>
/// <remarks>For calls that may be repeated: those that write carry an idempotency key.</remarks>
internal sealed class RetryHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private static readonly ResiliencePipeline<HttpResponseMessage> Attempts =
        new ResiliencePipelineBuilder<HttpResponseMessage>()
            .AddRetry(
                new()
                {
                    ShouldHandle = new PredicateBuilder<HttpResponseMessage>()
                        .Handle<HttpRequestException>()
                        .Handle<TimeoutRejectedException>()
                        .HandleResult(answer => (int)answer.StatusCode is 429 or 502 or 503 or 504),
                    MaxRetryAttempts = 60,
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                    Delay = TimeSpan.FromMilliseconds(200),
                    MaxDelay = TimeSpan.FromSeconds(5),
                    DelayGenerator = failed => ValueTask.FromResult(failed.Outcome.Result?.Headers.RetryAfter?.Delta),
                    OnRetry = failed =>
                    {
                        failed.Outcome.Result?.Dispose();
                        return default;
                    },
                }
            )
            .AddTimeout(TimeSpan.FromMinutes(2))
            .Build();

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        if (request.Content is { } content)
            await content.LoadIntoBufferAsync(cancellationToken);
        return await Attempts.ExecuteAsync(
            async ct =>
            {
                var answer = await base.SendAsync(request, ct);
                // Here and not by the caller: a body that breaks off is a call that failed.
                await answer.Content.LoadIntoBufferAsync(ct);
                return answer;
            },
            cancellationToken
        );
    }
}
