using System.Text;
using Marten;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Net.Http.Headers;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.ServiceDefaults;

/// <summary>A response that was sent. Its id is the hash of actor, address and idempotency key.</summary>
/// <param name="Id">The hash.</param>
/// <param name="Request">The fingerprint of the request, see <see cref="IdempotencyKey.Fingerprint"/>.</param>
/// <param name="Body">The body of the response, encrypted under the key of the person that got it.</param>
internal sealed record StoredResponse(
    string Id,
    string Request,
    DateTimeOffset At,
    int Status,
    string? ContentType,
    string? Location,
    string? ETag,
    PersonalText Body
);

/// <summary>Runs a command with an idempotency key. The response commits together with the events.</summary>
/// <remarks>
/// A process, a connection or a database may fail at any moment. A repeat then finds both and gets the response, or
/// finds neither and runs. Of several requests at the same time one commits, and the others get its response.
/// </remarks>
internal sealed class IdempotentCommands(
    IDocumentSession session,
    EventStreams streams,
    IExceptionHandler problems,
    TimeProvider clock
)
{
    public async Task<IResult> Run(HttpContext http, string key, Func<ValueTask<object?>> command)
    {
        var request = await IdempotencyKey.Fingerprint(http.Request);
        try
        {
            return await Execute(http, key, request, command);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Another request with the same key may have committed first. Its response is then the right one.
            if (await session.LoadAsync<StoredResponse>(key, CancellationToken.None) is { } stored)
                return Replay(stored, request);
            if (!IsPermanent(Problems.Of(e)))
                throw;
            return await Execute(
                http,
                key,
                request,
                async () =>
                {
                    await problems.TryHandleAsync(http, e, http.RequestAborted);
                    return Results.Empty;
                }
            );
        }
    }

    private Task<IResult> Execute(HttpContext http, string key, string request, Func<ValueTask<object?>> command) =>
        streams.Execute(
            async () =>
            {
                if (await session.LoadAsync<StoredResponse>(key, CancellationToken.None) is { } stored)
                    return Replay(stored, request);
                var captured = await Capture(http, key, request, command);
                session.Insert(captured);
                return new StoredResult(captured, Replayed: false);
            },
            // The command must commit even if the client has disconnected.
            CancellationToken.None
        );

    /// <summary>Buffers the response. It is sent only after the commit.</summary>
    private async Task<StoredResponse> Capture(
        HttpContext http,
        string key,
        string request,
        Func<ValueTask<object?>> command
    )
    {
        var (response, clientBody, aborted) = (http.Response, http.Response.Body, http.RequestAborted);
        using var body = new MemoryStream();
        response.Body = body;
        try
        {
            var answer = await command();
            // The framework writes no JSON for a client that has gone, and a repeat would get an empty response.
            http.RequestAborted = CancellationToken.None;
            switch (answer)
            {
                case IResult result:
                    await result.ExecuteAsync(http);
                    break;
                case { } value:
                    await Results.Ok(value).ExecuteAsync(http);
                    break;
            }

            ETags.SetETag(http);
            return new(
                key,
                request,
                clock.GetUtcNow(),
                response.StatusCode,
                response.ContentType,
                NullIfEmpty(response.Headers.Location),
                NullIfEmpty(response.Headers.ETag),
                new(http.User.Id(), Encoding.UTF8.GetString(body.ToArray()))
            );
        }
        finally
        {
            http.RequestAborted = aborted;
            response.Clear();
            response.Body = clientBody;
        }
    }

    private static IResult Replay(StoredResponse stored, string request) =>
        stored.Request == request
            ? new StoredResult(stored, Replayed: true)
            : Results.Problem(
                Problems.Of(
                    422,
                    $"This {IdempotencyKey.Header} was used for another request. Use a new one.",
                    Problems.KeyReused
                )
            );

    /// <summary>
    /// True for errors that a repeat gets again. A conflict (409, 412) or a server error (5xx) may go away.
    /// </summary>
    private static bool IsPermanent(Microsoft.AspNetCore.Mvc.ProblemDetails problem) =>
        problem.Status is 400 or 403 or 404 or 422;

    private static string? NullIfEmpty(string? header) => string.IsNullOrEmpty(header) ? null : header;

    private sealed record StoredResult(StoredResponse Response, bool Replayed) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = Response.Status;
            response.ContentType = Response.ContentType;
            response.Headers[HeaderNames.Location] = Response.Location;
            response.Headers[HeaderNames.ETag] = Response.ETag;
            if (Replayed)
                response.Headers[IdempotencyKey.ReplayedHeader] = "true";
            if (Response.Body.Text is { Length: > 0 } text)
                await response.WriteAsync(text, httpContext.RequestAborted);
        }
    }
}

/// <summary>Deletes responses that are older than a day. It runs every hour.</summary>
internal sealed class StoredResponseCleanup(
    IDocumentStore store,
    TimeProvider clock,
    ILogger<StoredResponseCleanup> log
) : BackgroundService
{
    private static readonly TimeSpan Retention = TimeSpan.FromHours(24),
        Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var session = store.LightweightSession();
                var before = clock.GetUtcNow() - Retention;
                session.DeleteWhere<StoredResponse>(stored => stored.At < before);
                await session.SaveChangesAsync(stoppingToken);
            }
            catch (Exception e) when (e is Npgsql.NpgsqlException or Marten.Exceptions.MartenCommandException)
            {
                log.LogWarning(
                    e,
                    "Old responses of idempotent commands could not be deleted; the next attempt is in an hour"
                );
            }
        }
    }
}

public static class IdempotencySetup
{
    internal static void AddIdempotency(this IServiceCollection services) =>
        services.AddScoped<IdempotentCommands>().AddHostedService<StoredResponseCleanup>();
}
