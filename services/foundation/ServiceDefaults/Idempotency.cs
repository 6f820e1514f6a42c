using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Diagnostics;
using PeerNetwork.EventStore;

namespace PeerNetwork.ServiceDefaults;

/// <summary>
/// A POST with an <c>Idempotency-Key</c> takes effect once: repeats by the same person to the same address get the first answer again,
/// for 24 hours.
/// </summary>
/// <remarks>
/// The key commits together with the first events of the request. So a process that dies before the answer is kept leaves a mark, and
/// the repeat is told that it was done, rather than doing it again.
/// </remarks>
public static class Idempotency
{
    public const string Header = "Idempotency-Key";
    public const string ReplayedHeader = "Idempotency-Replayed";

    private const int LongestKey = 255;

    public static IServiceCollection AddIdempotency(this IServiceCollection services) => services
        // By a factory, which the container does not try out at the start: a host without a database never asks for it.
        .AddSingleton(host => ActivatorUtilities.CreateInstance<IdempotencyKeys>(host))
        .AddHostedService<IdempotencyUpkeep>();

    internal static void UseIdempotency(this IApplicationBuilder app) => app.Use((context, next) =>
        HttpMethods.IsPost(context.Request.Method)
        && context.Request.Headers[Header] is { Count: > 0 } key
        && context.User.FindFirstValue(Claims.Subject) is { } actor
        && context.RequestServices.GetService<EventContext>() is { } circumstances
            ? Once(context, next, circumstances, Scope(actor, context.Request, Checked(key.ToString())))
            : next(context));

    private static async Task Once(HttpContext context, RequestDelegate next, EventContext circumstances, string key)
    {
        var keys = context.RequestServices.GetRequiredService<IdempotencyKeys>();
        var attempt = await keys.Begin(key, await Fingerprint(context.Request), context.RequestAborted);
        switch (attempt)
        {
            case Attempt.First first:
                circumstances.IdempotencyKey = key;
                await Run(context, next, keys, first);
                break;
            case Attempt.Answered { Answer: var answer }:
                context.Response.Headers[ReplayedHeader] = "true";
                await answer.WriteTo(context.Response);
                break;
            case Attempt.Done { Stream: var stream }:
                await Problems.Write(context, Problems.Of(
                    409, $"A request with this {Header} was carried out before; its answer was lost. Read {stream}.", Problems.AlreadyDone).With("stream", stream));
                break;
            case Attempt.Running:
                context.Response.Headers.RetryAfter = "1";
                await Problems.Write(context, Problems.Of(409, $"A request with this {Header} is still running.", Problems.KeyInUse));
                break;
            default:
                await Problems.Write(context, Problems.Of(422, $"This {Header} came with another request before: take a new one.", Problems.KeyReused));
                break;
        }
    }

    private static async Task Run(HttpContext context, RequestDelegate next, IdempotencyKeys keys, Attempt.First attempt)
    {
        var (client, held) = (context.Response.Body, new MemoryStream());
        context.Response.Body = held;
        try
        {
            await Answer(context, next);
            Versions.Stamp(context);
            // The client may have gone; what happened has to be kept all the same.
            if (IsLasting(context.Response.StatusCode))
                await keys.Keep(attempt, StoredAnswer.Of(context.Response, held.ToArray()), CancellationToken.None);
            else
                await keys.Release(attempt, CancellationToken.None);
        }
        catch
        {
            await keys.Release(attempt, CancellationToken.None);
            throw;
        }
        finally
        {
            context.Response.Body = client;
        }

        held.Position = 0;
        await held.CopyToAsync(client, context.RequestAborted);
    }

    /// <summary>A refusal is an answer too, to be kept like any other; so it is written here and not further out.</summary>
    private static async Task Answer(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (e is not OperationCanceledException and not AlreadyDoneException)
        {
            await context.RequestServices.GetRequiredService<IExceptionHandler>().TryHandleAsync(context, e, context.RequestAborted);
        }
    }

    /// <summary>What others do in the meantime (409, 412) or the state of the platform (5xx) may change: such an answer is not for ever.</summary>
    private static bool IsLasting(int status) => status is (>= 200 and < 300) or 400 or 403 or 404 or 422;

    private static string Checked(string key) => key.Length is > 0 and <= LongestKey && key.All(c => c is > ' ' and <= '~')
        ? key
        : throw new MalformedRequestException($"{Header} must be 1 to {LongestKey} printable ASCII characters without spaces.");

    private static string Scope(string actor, HttpRequest request, string key) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{actor}\n{request.PathBase}{request.Path}\n{key}")));

    private static async Task<string> Fingerprint(HttpRequest request)
    {
        request.EnableBuffering();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{request.QueryString}\n")));
        var buffer = new byte[16 * 1024];
        while (await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted) is > 0 and var read)
            hash.AppendData(buffer, 0, read);
        request.Body.Position = 0;
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
