using System.Collections.Concurrent;
using System.Net;
using System.Text;
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
    [Fact]
    public async Task No_log_entry_contains_the_query_string_of_a_request()
    {
        var lines = new ConcurrentQueue<string>();
        await using var app = await TestApp.Start(
            routes => routes.MapGet("/found", (string name) => name),
            builder => builder.Logging.AddProvider(new LineCollector(lines))
        );
        (await app.AsAda().GetAsync("/found?name=a-secret")).EnsureSuccessStatusCode();
        (await app.AsAda().GetAsync("/lost?name=a-secret")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        lines.ShouldNotContain(line => line.Contains("a-secret"));
    }

    private sealed class LineCollector(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => lines.Enqueue(formatter(state, exception));

        public void Dispose() { }
    }
}
