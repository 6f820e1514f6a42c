using System.Buffers;
using Microsoft.AspNetCore.Http.Features;
using Polly;
using Polly.Retry;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace PeerNetwork.Gateway.Routing;

/// <summary>
/// Sends an idempotent request again when a destination could not be reached or failed before it answered: first to
/// healthy destinations that have not been tried, then to unhealthy ones, since a destination that has just recovered
/// counts as unhealthy until its next health check.
/// </summary>
public static class Retry
{
    private const int MaxBufferedBody = 1 << 20;

    private static readonly ResiliencePipeline<IForwarderErrorFeature?> Pipeline =
        new ResiliencePipelineBuilder<IForwarderErrorFeature?>()
            .AddRetry(
                new RetryStrategyOptions<IForwarderErrorFeature?>
                {
                    ShouldHandle = attempt => ValueTask.FromResult(IsUnanswered(attempt.Outcome.Result)),
                    MaxRetryAttempts = 2,
                    Delay = TimeSpan.FromMilliseconds(50),
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                }
            )
            .Build();

    public static async Task RetryUnanswered(HttpContext context, RequestDelegate forward)
    {
        if (!IsIdempotent(context.Request) || !await BufferBody(context))
        {
            await forward(context);
            return;
        }

        var proxy = context.GetReverseProxyFeature();
        var (healthy, tried) = (proxy.AvailableDestinations, new List<DestinationState>());
        await Pipeline.ExecuteAsync(
            async _ =>
            {
                if (tried.Count > 0)
                {
                    proxy.AvailableDestinations = Untried(healthy) ?? Untried(proxy.AllDestinations) ?? healthy;
                    Rewind(context);
                }

                await forward(context);
                if (proxy.ProxiedDestination is { } destination)
                    tried.Add(destination);
                return context.GetForwarderErrorFeature();
            },
            context.RequestAborted
        );

        DestinationState[]? Untried(IReadOnlyList<DestinationState> destinations) =>
            destinations.Except(tried).ToArray() is [_, ..] untried ? untried : null;
    }

    /// <summary>Tells the client when to try again after the gateway's own attempts failed.</summary>
    public static async Task AddRetryAfter(HttpContext context, RequestDelegate forward)
    {
        await forward(context);
        if (
            context.GetForwarderErrorFeature() is not null
            && context.Response is { HasStarted: false, StatusCode: 502 or 503 or 504 }
        )
            context.Response.Headers.RetryAfter = "2";
    }

    private static bool IsIdempotent(HttpRequest request) =>
        request.Method switch
        {
            "GET" or "HEAD" or "OPTIONS" or "PUT" or "DELETE" => true,
            "POST" => request.Headers.ContainsKey("Idempotency-Key"),
            _ => false,
        };

    // A destination that answers slowly gets no second request: that would triple the load of a service that is
    // already overloaded. A connect timeout has the same error; only the exception differs.
    private static bool IsUnanswered(IForwarderErrorFeature? failure) =>
        failure?.Error switch
        {
            ForwarderError.Request or ForwarderError.RequestBodyDestination => true,
            ForwarderError.RequestTimedOut => failure.Exception?.InnerException is TimeoutException,
            _ => false,
        };

    /// <returns>False if the body is too large to be sent twice; it is then still unread.</returns>
    private static async ValueTask<bool> BufferBody(HttpContext context)
    {
        var (request, ct) = (context.Request, context.RequestAborted);
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true })
            return true;
        if (request.ContentLength > MaxBufferedBody)
            return false;
        var read = await request.BodyReader.ReadAtLeastAsync(MaxBufferedBody + 1, ct);
        var isWhole = read.IsCompleted && read.Buffer.Length <= MaxBufferedBody;
        var buffered = isWhole ? new MemoryStream(read.Buffer.ToArray(), writable: false) : null;
        request.BodyReader.AdvanceTo(isWhole ? read.Buffer.End : read.Buffer.Start);
        request.Body = buffered ?? request.Body;
        return isWhole;
    }

    private static void Rewind(HttpContext context)
    {
        if (context.Request.Body is MemoryStream buffered)
            buffered.Position = 0;
        context.Features.Set<IForwarderErrorFeature>(null);
        context.Response.StatusCode = StatusCodes.Status200OK;
    }
}
