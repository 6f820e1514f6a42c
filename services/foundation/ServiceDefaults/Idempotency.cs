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
/// The answer commits together with the events of the request. So a process, a connection or a database may die at any moment: a repeat
/// finds both and gets the answer, or neither and runs. Of several at the same time one commits, and the others get its answer.
/// </remarks>
public static class Idempotency
{
    public const string Header = "Idempotency-Key";
    public const string ReplayedHeader = "Idempotency-Replayed";

    private const int LongestKey = 255;

    public static IServiceCollection AddIdempotency(this IServiceCollection services) =>
        services
            // By a factory, which the container does not try out at the start: a host without a database never asks for it.
            .AddSingleton(host => ActivatorUtilities.CreateInstance<IdempotentAnswers>(host))
            .AddHostedService<IdempotencyUpkeep>();

    internal static void UseIdempotency(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
                HttpMethods.IsPost(context.Request.Method)
                && context.Request.Headers[Header] is { Count: > 0 } key
                && context.User.FindFirstValue(Claims.Subject) is { } actor
                && context.RequestServices.GetService<EventContext>() is { } circumstances
                    ? Once(context, next, circumstances, Scope(actor, context.Request, Checked(key.ToString())))
                    : next(context)
        );

    private static async Task Once(HttpContext context, RequestDelegate next, EventContext circumstances, string key)
    {
        var answers = context.RequestServices.GetRequiredService<IdempotentAnswers>();
        var request = await Fingerprint(context.Request);
        if (await answers.Find(key, context.RequestAborted) is { } known)
        {
            await Repeat(context, request, known);
            return;
        }

        await using var effects = circumstances.Held = context.RequestServices.GetRequiredService<HeldAppend>();
        var answer = StoredAnswer.Of(request, context.Response, await Run(context, next));
        // The client may have gone; what happened has to be kept all the same.
        var kept = IsLasting(answer.Status) && await answers.Commit(effects, key, answer, CancellationToken.None);
        await effects.DisposeAsync();
        if (!kept && await answers.Find(key, CancellationToken.None) is { } faster)
        {
            context.Response.Clear();
            await Repeat(context, request, faster);
            return;
        }

        if (answer.Body.Length > 0)
            await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }

    private static async Task Repeat(HttpContext context, string request, StoredAnswer answer)
    {
        if (answer.Request != request)
        {
            await Problems.Write(
                context,
                Problems.Of(422, $"This {Header} came with another request before: take a new one.", Problems.KeyReused)
            );
            return;
        }

        context.Response.Headers[ReplayedHeader] = "true";
        await answer.WriteTo(context.Response);
    }

    /// <summary>Keeps the body back until it is known whether it will be the answer.</summary>
    private static async Task<byte[]> Run(HttpContext context, RequestDelegate next)
    {
        var (client, held) = (context.Response.Body, new MemoryStream());
        context.Response.Body = held;
        try
        {
            await Answer(context, next);
            Versions.Stamp(context);
            return held.ToArray();
        }
        finally
        {
            context.Response.Body = client;
        }
    }

    /// <summary>A refusal is an answer too, to be kept like any other; so it is written here and not further out.</summary>
    private static async Task Answer(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            await context
                .RequestServices.GetRequiredService<IExceptionHandler>()
                .TryHandleAsync(context, e, context.RequestAborted);
        }
    }

    /// <summary>What others do in the meantime (409, 412) or the state of the platform (5xx) may change: such an answer is not for ever, and has no effect.</summary>
    private static bool IsLasting(int status) => status is (>= 200 and < 300) or 400 or 403 or 404 or 422;

    private static string Checked(string key) =>
        key.Length is > 0 and <= LongestKey && key.All(c => c is > ' ' and <= '~')
            ? key
            : throw new MalformedRequestException(
                $"{Header} must be 1 to {LongestKey} printable ASCII characters without spaces."
            );

    private static string Scope(string actor, HttpRequest request, string key) =>
        Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes($"{actor}\n{request.PathBase}{request.Path}\n{key}"))
        );

    private static async Task<string> Fingerprint(HttpRequest request)
    {
        request.EnableBuffering();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{request.QueryString}\n"))
        );
        var buffer = new byte[16 * 1024];
        while (await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted) is > 0 and var read)
            hash.AppendData(buffer, 0, read);
        request.Body.Position = 0;
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
