using System.Net;
using System.Text;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using PeerNetwork.Testing;

namespace PeerNetwork.ServiceDefaults.Tests;

/// <summary>Commands with an idempotency key while processes, connections and time fail.</summary>
public sealed class IdempotencyFaultTests : IAsyncLifetime
{
    private readonly string _key = Guid.NewGuid().ToString();
    private string _database = null!,
        _databaseByProxy = null!;
    private FaultProxy _proxy = null!;

    public async Task InitializeAsync()
    {
        _database = await TestServers.NewDatabase();
        var server = new NpgsqlConnectionStringBuilder(_database);
        _proxy = FaultProxy.InFrontOf(server.Port);
        server.Port = _proxy.Port;
        _databaseByProxy = server.ConnectionString;
    }

    public async Task DisposeAsync() => await _proxy.DisposeAsync();

    [Fact]
    public async Task If_a_process_ends_between_commit_and_response_another_process_returns_the_response()
    {
        await using var first = await TestApp.Start(NotesApp.Routes, NotesApp.Services(_database));
        await using var second = await TestApp.Start(NotesApp.Routes, NotesApp.Services(_database));
        var faults = first.App.Services.GetRequiredService<FaultInjector>();
        using var crash = new CancellationTokenSource();
        var lost = Post(first, FaultInjector.WaitAfterCommit, crash.Token);
        await faults.IsWaiting.Task;
        await crash.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(lost);

        var repeat = await Post(second, FaultInjector.WaitAfterCommit);
        repeat.StatusCode.ShouldBe(HttpStatusCode.Created);
        IsReplay(repeat).ShouldBeTrue();
        (await CountEvents()).ShouldBe(1);
        faults.Continue.SetResult();
    }

    [Fact]
    public async Task If_the_database_fails_before_the_commit_nothing_is_stored_and_the_client_may_repeat()
    {
        await using var app = await TestApp.Start(NotesApp.Routes, NotesApp.Services(_databaseByProxy));
        var faults = app.App.Services.GetRequiredService<FaultInjector>();
        faults.BeforeCommit = () =>
        {
            _proxy.Cut();
            return Task.CompletedTask;
        };
        await (await Post(app, "away")).ShouldBeProblem(503, "unavailable");
        (await CountEvents()).ShouldBe(0);

        faults.BeforeCommit = () => Task.CompletedTask;
        _proxy.Restore();
        HttpResponseMessage repeat = null!;
        await Eventually.Holds(async () =>
            (repeat = await Post(app, "away")).StatusCode != HttpStatusCode.ServiceUnavailable
        );
        repeat.StatusCode.ShouldBe(HttpStatusCode.Created);
        IsReplay(repeat).ShouldBeFalse();
        (await CountEvents()).ShouldBe(1);
    }

    [Fact]
    public async Task A_connection_lost_during_the_commit_does_not_duplicate_the_effect()
    {
        await using var app = await TestApp.Start(NotesApp.Routes, NotesApp.Services(_databaseByProxy));
        await using var held = await BlockCommits();
        var request = Post(app, "lost");
        await DropTheCommitResponse(held);
        var response = await request;

        var repeat = await Post(app, "lost");
        repeat.StatusCode.ShouldBe(HttpStatusCode.Created);
        IsReplay(repeat).ShouldBeTrue();
        (await CountEvents()).ShouldBe(1);
        // The service may have found the stored response after the connection was lost.
        if (response.StatusCode == HttpStatusCode.Created)
            response.Headers.Location.ShouldBe(repeat.Headers.Location);
        else
            await response.ShouldBeProblem(503, "unavailable");
    }

    [Fact]
    public async Task A_connection_lost_during_the_commit_does_not_duplicate_the_effect_without_a_key()
    {
        await using var app = await TestApp.Start(NotesApp.Routes, NotesApp.Services(_databaseByProxy));
        await using var held = await BlockCommits();
        var request = app.AsAda().PostAsync("/notes", Content("lost"));
        await DropTheCommitResponse(held);

        (await request).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await CountEvents()).ShouldBe(1);
    }

    [Fact]
    public async Task A_client_that_disconnects_gets_the_whole_response_when_it_repeats()
    {
        var (started, calls) = (new TaskCompletionSource(), 0);
        await using var app = await TestApp.Start(
            routes =>
                routes.MapPost(
                    "/notes",
                    async (HttpContext http) =>
                    {
                        // A repeat that comes too early has no effect: only the first call answers.
                        if (Interlocked.Increment(ref calls) > 1)
                            throw new NpgsqlException("Failed to connect", new IOException());
                        started.SetResult();
                        await Eventually.Holds(() => Task.FromResult(http.RequestAborted.IsCancellationRequested));
                        return TypedResults.Ok(new CreatedId(Guid.Empty));
                    }
                ),
            NotesApp.Services(_database)
        );
        using var disconnect = new CancellationTokenSource();
        var lost = Post(app, "slow", disconnect.Token);
        await started.Task;
        await disconnect.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(lost);

        HttpResponseMessage repeat = null!;
        await Eventually.Holds(async () => IsReplay(repeat = await Post(app, "slow")));
        repeat.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await repeat.ReadJson())["id"]!.GetValue<Guid>().ShouldBe(Guid.Empty);
    }

    [Fact]
    public async Task A_response_is_stored_for_a_day()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var app = await TestApp.Start(NotesApp.Routes, NotesApp.Services(_database, clock: clock));
        IsReplay(await Post(app, "old")).ShouldBeFalse();

        clock.Advance(TimeSpan.FromHours(23));
        await Task.Delay(TimeSpan.FromSeconds(1)); // The hourly cleanup may have run.
        IsReplay(await Post(app, "old")).ShouldBeTrue();

        clock.Advance(TimeSpan.FromHours(2));
        await Eventually.Holds(async () => await Scalar("select count(*) from testing.mt_doc_storedresponse") == 0);
        IsReplay(await Post(app, "old")).ShouldBeFalse();
        (await CountEvents()).ShouldBe(2);
    }

    private Task<HttpResponseMessage> Post(TestApp app, string text, CancellationToken ct = default)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/notes") { Content = Content(text) };
        request.Headers.Add("Idempotency-Key", _key);
        return app.AsAda().SendAsync(request, ct);
    }

    private static StringContent Content(string text) =>
        new($$"""{"text":"{{text}}"}""", Encoding.UTF8, "application/json");

    private static bool IsReplay(HttpResponseMessage response) => response.Headers.Contains("Idempotency-Replayed");

    /// <returns>A connection that holds a lock. Every commit of an event waits for this lock.</returns>
    private async Task<NpgsqlConnection> BlockCommits()
    {
        var held = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(_database) { Pooling = false }.ConnectionString
        );
        await held.OpenAsync();
        await held.ExecuteAsync(
            """
            create function public.wait() returns trigger language plpgsql as
                'begin perform pg_advisory_xact_lock_shared(7); return null; end';
            create constraint trigger held_commit after insert on testing.mt_events deferrable initially deferred
                for each row execute function public.wait();
            select pg_advisory_lock(7)
            """
        );
        return held;
    }

    /// <summary>Waits for a commit, lets it succeed, and closes the connection before the response arrives.</summary>
    private async Task DropTheCommitResponse(NpgsqlConnection held)
    {
        await Eventually.Holds(async () =>
            await Scalar(
                """
                select count(*) from pg_stat_activity
                where datname = current_database() and query ilike 'commit%' and wait_event = 'advisory'
                """
            ) > 0
        );
        _proxy.DropsResponses = true;
        await held.ExecuteAsync("select pg_advisory_unlock(7)");
        await Eventually.Holds(async () => await CountEvents() == 1, "the commit");
        // The proxy may not have read the response yet: the connection ends before responses pass again.
        _proxy.Reset();
        _proxy.DropsResponses = false;
    }

    private Task<long> CountEvents() => Scalar("select count(*) from testing.mt_events where type = 'note_written'");

    private async Task<long> Scalar(string sql)
    {
        await using var connection = new NpgsqlConnection(_database);
        return await connection.ExecuteScalarAsync<long>(sql);
    }
}
