using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PeerNetwork.EndToEnd;

/// <param name="Service">The resource attribute <c>service.name</c>.</param>
public sealed record Span(string TraceId, string Service, string Name);

/// <param name="Name">As Prometheus names it.</param>
/// <param name="Labels">As Prometheus names them; those of the resource are among them.</param>
public sealed record EmittedMetric(string Name, IReadOnlySet<string> Labels);

/// <summary>
/// Takes telemetry by OTLP over HTTP, as a collector does, and keeps where each span came from, which metrics there
/// were, and what should not be in any of it.
/// </summary>
public sealed class OtlpCollector : IAsyncDisposable
{
    private readonly ConcurrentBag<Span> _spans = [];
    private readonly ConcurrentDictionary<(string Metric, string Label), bool> _metrics = [];
    private readonly ConcurrentBag<string> _confidential = [];
    private readonly WebApplication _app;

    private OtlpCollector()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost(
            "/v1/traces",
            async (HttpRequest request) =>
            {
                foreach (var span in SpansIn(await Body(request)))
                    _spans.Add(span);
            }
        );
        _app.MapPost(
            "/v1/metrics",
            async (HttpRequest request) =>
            {
                foreach (var metric in MetricsIn(await Body(request)))
                foreach (var label in metric.Labels)
                    _metrics[(metric.Name, label)] = true;
            }
        );
        _app.MapPost("/v1/logs", async (HttpRequest request) => await Body(request));
        _app.MapPost("/v1/{other}", () => Results.Ok());
    }

    /// <summary>What begins so must not be in any telemetry.</summary>
    public const string Confidential = "canary";

    /// <summary>Where it was found nevertheless, with what stands around it.</summary>
    public IReadOnlyCollection<string> ConfidentialTexts => _confidential;

    public string Address => _app.Urls.Single();

    public static async Task<OtlpCollector> Start()
    {
        var collector = new OtlpCollector();
        await collector._app.StartAsync();
        return collector;
    }

    public IReadOnlyList<Span> Trace(string id) => [.. _spans.Where(s => s.TraceId == id)];

    /// <summary>The labels of all metrics so far, by the names that Prometheus gives them.</summary>
    public ILookup<string, string> Metrics => _metrics.Keys.ToLookup(m => m.Metric, m => m.Label);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<byte[]> Body(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        var text = Encoding.UTF8.GetString(body.ToArray());
        if (text.IndexOf(Confidential, StringComparison.OrdinalIgnoreCase) is >= 0 and var found)
            _confidential.Add($"{request.Path}: {text[Math.Max(0, found - 200)..Math.Min(text.Length, found + 200)]}");
        return body.ToArray();
    }

    /// <summary>
    /// opentelemetry-proto, <c>ExportTraceServiceRequest</c>: resource_spans = 1 { resource = 1, scope_spans = 2 {
    /// spans = 2 } }.
    /// </summary>
    private static IEnumerable<Span> SpansIn(byte[] request) =>
        from resourceSpans in Fields(request, 1)
        let service = ServiceName(Fields(resourceSpans, 1).First())
        from scopeSpans in Fields(resourceSpans, 2)
        from span in Fields(scopeSpans, 2)
        select new Span(
            Convert.ToHexStringLower(Fields(span, 1).First()),
            service,
            Encoding.UTF8.GetString(Fields(span, 5).First())
        );

    /// <summary>Resource: attributes = 1 { key = 1, value = 2 { string_value = 1 } }.</summary>
    private static string ServiceName(byte[] resource) =>
        (
            from attribute in Fields(resource, 1)
            where Encoding.UTF8.GetString(Fields(attribute, 1).First()) == "service.name"
            select Encoding.UTF8.GetString(Fields(Fields(attribute, 2).First(), 1).First())
        ).First();

    /// <summary>
    /// opentelemetry-proto, <c>ExportMetricsServiceRequest</c>: resource_metrics = 1 { resource = 1 { attributes = 1 },
    /// scope_metrics = 2 { metrics = 2 { name = 1, unit = 3, gauge = 5, sum = 7 { is_monotonic = 3 }, histogram = 9 } }
    /// }, each of the three kinds with data_points = 1.
    /// </summary>
    private static IEnumerable<EmittedMetric> MetricsIn(byte[] request) =>
        from resourceMetrics in Fields(request, 1)
        let resource = Fields(resourceMetrics, 1).SelectMany(r => Labels(r, attributes: 1)).ToArray()
        from scopeMetrics in Fields(resourceMetrics, 2)
        from metric in Fields(scopeMetrics, 2)
        let gauge = Fields(metric, 5).ToArray()
        let sum = Fields(metric, 7).ToArray()
        let histogram = Fields(metric, 9).ToArray()
        from data in (byte[][])[.. gauge, .. sum, .. histogram]
        let labels = Fields(data, 1).SelectMany(point => Labels(point, attributes: histogram is [] ? 7 : 9))
        select new EmittedMetric(
            PrometheusName.Of(
                Text(metric, 1),
                Text(metric, 3),
                isGauge: gauge is not [],
                isCounter: sum.Any(s => Flag(s, 3))
            ),
            labels.Concat(resource).ToHashSet()
        );

    private static IEnumerable<string> Labels(byte[] message, int attributes) =>
        Fields(message, attributes).Select(attribute => PrometheusName.OfLabel(Text(attribute, 1)));

    private static string Text(byte[] message, int number) =>
        Fields(message, number).Select(Encoding.UTF8.GetString).FirstOrDefault("");

    /// <summary>The length-delimited fields of this number in a protocol buffers message.</summary>
    private static IEnumerable<byte[]> Fields(byte[] message, int number) =>
        AllFields(message).Where(f => f.Number == number && f.Bytes is not null).Select(f => f.Bytes!);

    private static bool Flag(byte[] message, int number) =>
        AllFields(message).Any(f => f.Number == number && f.Varint != 0);

    private static IEnumerable<(int Number, ulong Varint, byte[]? Bytes)> AllFields(byte[] message)
    {
        for (var at = 0; at < message.Length; )
        {
            var key = Varint(message, ref at);
            var number = (int)(key >> 3);
            switch (key & 7)
            {
                case 0:
                    yield return (number, Varint(message, ref at), null);
                    break;
                case 1:
                    at += 8;
                    break;
                case 5:
                    at += 4;
                    break;
                default:
                    var length = (int)Varint(message, ref at);
                    yield return (number, 0, message[at..(at + length)]);
                    at += length;
                    break;
            }
        }
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var b = message[at++];
            value |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80)
                return value;
        }
    }
}
