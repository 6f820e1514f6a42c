using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PeerNetwork.Enrollment.Scim.Users;
using PeerNetwork.Testing;
using static PeerNetwork.Enrollment.Tests.Syncs.FakeConnector;

namespace PeerNetwork.Enrollment.Tests.Syncs;

public sealed class SyncRestartTests
{
    private readonly FakeConnector _hr = new()
    {
        Pages =
        [
            [Worker("a")],
            [Worker("b", "a")],
            [Worker("c", "b")],
        ],
    };

    [Fact]
    public async Task A_stopped_read_is_taken_up_by_another_process_and_no_sync_runs_twice()
    {
        var stopped = new TaskCompletionSource();
        _hr.BeforePage = (page, ct) =>
            page == 1 && stopped.TrySetResult() ? Task.Delay(Timeout.InfiniteTimeSpan, ct) : Task.CompletedTask;
        var first = new SyncHost(_hr);
        await first.InitializeAsync();
        var id = await first.Request();
        await first.Passes(() =>
        {
            stopped.Task.IsCompleted.ShouldBeTrue();
            return Task.CompletedTask;
        });

        var second = new SyncHost(_hr, first);
        await second.InitializeAsync();
        await first.DisposeAsync();
        await second.Becomes("completed", id);
        _hr.Requests.Select(r => r.Checkpoint).ShouldBe([null, "1"]);
        (await second.Directory()).Count.ShouldBe(3);

        var third = new SyncHost(_hr, second);
        await third.InitializeAsync();
        await third.Sync();
        _hr.Requests.Count.ShouldBe(3);
        await third.DisposeAsync();
        await second.DisposeAsync();
    }

    [Fact]
    public async Task A_write_that_stopped_half_way_is_finished_without_another_approval()
    {
        const int People = 1_200;
        _hr.Pages = [.. Enumerable.Range(0, People).Select(n => Worker($"c{n}", n == 0 ? null : "c0")).Chunk(100)];
        var enrollment = new SyncHost(_hr);
        await enrollment.InitializeAsync();
        var held = await enrollment.Sync(new { source = "hr", needsApproval = true });
        var id = held.GetProperty("id").GetGuid();
        await FailFor(enrollment, "N-c1100");
        await enrollment.Admin.PostAsJsonAsync($"/syncs/{id}/approve", new { plan = 1, reason = "The first one." });
        await enrollment.Passes(async () =>
            (await enrollment.Scalar<bool>("select is_called from enrollment.crashes")).ShouldBeTrue()
        );
        (await Hired(enrollment)).ShouldBe(1_000);

        await FailNoMore(enrollment);
        enrollment.Advance(TimeSpan.FromMinutes(1));
        await enrollment.Becomes("completed", id);

        (await Hired(enrollment)).ShouldBe(People);
        (await enrollment.Show(id)).GetProperty("plan").GetInt32().ShouldBe(1);
        await enrollment.DisposeAsync();
    }

    [Fact]
    public async Task A_cancelled_write_stops_at_a_batch_and_the_next_sync_writes_the_rest()
    {
        const int People = 2_500;
        _hr.Pages = [.. Enumerable.Range(0, People).Select(n => Worker($"c{n}", n == 0 ? null : "c0")).Chunk(100)];
        var enrollment = new SyncHost(_hr);
        await enrollment.InitializeAsync();
        var stop = await StopWriting(enrollment, "N-c700");
        var id = await enrollment.Request();
        await enrollment.Passes(async () =>
            (await enrollment.Show(id)).GetProperty("written").GetInt32().ShouldBe(500)
        );

        var cancel = enrollment.Admin.PostAsync($"/syncs/{id}/cancel", null);
        // The batch waits for the test. The cancellation comes first, or waits for the batch.
        await Eventually.Passes(async () => (cancel.IsCompleted || await Waiting(enrollment) == 2).ShouldBeTrue());
        await stop.DisposeAsync();
        await EnrollmentHost.Done(await cancel);
        await enrollment.Passes(async () =>
            (await enrollment.Scalar<long>("select count(*) from syncs where erased")).ShouldBe(1)
        );

        var cancelled = await enrollment.Show(id);
        cancelled.GetProperty("status").GetString().ShouldBe("cancelled");
        cancelled.GetProperty("counts").GetProperty("toWrite").GetInt32().ShouldBe(People);
        var written = cancelled.GetProperty("written").GetInt32();
        written.ShouldBeInRange(500, People - 500);
        (await Hired(enrollment)).ShouldBe(written);

        var next = await enrollment.Sync();
        next.GetProperty("status").GetString().ShouldBe("completed");
        next.GetProperty("written").GetInt32().ShouldBe(People - written);
        (await Hired(enrollment)).ShouldBe(People);
        await enrollment.DisposeAsync();
    }

    [Fact]
    public async Task A_write_that_fails_for_an_hour_ends_the_sync_and_a_new_one_writes_what_is_missing()
    {
        _hr.Pages =
        [
            [Worker("a"), Worker("b")],
        ];
        var enrollment = new SyncHost(_hr);
        await enrollment.InitializeAsync();
        await FailFor(enrollment, "N-b");
        var id = await enrollment.Request();
        await enrollment.Becomes("writing", id);
        await enrollment.Passes(async () =>
        {
            enrollment.Advance(TimeSpan.FromMinutes(1));
            (await enrollment.StatusOf(id)).ShouldBe("failed");
        });
        (await enrollment.Show(id)).GetProperty("failure").GetString()!.ShouldContain("hour");

        await FailNoMore(enrollment);
        (await enrollment.Sync()).GetProperty("status").GetString().ShouldBe("completed");
        (await enrollment.Directory()).Count.ShouldBe(2);
        await enrollment.DisposeAsync();
    }

    [Fact]
    public async Task The_schedule_reads_again_after_the_interval()
    {
        var enrollment = new SyncHost(_hr, interval: "01:00:00");
        await enrollment.InitializeAsync();
        // The first one found no sites yet.
        await enrollment.Passes(async () => (await StatusOfAll(enrollment)).ShouldBe(["completed"]));
        enrollment.Advance(TimeSpan.FromHours(1));
        await enrollment.Passes(async () => (await StatusOfAll(enrollment)).ShouldBe(["completed", "completed"]));
        (await enrollment.Directory()).Count.ShouldBe(3);
        _hr.Requests.Count.ShouldBe(2);
        await enrollment.DisposeAsync();
    }

    [Fact]
    public async Task A_sync_waits_a_week_for_an_approval()
    {
        var enrollment = new SyncHost(_hr);
        await enrollment.InitializeAsync();
        var held = await enrollment.Sync(new { source = "hr", needsApproval = true });
        enrollment.Advance(TimeSpan.FromDays(7));
        await enrollment.Becomes("failed", held.GetProperty("id").GetGuid());
        (await enrollment.Directory()).ShouldBeEmpty();
        await enrollment.DisposeAsync();
    }

    private static async Task<IEnumerable<string?>> StatusOfAll(SyncHost enrollment) =>
        (await EnrollmentHost.Items(enrollment.Admin, "/syncs")).Select(s => s.GetProperty("status").GetString());

    /// <summary>An event that names this employee number waits until the connection is closed.</summary>
    private static async Task<NpgsqlConnection> StopWriting(SyncHost enrollment, string employeeNumber)
    {
        var key = enrollment.Services.GetRequiredService<UserKeyIndex>().OfEmployeeNumber(employeeNumber);
        await enrollment.Scalar<object?>(
            $"""
            create function wait() returns trigger language plpgsql
                as $$ begin perform pg_advisory_xact_lock(4711); return new; end $$;
            create trigger wait before insert on enrollment.mt_events
                for each row when (new.data -> 'employeeNumber' ->> 'key' = '{key}') execute function wait();
            """
        );
        // Closing a pooled connection would keep the lock.
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(enrollment.Database) { Pooling = false }.ConnectionString
        );
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select pg_advisory_lock(4711)", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    private static Task<long> Waiting(SyncHost enrollment) =>
        enrollment.Scalar<long>(
            """
            select count(*) from pg_stat_activity
            where datname = current_database() and state = 'active' and wait_event_type = 'Lock'
            """
        );

    /// <summary>The database refuses all events that name this employee number, and keeps that it did.</summary>
    private static async Task FailFor(SyncHost enrollment, string employeeNumber)
    {
        var key = enrollment.Services.GetRequiredService<UserKeyIndex>().OfEmployeeNumber(employeeNumber);
        await enrollment.Scalar<object?>(
            $"""
            create sequence crashes;
            create function fail() returns trigger language plpgsql
                as $$ begin perform nextval('enrollment.crashes'); raise exception 'the disk is full'; end $$;
            create trigger crash before insert on enrollment.mt_events
                for each row when (new.data -> 'employeeNumber' ->> 'key' = '{key}') execute function fail();
            alter sequence crashes set schema enrollment;
            """
        );
    }

    private static Task<object?> FailNoMore(SyncHost enrollment) =>
        enrollment.Scalar<object?>("drop trigger crash on enrollment.mt_events; drop function fail()");

    private static Task<long> Hired(SyncHost enrollment) =>
        enrollment.Scalar<long>(
            "select count(*) from mt_events where type = 'person_hired' and data -> 'source' is not null"
        );
}
