using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Enrollment.Hris.Tests.Vendors;
using WireMock;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;
using WireMock.Settings;
using WireMock.Types;
using WireMock.Util;

namespace PeerNetwork.Enrollment.Hris.Tests;

/// <summary>A vendor on a real HTTP server, and the connector that reads it.</summary>
public sealed class FakeSource : IDisposable
{
    private readonly WireMockServer _server;
    private readonly TaskCompletionSource _stopped = new();
    private readonly ServiceProvider _services;
    private int _requests;
    private Func<int, bool> _isDropped = _ => false;

    private FakeSource(FakeVendor vendor, Action<HrisOptions>? configure = null)
    {
        Vendor = vendor;
        _server = WireMockServer.Start(
            new WireMockServerSettings
            {
                PreWireMockMiddlewareInit = app => ((IApplicationBuilder)app).Use(CountAndDrop),
            }
        );
        var options = new HrisOptions { Retries = 2 };
        configure?.Invoke(options);
        Clock = new(options.AttemptTimeout, options.TotalTimeout);
        _services = new ServiceCollection()
            .AddSingleton<TimeProvider>(Clock)
            .AddHrisConnectors(o =>
                (o.Retries, o.AttemptTimeout, o.TotalTimeout, o.MaxAnswerSize) = (
                    options.Retries,
                    options.AttemptTimeout,
                    options.TotalTimeout,
                    options.MaxAnswerSize
                )
            )
            .BuildServiceProvider();
        _server.Given(Request.Create()).RespondWith(Response.Create().WithCallback(Respond));
    }

    public static FakeSource Start(FakeVendor vendor, Action<HrisOptions>? configure = null)
    {
        var source = new FakeSource(vendor, configure);
        vendor.Origin = source.Address.GetLeftPart(UriPartial.Authority);
        return source;
    }

    public FakeVendor Vendor { get; }

    public TestClock Clock { get; }

    public Uri Address => new(_server.Url!);

    public int Requests => _requests;

    public IEnumerable<FakeRequest> Log => _server.LogEntries.Select(e => FakeRequest.Of(e.RequestMessage!));

    /// <summary>Answers instead of the vendor, where it answers at all.</summary>
    public Func<FakeRequest, FakeAnswer?> Intercept { get; set; } = _ => null;

    /// <summary>Whether requests are left without an answer.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Breaks the connection within the answer to requests with these numbers, from 1.</summary>
    public void Drop(Func<int, bool> isDropped) => _isDropped = isDropped;

    public IHrisConnector Connector(HrisSourceSettings? settings = null) =>
        _services.GetRequiredService<HrisConnectors>().Create(settings ?? Vendor.Settings(Address));

    public async Task<List<HrisPage>> Read(HrisReadRequest? request = null, HrisSourceSettings? settings = null)
    {
        var pages = new List<HrisPage>();
        await foreach (var page in Connector(settings).Read(request ?? new(), CancellationToken.None))
            pages.Add(page);
        return pages;
    }

    public void Dispose()
    {
        _stopped.TrySetResult();
        _services.Dispose();
        _server.Dispose();
    }

    private async Task CountAndDrop(HttpContext context, RequestDelegate next)
    {
        if (!_isDropped(Interlocked.Increment(ref _requests)))
        {
            await next(context);
            return;
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = 1000;
        await context.Response.WriteAsync("{\"half\":");
        await context.Response.Body.FlushAsync();
        context.Abort();
    }

    private async Task<IResponseMessage> Respond(IRequestMessage message)
    {
        var request = FakeRequest.Of(message);
        if (IsSilent)
            await _stopped.Task;
        var answer = Intercept(request) ?? Vendor.Answer(request);
        return new ResponseMessage
        {
            StatusCode = (int)answer.Status,
            Headers = answer
                .Headers.Append(new("Content-Type", answer.ContentType))
                .ToDictionary(h => h.Key, h => new WireMockList<string>(h.Value)),
            BodyData = new BodyData { DetectedBodyType = BodyType.String, BodyAsString = answer.Body },
        };
    }
}

public sealed record FakeRequest(
    string Method,
    string Path,
    IReadOnlyDictionary<string, string> Query,
    string? Authorization,
    string? Body
)
{
    public static FakeRequest Of(IRequestMessage message) =>
        new(
            message.Method,
            message.Path,
            QueryHelpers.ParseQuery(new Uri(message.Url).Query).ToDictionary(q => q.Key, q => q.Value.Single()!),
            message.Headers?.TryGetValue("Authorization", out var values) == true ? values.Single() : null,
            message.Body
        );
}

public sealed record FakeAnswer(string Body, HttpStatusCode Status = HttpStatusCode.OK)
{
    public string ContentType { get; init; } = "application/json; charset=utf-8";

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}
