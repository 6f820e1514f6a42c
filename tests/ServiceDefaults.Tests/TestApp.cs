using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using PeerNetwork.Testing;

namespace PeerNetwork.ServiceDefaults.Tests;

/// <summary>A small service on a real server, with the service defaults and the routes of one test class.</summary>
public sealed class TestApp : IAsyncDisposable
{
    private TestApp(WebApplication app) => App = app;

    public static Guid Ada { get; } = Guid.CreateVersion7();

    public WebApplication App { get; }

    public Uri Address => new(App.Urls.First());

    public static async Task<TestApp> Start(
        Action<IEndpointRouteBuilder> routes,
        Action<WebApplicationBuilder>? services = null,
        params (string Key, string? Value)[] settings
    )
    {
        var app = Build(routes, services, settings);
        await app.StartAsync();
        return new(app);
    }

    public static WebApplication Build(
        Action<IEndpointRouteBuilder> routes,
        Action<WebApplicationBuilder>? services = null,
        params (string Key, string? Value)[] settings
    )
    {
        var environment = settings.FirstOrDefault(s => s.Key is "Environment").Value ?? "Development";
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(TestTokens.Configuration);
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, s.Value)));
        builder.AddServiceDefaults("testing");
        builder.Services.AcceptTestTokens();
        builder.AddAccounts();
        services?.Invoke(builder);
        var app = builder.Build();
        routes(app.MapDefaults());
        return app;
    }

    /// <summary>
    /// Its requests have no trace context of this process, which would take the place of a given one as soon as any
    /// test exports telemetry.
    /// </summary>
    public HttpClient Anonymous() =>
        new(new SocketsHttpHandler { ActivityHeadersPropagator = null }) { BaseAddress = Address };

    public HttpClient As(Guid person, string[] roles, params string[] sites) =>
        With(TestTokens.For(person, roles, sites));

    public HttpClient AsAda() => As(Ada, []);

    public HttpClient With(string token)
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();
}

internal static class ResponseAssertions
{
    /// <summary>Asserts that the response is a problem with this status and type, and returns its members.</summary>
    public static async Task<JsonObject> ShouldBeProblem(this HttpResponseMessage response, int status, string slug)
    {
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(status, text);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        var problem = JsonNode.Parse(text)!.AsObject();
        problem["type"]!.GetValue<string>().ShouldBe("urn:peernetwork:problem:" + slug, text);
        problem["status"]!.GetValue<int>().ShouldBe(status);
        problem["title"]!.GetValue<string>().ShouldNotBeEmpty();
        problem["traceId"]!.GetValue<string>().Length.ShouldBe(32);
        return problem;
    }

    public static async Task<string> ReadDetail(this Task<JsonObject> problem) =>
        (await problem)["detail"]!.GetValue<string>();

    public static async Task<JsonObject> ReadJson(this HttpResponseMessage response) =>
        (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>())!;
}
