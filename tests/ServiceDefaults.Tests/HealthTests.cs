using System.Net;
using System.Text.Json.Nodes;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Marten.Subscriptions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.ServiceDefaults.Tests;

public class HealthTests
{
    [Fact]
    public async Task A_service_with_its_database_is_ready_and_names_its_checks()
    {
        await using var app = await TestApp.Start(_ => { }, NotesApp.Services(await TestServers.NewDatabase()));
        var report = await (await app.Anonymous().GetAsync("/health/ready")).ReadJson();
        report["status"]!.GetValue<string>().ShouldBe("Healthy");
        CheckNames(report).ShouldBe(["running", "database", "shards"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_missing_database_makes_the_service_unready_but_still_live()
    {
        var database = await TestServers.NewDatabase();
        await using var app = await TestApp.Start(_ => { }, NotesApp.Services(database));
        var server = new Npgsql.NpgsqlConnectionStringBuilder(database);
        await using (
            var admin = new Npgsql.NpgsqlConnection(
                new Npgsql.NpgsqlConnectionStringBuilder(database) { Database = "postgres" }.ConnectionString
            )
        )
        {
            await admin.OpenAsync();
            await using var drop = new Npgsql.NpgsqlCommand($"drop database \"{server.Database}\" with (force)", admin);
            await drop.ExecuteNonQueryAsync();
        }

        var response = await app.Anonymous().GetAsync("/health/ready");
        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var text = await response.Content.ReadAsStringAsync();
        text.ShouldContain("The database does not answer.");
        text.ShouldNotContain(server.Database!);
        (await app.Anonymous().GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_stopped_projection_makes_the_service_degraded_and_is_named_with_its_event()
    {
        var database = await TestServers.NewDatabase();
        var projection = new NoteTexts(1, () => throw new InvalidOperationException("a secret from within"));
        await using var app = await TestApp.Start(NotesApp.Routes, NotesApp.Services(database, projection));
        await WaitUntilReady(app);
        await WriteNote(app);
        var id = await Scalar<Guid>(database, "select id from testing.mt_events");
        await Eventually.Passes(async () =>
        {
            var report = await (await app.Anonymous().GetAsync("/health/ready")).ReadJson();
            report["status"]!.GetValue<string>().ShouldBe("Degraded");
            DescriptionOf(report, "shards").ShouldBe($"note_texts:All is stopped at event {id}, 1 behind.");
            report.ToJsonString().ShouldNotContain("secret");
        });
    }

    [Fact]
    public async Task A_stopped_subscription_makes_the_service_degraded_and_is_named_with_its_position()
    {
        var database = await TestServers.NewDatabase();
        await using var app = await TestApp.Start(
            NotesApp.Routes,
            builder =>
            {
                NotesApp.Services(database)(builder);
                builder.Services.AddSubscription<FailingSubscription>();
            }
        );
        await WriteNote(app);
        await Eventually.Passes(async () =>
        {
            var report = await (await app.Anonymous().GetAsync("/health/ready")).ReadJson();
            report["status"]!.GetValue<string>().ShouldBe("Degraded");
            DescriptionOf(report, "shards").ShouldBe("failing:All is stopped after event number 0, 1 behind.");
            report.ToJsonString().ShouldNotContain("secret");
        });
    }

    [Fact]
    public async Task An_older_schema_makes_the_service_unready()
    {
        await using var app = await TestApp.Start(
            NotesApp.Routes,
            NotesApp.Services(await TestServers.NewDatabase()),
            ("EventSourcing:CreatesSchema", "false")
        );
        var response = await app.Anonymous().GetAsync("/health/ready");
        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var report = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
        DescriptionOf(report, "database").ShouldBe("The database schema is older than this service: run db-apply.");
    }

    /// <summary>A comparison asks PostgreSQL about every table: too much for each of many probes.</summary>
    [Fact]
    public async Task The_schema_is_compared_until_it_matches_and_not_with_every_probe()
    {
        var database = await TestServers.NewDatabase();
        await using var app = await TestApp.Start(_ => { }, NotesApp.Services(database));
        await WaitUntilReady(app);
        await ServiceDatabase.Execute(database, "alter table testing.personal_data_keys rename to renamed");
        await WaitUntilReady(app);
    }

    [Fact]
    public async Task A_new_projection_version_makes_the_service_unready_until_it_is_built()
    {
        var database = await TestServers.NewDatabase();
        await using (var before = await TestApp.Start(NotesApp.Routes, NotesApp.Services(database)))
        {
            await WriteNote(before);
            await WaitUntilReady(before);
        }

        using var gate = new ManualResetEventSlim();
        await using var app = await TestApp.Start(
            NotesApp.Routes,
            NotesApp.Services(database, new NoteTexts(2, gate.Wait))
        );
        for (var look = 0; look < 5; look++)
        {
            var response = await app.Anonymous().GetAsync("/health/ready");
            response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            var report = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
            DescriptionOf(report, "shards").ShouldBe("Being built: note_texts:V2:All.");
            await Task.Delay(100);
        }

        gate.Set();
        await WaitUntilReady(app);
        (await Scalar<long>(database, "select count(*) from note_texts_v2.note_texts")).ShouldBe(1);
    }

    [Fact]
    public async Task Readiness_runs_only_checks_with_the_tag_ready()
    {
        await using var app = await TestApp.Start(
            _ => { },
            builder =>
                builder
                    .Services.AddHealthChecks()
                    .AddCheck("broker", () => HealthCheckResult.Unhealthy("No broker."), ["ready"])
                    .AddCheck("weather", () => HealthCheckResult.Unhealthy("Rain."))
        );
        var response = await app.Anonymous().GetAsync("/health/ready");
        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        CheckNames(JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject())
            .ShouldBe(["running", "broker"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_stopping_service_is_unready_at_once_and_still_responds_until_it_has_drained()
    {
        await using var app = await TestApp.Start(
            routes => routes.MapGet("/work", () => "done"),
            null,
            ("Shutdown:Drain", "00:00:20")
        );
        (await app.Anonymous().GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);

        using var endDrain = new CancellationTokenSource();
        var stopped = app.App.StopAsync(endDrain.Token);
        (await app.Anonymous().GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await app.Anonymous().GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await app.AsAda().GetStringAsync("/work")).ShouldBe("done");

        await endDrain.CancelAsync();
        await stopped;
        await Should.ThrowAsync<HttpRequestException>(() => app.AsAda().GetStringAsync("/work"));
    }

    [Fact]
    public async Task A_service_is_unready_when_a_signal_tells_its_parts_to_stop()
    {
        await using var app = await TestApp.Start(_ => { });
        HttpStatusCode? readiness = null;
        app.App.Lifetime.ApplicationStopping.Register(() =>
            readiness = app.Anonymous().GetAsync("/health/ready").GetAwaiter().GetResult().StatusCode
        );

        app.App.Lifetime.StopApplication();

        readiness.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    private static IEnumerable<string> CheckNames(JsonObject report) =>
        report["checks"]!.AsArray().Select(c => c!["name"]!.GetValue<string>());

    private static string DescriptionOf(JsonObject report, string check) =>
        report["checks"]!.AsArray().Single(c => c!["name"]!.GetValue<string>() == check)![
            "description"
        ]!.GetValue<string>();

    private static async Task WriteNote(TestApp app)
    {
        using var content = new StringContent("""{"text":"x"}""", null, "application/json");
        (await app.AsAda().PostAsync("/notes", content)).EnsureSuccessStatusCode();
    }

    private static Task WaitUntilReady(TestApp app) =>
        Eventually.Holds(async () => (await app.Anonymous().GetAsync("/health/ready")).IsSuccessStatusCode);

    private static async Task<T> Scalar<T>(string database, string sql)
    {
        await using var connection = new Npgsql.NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private sealed class FailingSubscription : SubscriptionBase
    {
        public FailingSubscription() => Name = "failing";

        public override Task<IChangeListener> ProcessEventsAsync(
            EventRange page,
            ISubscriptionController controller,
            IDocumentOperations operations,
            CancellationToken cancellationToken
        ) => throw new InvalidOperationException("a secret from within");
    }
}
