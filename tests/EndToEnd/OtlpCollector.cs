using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PeerNetwork.EndToEnd;

/// <param name="Service">The resource attribute <c>service.name</c>.</param>
public sealed record Span(string TraceId, string Service, string Name);

/// <summary>Takes traces by OTLP over HTTP, as a collector does, and keeps where each span came from.</summary>
public sealed class OtlpCollector : IAsyncDisposable
{
    private readonly ConcurrentBag<Span> _spans = [];
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
                using var body = new MemoryStream();
                await request.Body.CopyToAsync(body);
                foreach (var span in SpansIn(body.ToArray()))
                    _spans.Add(span);
            }
        );
        _app.MapPost("/v1/{other}", () => Results.Ok());
    }

    public string Address => _app.Urls.Single();

    public static async Task<OtlpCollector> Start()
    {
        var collector = new OtlpCollector();
        await collector._app.StartAsync();
        return collector;
    }

    public IReadOnlyList<Span> Trace(string id) => [.. _spans.Where(s => s.TraceId == id)];

    public ValueTask DisposeAsync() => _app.DisposeAsync();

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
    /// The length-delimited fields of this number in a protocol buffers message; the others are passed over.
    /// </summary>
    private static IEnumerable<byte[]> Fields(byte[] message, int number)
    {
        for (var at = 0; at < message.Length; )
        {
            var key = Varint(message, ref at);
            switch (key & 7)
            {
                case 0:
                    Varint(message, ref at);
                    break;
                case 1:
                    at += 8;
                    break;
                case 5:
                    at += 4;
                    break;
                default:
                    var length = (int)Varint(message, ref at);
                    if ((int)(key >> 3) == number)
                        yield return message[at..(at + length)];
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
