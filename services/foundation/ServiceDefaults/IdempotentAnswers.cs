using Dapper;
using Microsoft.Net.Http.Headers;
using PeerNetwork.EventStore;

namespace PeerNetwork.ServiceDefaults;

/// <summary>An answer as the client got it.</summary>
internal sealed record StoredAnswer(
    string Request,
    int Status,
    string? ContentType,
    string? Location,
    string? ETag,
    byte[] Body
)
{
    public static StoredAnswer Of(string request, HttpResponse response, byte[] body) =>
        new(
            request,
            response.StatusCode,
            response.ContentType,
            OrNull(response.Headers.Location),
            OrNull(response.Headers.ETag),
            body
        );

    public async Task WriteTo(HttpResponse response)
    {
        response.StatusCode = Status;
        response.ContentType = ContentType;
        response.Headers[HeaderNames.Location] = Location;
        response.Headers[HeaderNames.ETag] = ETag;
        if (Body.Length > 0)
            await response.Body.WriteAsync(Body);
    }

    private static string? OrNull(string? header) => string.IsNullOrEmpty(header) ? null : header;
}

/// <summary>The table of answers to requests with an idempotency key: a row commits together with the effects of its request.</summary>
internal sealed class IdempotentAnswers(EventStoreDatabase database, TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    private readonly string _schema = database.Schema;

    public async Task<StoredAnswer?> Find(string key, CancellationToken ct)
    {
        await using var connection = await database.Source.OpenConnectionAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<StoredAnswer>(
            new(
                $"""select request, status, content_type as "ContentType", location, etag as "ETag", body from {_schema}.idempotent_answers where key = @key""",
                new { key },
                cancellationToken: ct
            )
        );
    }

    /// <summary>Commits the answer with what its request has appended, unless one with the same key was faster: then neither.</summary>
    public Task<bool> Commit(HeldAppend effects, string key, StoredAnswer answer, CancellationToken ct) =>
        effects.CommitWith(
            $"""
            insert into idempotent_answers (key, request, at, status, content_type, location, etag, body)
            values ({key}, {answer.Request}, {clock.GetUtcNow()}, {answer.Status}, {answer.ContentType}, {answer.Location}, {answer.ETag}, {answer.Body})
            on conflict do nothing
            """,
            ct
        );

    public Task Forget(CancellationToken ct) =>
        Execute(
            $"delete from {_schema}.idempotent_answers where at < @Before",
            new { Before = clock.GetUtcNow().ToUniversalTime() - Kept },
            ct
        );

    public Task MakeTable(CancellationToken ct) =>
        Execute(
            $"""
            set local lock_timeout = 0;
            select pg_advisory_xact_lock(hashtextextended('schema', 0));
            create schema if not exists {_schema};
            create table if not exists {_schema}.idempotent_answers (
                key          text        not null constraint idempotent_answers_pkey primary key,
                request      text        not null,
                at           timestamptz not null,
                status       int         not null,
                content_type text        null,
                location     text        null,
                etag         text        null,
                body         bytea       not null
            );
            """,
            null,
            ct
        );

    private async Task Execute(string sql, object? values, CancellationToken ct)
    {
        await using var connection = await database.Source.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(new(sql, values, cancellationToken: ct));
    }
}

/// <summary>Makes the table when the service starts, and every hour forgets the answers of the day before.</summary>
internal sealed class IdempotencyUpkeep(IServiceProvider services, TimeProvider clock, ILogger<IdempotencyUpkeep> log)
    : BackgroundService
{
    // A host without a database of its own, such as the gateway, has no answers to keep.
    private readonly IdempotentAnswers? _answers = services.GetService<EventStoreDatabase>() is null
        ? null
        : services.GetRequiredService<IdempotentAnswers>();

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_answers is null)
            return;
        await _answers.MakeTable(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var hourly = new PeriodicTimer(TimeSpan.FromHours(1), clock);
        while (await hourly.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await _answers!.Forget(stoppingToken);
            }
            catch (Npgsql.NpgsqlException e)
            {
                log.LogWarning(e, "Old idempotent answers stay for another hour");
            }
        }
    }
}
