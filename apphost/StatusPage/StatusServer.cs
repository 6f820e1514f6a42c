using System.Net;
using PeerNetwork.AppHost.Instances;
using PeerNetwork.AppHost.Resources;

namespace PeerNetwork.AppHost.StatusPage;

/// <summary>
/// A small page on a loopback port of its own: resources, health, links, newest log lines. Secrets are not on it.
/// </summary>
internal sealed class StatusServer : IAsyncDisposable
{
    private const int PreferredPort = 5081;

    private readonly WebApplication _app;

    public StatusServer(Instance instance, IReadOnlyList<Resource> resources)
    {
        Url = new($"http://127.0.0.1:{instance.PortFor("status-page", PreferredPort)}");
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls(Url.AbsoluteUri);
        builder.Services.AddRoutingCore();
        _app = builder.Build();
        _app.Use((context, next) => Guard(context, next));
        _app.UseRouting();
        _app.MapGet("/", () => Results.Text(Page.Of(resources), "text/html; charset=utf-8"));
    }

    public Uri Url { get; }

    public Task Start(CancellationToken ct) => _app.StartAsync(ct);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>A page elsewhere must not read this one under a name of its own that points here.</summary>
    private static Task Guard(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Host.Host is not ("127.0.0.1" or "localhost"))
        {
            context.Response.StatusCode = (int)HttpStatusCode.MisdirectedRequest;
            return Task.CompletedTask;
        }
        context.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-store";
        return next(context);
    }
}
