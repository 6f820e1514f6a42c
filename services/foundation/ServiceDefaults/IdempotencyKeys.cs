using Dapper;
using Microsoft.Net.Http.Headers;
using PeerNetwork.EventStore;

namespace PeerNetwork.ServiceDefaults;

/// <summary>What a request with an idempotency key turns out to be.</summary>
internal abstract record Attempt
{
    /// <summary>The one that takes effect. The moment tells it from a later one that took over after a crash.</summary>
    public sealed record First(string Key, DateTimeOffset At) : Attempt;

    public sealed record Answered(StoredAnswer Answer) : Attempt;

    /// <summary>Carried out, but the process died before it kept the answer.</summary>
    public sealed record Done(Guid Stream) : Attempt;

    public sealed record Running : Attempt;

    public sealed record AnotherRequest : Attempt;
}

/// <summary>An answer as the client got it.</summary>
internal sealed record StoredAnswer(int Status, string? ContentType, string? Location, string? ETag, byte[] Body)
{
    public static StoredAnswer Of(HttpResponse response, byte[] body) =>
        new(response.StatusCode, response.ContentType, OrNull(response.Headers.Location), OrNull(response.Headers.ETag), body);

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

/// <summary>The table of idempotency keys: one row for each key, claimed by the request that runs and completed with its answer.</summary>
internal sealed class IdempotencyKeys(EventStoreDatabase database, TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    /// <summary>Longer than any request may take: a claim this old belongs to a process that died.</summary>
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(2);

    private readonly string _schema = database.Schema;

    public async Task<Attempt> Begin(string key, string request, CancellationToken ct)
    {
        var now = Now();
        await using var connection = await database.Source.OpenConnectionAsync(ct);
        var claimed = await connection.ExecuteAsync(new(
            $"""
            insert into {_schema}.idempotency_keys as k (key, request, claimed_at) values (@key, @request, @now)
            on conflict (key) do update set claimed_at = excluded.claimed_at
            where k.status is null and k.request = excluded.request and k.claimed_at < @dead
            """,
            new { key, request, now, dead = now - LongestRun },
            cancellationToken: ct));
        if (claimed == 1)
        {
            var first = new Attempt.First(key, now);
            if (await StreamOf(key) is not { } stream)
                return first;
            await Release(first, ct);
            return new Attempt.Done(stream);
        }

        var row = await connection.QuerySingleOrDefaultAsync<Row>(new(
            $"""select request, status, content_type as "ContentType", location, etag as "ETag", body from {_schema}.idempotency_keys where key = @key""",
            new { key },
            cancellationToken: ct));
        return row switch
        {
            null => new Attempt.Running(),
            _ when row.Request != request => new Attempt.AnotherRequest(),
            { Status: { } status } => new Attempt.Answered(new(status, row.ContentType, row.Location, row.ETag, row.Body!)),
            _ => new Attempt.Running(),
        };

        Task<Guid?> StreamOf(string key) => connection.QuerySingleOrDefaultAsync<Guid?>(new(
            $"select stream from {_schema}.idempotency_commits where key = @key", new { key }, cancellationToken: ct));
    }

    public Task Keep(Attempt.First attempt, StoredAnswer answer, CancellationToken ct) => Execute(
        $"""
        update {_schema}.idempotency_keys set status = @Status, content_type = @ContentType, location = @Location, etag = @ETag, body = @Body
        where key = @Key and claimed_at = @At
        """,
        new { answer.Status, answer.ContentType, answer.Location, answer.ETag, answer.Body, attempt.Key, attempt.At },
        ct);

    /// <summary>Lets a repeat run: this one came to no lasting answer.</summary>
    public Task Release(Attempt.First attempt, CancellationToken ct) => Execute(
        $"delete from {_schema}.idempotency_keys where key = @Key and claimed_at = @At and status is null", attempt, ct);

    public Task Forget(CancellationToken ct) => Execute(
        $"""
        delete from {_schema}.idempotency_keys where claimed_at < @Before;
        delete from {_schema}.idempotency_commits where at < @Before;
        """,
        new { Before = Now() - Kept },
        ct);

    public Task MakeTable(CancellationToken ct) => Execute(
        $"""
        set local lock_timeout = 0;
        select pg_advisory_xact_lock(hashtextextended('schema', 0));
        create schema if not exists {_schema};
        create table if not exists {_schema}.idempotency_keys (
            key          text        not null constraint idempotency_keys_pkey primary key,
            request      text        not null,
            claimed_at   timestamptz not null,
            status       int         null,
            content_type text        null,
            location     text        null,
            etag         text        null,
            body         bytea       null
        );
        """,
        null,
        ct);

    /// <summary>PostgreSQL keeps microseconds; the moment is compared with what was stored.</summary>
    private DateTimeOffset Now()
    {
        var now = clock.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond)).ToUniversalTime();
    }

    private async Task Execute(string sql, object? values, CancellationToken ct)
    {
        await using var connection = await database.Source.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(new(sql, values, cancellationToken: ct));
    }

    private sealed record Row(string Request, int? Status, string? ContentType, string? Location, string? ETag, byte[]? Body);
}

/// <summary>Makes the table when the service starts, and every hour forgets the keys of the day before.</summary>
internal sealed class IdempotencyUpkeep(IServiceProvider services, TimeProvider clock, ILogger<IdempotencyUpkeep> log) : BackgroundService
{
    // A host without a database of its own, such as the gateway, has no keys to keep.
    private readonly IdempotencyKeys? _keys =
        services.GetService<EventStoreDatabase>() is null ? null : services.GetRequiredService<IdempotencyKeys>();

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_keys is null)
            return;
        await _keys.MakeTable(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var hourly = new PeriodicTimer(TimeSpan.FromHours(1), clock);
        while (await hourly.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await _keys!.Forget(stoppingToken);
            }
            catch (Npgsql.NpgsqlException e)
            {
                log.LogWarning(e, "Old idempotency keys stay for another hour");
            }
        }
    }
}
