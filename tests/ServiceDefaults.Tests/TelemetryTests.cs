using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PeerNetwork.Testing;

namespace PeerNetwork.ServiceDefaults.Tests;

public class TelemetryTests
{
    [Fact]
    public async Task Traces_metrics_and_logs_are_exported_by_otlp_before_the_service_ends()
    {
        var received = new ConcurrentDictionary<string, string>();
        await using var collector = await TestApp.Start(app =>
            app.MapPost(
                    "/v1/{signal}",
                    async (string signal, HttpRequest request) =>
                    {
                        using var body = new MemoryStream();
                        await request.Body.CopyToAsync(body);
                        received.AddOrUpdate(signal, Text(body), (_, before) => before + Text(body));
                    }
                )
                .AllowAnonymous()
        );

        await using (
            var app = await TestApp.Start(
                app =>
                {
                    NotesApp.Routes(app);
                    app.MapGet(
                        "/log/{word}",
                        (string word, ILogger<TelemetryTests> log) => log.LogWarning("The word is {Word}", word)
                    );
                    app.MapGet("/fails", string () => throw new InvalidTimeZoneException("an unexpected failure"));
                    app.MapGet(
                        "/calls",
                        async (HttpContext context) =>
                        {
                            using var http = new HttpClient();
                            var self = new Uri($"http://{context.Request.Host}/health/ready?who=a-client-secret");
                            return await http.GetStringAsync(self);
                        }
                    );
                },
                NotesApp.Services(await TestServers.NewDatabase()),
                ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address.ToString()),
                ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
                ("OTEL_RESOURCE_ATTRIBUTES", "service.instance.id=the-first-replica")
            )
        )
        {
            await app.AsAda().GetAsync($"/notes/{Guid.CreateVersion7()}");
            await app.AsAda().GetAsync("/log/xylophone?name=a-query-secret");
            await app.AsAda().GetAsync("/fails");
            (await app.AsAda().GetAsync("/calls")).EnsureSuccessStatusCode();
            var request = new HttpRequestMessage(HttpMethod.Get, "/log/zither");
            request.Headers.Add("User-Agent", "a-header-secret");
            request.Headers.Add("X-Reason", "a-header-secret");
            await app.AsAda().SendAsync(request);
            await app.Anonymous().GetAsync("/health/ready");
            await app.App.StopAsync();
        }

        var traces = received["traces"];
        traces.ShouldContain("GET /notes/{id}");
        traces.ShouldContain("GET /log/{word}");
        traces.ShouldContain("GET /fails");
        traces.ShouldContain("http.route");
        traces.ShouldContain("db.system");
        // The client span in this process has the address, but another name.
        traces.ShouldNotContain("GET /health/ready");
        received["metrics"].ShouldContain("http.server.request.duration");
        received["logs"].ShouldContain("The word is xylophone");
        foreach (var signal in received.Values)
        {
            signal.ShouldContain("testing");
            signal.ShouldContain("the-first-replica");
            signal.ShouldNotContain("-secret");
            signal.ShouldNotContain("url.query");
        }
    }

    private static string Text(MemoryStream body) => Encoding.UTF8.GetString(body.ToArray());

    /// <summary>The logger of ASP.NET Core writes the whole address, including the query string.</summary>
    [Theory]
    [InlineData("Information")]
    [InlineData("Trace")]
    public async Task No_log_entry_contains_a_query_string_or_a_header_of_a_request(string level)
    {
        var lines = new LogLines();
        await using var app = await TestApp.Start(
            routes => routes.MapGet("/found", (string name) => name),
            builder => builder.Logging.AddProvider(lines),
            ("Logging:LogLevel:Default", level),
            ("Logging:LogLevel:Microsoft.AspNetCore", level)
        );
        using var client = app.AsAda();
        client.DefaultRequestHeaders.Add("User-Agent", "a-secret");
        client.DefaultRequestHeaders.Add("X-Reason", "a-secret");
        client.DefaultRequestHeaders.Add("Cookie", "session=a-secret");
        (await client.GetAsync("/found?name=a-secret")).EnsureSuccessStatusCode();
        (await client.GetAsync("/found?nam=a-secret")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await client.GetAsync("/lost?name=a-secret")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var wrong = app.Anonymous();
        wrong.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer a-secret");
        (await wrong.GetAsync("/found?name=a-secret")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        lines.All.ShouldContain(line => line.Contains("Application started"));
        lines.All.ShouldNotContain(line => line.Contains("a-secret"));
    }

    [Fact]
    public async Task A_command_that_failed_is_logged_without_its_parameters()
    {
        var (lines, database) = (new LogLines(), await TestServers.NewDatabase());
        await using var app = await TestApp.Start(
            routes =>
                routes.MapPost(
                    "/fails",
                    async (IDocumentSession session) =>
                    {
                        session.QueueSqlCommand("insert into missing_table values (?)", "a-secret");
                        await session.SaveChangesAsync();
                    }
                ),
            builder =>
            {
                NotesApp.Services(database)(builder);
                builder.Logging.AddProvider(lines);
            }
        );

        (await app.AsAda().PostAsync("/fails", null)).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);

        lines.All.ShouldContain(line => line.Contains("missing_table"), "the failure itself is logged");
        lines.All.ShouldNotContain(line => line.Contains("a-secret"));
    }
}
