using JasperFx.Events;
using System.Net;
using System.Text.Json.Nodes;
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
        var report = await (await app.Anonymous().GetAsync("/health/ready")).Json();
        report["status"]!.GetValue<string>().ShouldBe("Healthy");
        Named(report).ShouldBe(["running", "database", "subscriptions"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_database_that_is_gone_makes_it_unready_but_not_dead()
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

        var answer = await app.Anonymous().GetAsync("/health/ready");
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var text = await answer.Content.ReadAsStringAsync();
        text.ShouldContain("The database does not answer.");
        text.ShouldNotContain(server.Database!);
        (await app.Anonymous().GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_projection_that_stands_still_is_named_while_the_rest_goes_on()
    {
        var database = await TestServers.NewDatabase();
        await using var app = await TestApp.Start(
            NotesApp.Routes,
            builder =>
            {
                NotesApp.Services(database)(builder);
                builder.Services.AddSubscription(_ => new Stumbling());
            }
        );
        await app.AsAda().PostAsync("/notes", new StringContent("""{"text":"x"}""", null, "application/json"));
        await Eventually.Passes(async () =>
        {
            var report = await (await app.Anonymous().GetAsync("/health/ready")).Json();
            report["status"]!.GetValue<string>().ShouldBe("Degraded");
            report.ToJsonString().ShouldContain("stumbling stands at event");
            report.ToJsonString().ShouldNotContain("secret");
        });
    }

    [Fact]
    public async Task Any_check_tagged_ready_counts_and_none_other()
    {
        await using var app = await TestApp.Start(
            _ => { },
            builder =>
                builder
                    .Services.AddHealthChecks()
                    .AddCheck("broker", () => HealthCheckResult.Unhealthy("No broker."), ["ready"])
                    .AddCheck("weather", () => HealthCheckResult.Unhealthy("Rain."))
        );
        var answer = await app.Anonymous().GetAsync("/health/ready");
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        Named(JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject())
            .ShouldBe(["running", "broker"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_service_that_stops_is_unready_at_once_and_still_answers_until_it_has_drained()
    {
        await using var app = await TestApp.Start(
            routes => routes.MapGet("/work", () => "done"),
            null,
            ("Shutdown:Drain", "00:00:20")
        );
        (await app.Anonymous().GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);

        using var noLonger = new CancellationTokenSource();
        var stopped = app.App.StopAsync(noLonger.Token);
        (await app.Anonymous().GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await app.Anonymous().GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await app.AsAda().GetStringAsync("/work")).ShouldBe("done");

        await noLonger.CancelAsync();
        await stopped;
        await Should.ThrowAsync<HttpRequestException>(() => app.AsAda().GetStringAsync("/work"));
    }

    private static IEnumerable<string> Named(JsonObject report) =>
        report["checks"]!.AsArray().Select(c => c!["name"]!.GetValue<string>());

    private sealed class Stumbling : ISubscriber
    {
        public string Name => "stumbling";

        public Task Handle(IReadOnlyList<IEvent> events, SqlBatch effects, CancellationToken ct) =>
            throw new InvalidOperationException("a secret from within");
    }
}
