using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PeerNetwork.Testing;

namespace PeerNetwork.ServiceDefaults.Tests;

public class TelemetryTests
{
    [Fact]
    public async Task Traces_metrics_and_logs_leave_by_otlp_before_the_service_ends()
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
                },
                NotesApp.Services(await TestServers.NewDatabase()),
                ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address.ToString()),
                ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
            )
        )
        {
            await app.AsAda().GetAsync($"/notes/{Guid.CreateVersion7()}");
            await app.AsAda().GetAsync("/log/xylophone");
            await app.Anonymous().GetAsync("/health/ready");
            await app.App.StopAsync();
        }

        var traces = received["traces"];
        traces.ShouldContain("GET /notes/{id}");
        traces.ShouldContain("GET /log/{word}");
        traces.ShouldContain("http.route");
        traces.ShouldContain("db.system");
        // The span of the client in this process names the address, but not like this.
        traces.ShouldNotContain("GET /health/ready");
        received["metrics"].ShouldContain("http.server.request.duration");
        received["logs"].ShouldContain("The word is xylophone");
        foreach (var signal in received.Values)
            signal.ShouldContain("testing");
    }

    private static string Text(MemoryStream body) => Encoding.UTF8.GetString(body.ToArray());
}
