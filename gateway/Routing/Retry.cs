using System.Buffers;
using Microsoft.AspNetCore.Http.Features;
using Polly;
using Polly.Retry;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace PeerNetwork.Gateway.Routing;

/// <summary>
/// Sends an idempotent call again when a destination was out of reach or died before it answered: first to untried
/// ones, then to those that are held for unhealthy. One that has just come back is not known to be well until it is
/// asked the next time.
/// </summary>
public static class Retry
{
    private const int LargestKeptBody = 1 << 20;

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

    public static async Task Unanswered(HttpContext context, RequestDelegate forward)
    {
        if (!IsIdempotent(context.Request) || !await KeepBody(context))
        {
            await forward(context);
            return;
        }

        var proxy = context.GetReverseProxyFeature();
        var (available, tried) = (proxy.AvailableDestinations, new List<DestinationState>());
        await Pipeline.ExecuteAsync(
            async _ =>
            {
                proxy.AvailableDestinations =
                    available.Except(tried).ToArray() is [_, ..] untried ? untried
                    : proxy.AllDestinations.Except(tried).ToArray() is [_, ..] doubtful ? doubtful
                    : available;
                Rewind(context);
                await forward(context);
                if (proxy.ProxiedDestination is { } destination)
                    tried.Add(destination);
                return context.GetForwarderErrorFeature();
            },
            context.RequestAborted
        );
    }

    /// <summary>Tells the client when to try again itself, where the gateway could not help.</summary>
    public static async Task Later(HttpContext context, RequestDelegate forward)
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

    // A destination that is alive but slow is not asked twice: that would treble the load of what is already too much.
    // A connection that cannot be made in time has the same error, and only its exception tells.
    private static bool IsUnanswered(IForwarderErrorFeature? failure) =>
        failure?.Error switch
        {
            ForwarderError.Request or ForwarderError.RequestBodyDestination => true,
            ForwarderError.RequestTimedOut => failure.Exception?.InnerException is TimeoutException,
            _ => false,
        };

    private static async ValueTask<bool> KeepBody(HttpContext context)
    {
        var (request, ct) = (context.Request, context.RequestAborted);
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true })
            return true;
        if (request.ContentLength > LargestKeptBody)
            return false;
        var read = await request.BodyReader.ReadAtLeastAsync(LargestKeptBody + 1, ct);
        var keeps = read.IsCompleted && read.Buffer.Length <= LargestKeptBody;
        var kept = keeps ? new MemoryStream(read.Buffer.ToArray(), writable: false) : null;
        request.BodyReader.AdvanceTo(keeps ? read.Buffer.End : read.Buffer.Start);
        request.Body = kept ?? request.Body;
        return keeps;
    }

    private static void Rewind(HttpContext context)
    {
        if (context.Request.Body is MemoryStream kept)
            kept.Position = 0;
        context.Features.Set<IForwarderErrorFeature>(null);
        context.Response.StatusCode = StatusCodes.Status200OK;
    }
}
