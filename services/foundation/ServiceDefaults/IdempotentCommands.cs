using System.Text;
using Marten;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Net.Http.Headers;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.ServiceDefaults;

/// <summary>An answer as the client got it, under the hash of actor, address and idempotency key.</summary>
/// <param name="Id">The hash.</param>
/// <param name="Request">The fingerprint of the request, see <see cref="IdempotencyKey.Fingerprint"/>.</param>
/// <param name="Body">The body of the answer, encrypted under the key of the person who got it.</param>
internal sealed record StoredAnswer(
    string Id,
    string Request,
    DateTimeOffset At,
    int Status,
    string? ContentType,
    string? Location,
    string? ETag,
    PersonalText Body
);

/// <summary>Runs a command with an idempotency key: the answer commits together with the events.</summary>
/// <remarks>
/// A process, a connection or a database may die at any moment: a repeat finds both and gets the answer, or neither and
/// runs. Of several at the same time one commits, and the others get its answer.
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
            // A twin may have been faster: its answer goes before what this attempt met because of it.
            if (await session.LoadAsync<StoredAnswer>(key, CancellationToken.None) is { } twin)
                return Repeat(twin, request);
            if (!IsLasting(Problems.Of(e)))
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
                if (await session.LoadAsync<StoredAnswer>(key, CancellationToken.None) is { } known)
                    return Repeat(known, request);
                var answer = await Capture(http, key, request, command);
                session.Insert(answer);
                return new Answered(answer, Replayed: false);
            },
            // The client may have gone; what happened has to be kept all the same.
            CancellationToken.None
        );

    /// <summary>Keeps the response back until it is known whether it will be the answer.</summary>
    private async Task<StoredAnswer> Capture(
        HttpContext http,
        string key,
        string request,
        Func<ValueTask<object?>> command
    )
    {
        var (response, client) = (http.Response, http.Response.Body);
        using var body = new MemoryStream();
        response.Body = body;
        try
        {
            switch (await command())
            {
                case IResult result:
                    await result.ExecuteAsync(http);
                    break;
                case { } value:
                    await Results.Ok(value).ExecuteAsync(http);
                    break;
            }

            ETags.Stamp(http);
            return new(
                key,
                request,
                clock.GetUtcNow(),
                response.StatusCode,
                response.ContentType,
                OrNull(response.Headers.Location),
                OrNull(response.Headers.ETag),
                new(http.User.Id(), Encoding.UTF8.GetString(body.ToArray()))
            );
        }
        finally
        {
            response.Clear();
            response.Body = client;
        }
    }

    private static IResult Repeat(StoredAnswer answer, string request) =>
        answer.Request == request
            ? new Answered(answer, Replayed: true)
            : Results.Problem(
                Problems.Of(
                    422,
                    $"This {IdempotencyKey.Header} came with another request before: take a new one.",
                    Problems.KeyReused
                )
            );

    /// <summary>What others do in the meantime (409, 412) or the state of the platform (5xx) may change.</summary>
    private static bool IsLasting(Microsoft.AspNetCore.Mvc.ProblemDetails problem) =>
        problem.Status is 400 or 403 or 404 or 422;

    private static string? OrNull(string? header) => string.IsNullOrEmpty(header) ? null : header;

    private sealed record Answered(StoredAnswer Answer, bool Replayed) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = Answer.Status;
            response.ContentType = Answer.ContentType;
            response.Headers[HeaderNames.Location] = Answer.Location;
            response.Headers[HeaderNames.ETag] = Answer.ETag;
            if (Replayed)
                response.Headers[IdempotencyKey.ReplayedHeader] = "true";
            if (Answer.Body.Text is { Length: > 0 } text)
                await response.WriteAsync(text, httpContext.RequestAborted);
        }
    }
}

/// <summary>Every hour deletes the answers that are older than a day.</summary>
internal sealed class StoredAnswerCleanup(IDocumentStore store, TimeProvider clock, ILogger<StoredAnswerCleanup> log)
    : BackgroundService
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
                session.DeleteWhere<StoredAnswer>(answer => answer.At < before);
                await session.SaveChangesAsync(stoppingToken);
            }
            catch (Exception e) when (e is Npgsql.NpgsqlException or Marten.Exceptions.MartenCommandException)
            {
                log.LogWarning(e, "Old answers to idempotent commands stay for another hour");
            }
        }
    }
}

public static class IdempotencySetup
{
    internal static void AddIdempotency(this IServiceCollection services) =>
        services.AddScoped<IdempotentCommands>().AddHostedService<StoredAnswerCleanup>();
}
