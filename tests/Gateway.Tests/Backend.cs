using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PeerNetwork.Gateway.Tests;

/// <summary>
/// A small real service on a free port, with an OpenAPI document; it remembers the requests to its own routes.
/// </summary>
internal sealed class Backend : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Backend(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    public ConcurrentQueue<RecordedRequest> Requests { get; } = [];

    public bool Ready { get; set; } = true;

    public static async Task<Backend> Start(Action<WebApplication> routes)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder
            .WebHost.UseUrls("http://127.0.0.1:0")
            .ConfigureKestrel(server => server.Limits.MaxRequestBodySize = null);
        builder.Services.AddOpenApi();
        var backend = new Backend(builder.Build());
        backend._app.MapOpenApi();
        backend
            ._app.MapGet("/health/ready", () => backend.Ready ? Results.Ok() : Results.StatusCode(503))
            .ExcludeFromDescription();
        backend._app.Use(backend.Record);
        routes(backend._app);
        await backend._app.StartAsync();
        return backend;
    }

    /// <summary>Answers any request under /echo with 200; dies in the middle of any under /dies.</summary>
    public static Task<Backend> Start() =>
        Start(app =>
        {
            app.Map("/echo/{**rest}", () => "heard").ExcludeFromDescription();
            app.Map("/dies", (HttpContext context) => context.Abort()).ExcludeFromDescription();
        });

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Record(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.Path.StartsWithSegments("/health") && !context.Request.Path.StartsWithSegments("/openapi"))
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            var headers = context.Request.Headers.ToDictionary(
                h => h.Key,
                h => h.Value.ToString(),
                StringComparer.OrdinalIgnoreCase
            );
            Requests.Enqueue(
                new(context.Request.Method, context.Request.Path + context.Request.QueryString, headers, body.ToArray())
            );
        }

        await next(context);
    }
}

internal sealed record RecordedRequest(string Method, string Target, Dictionary<string, string> Headers, byte[] Body);
