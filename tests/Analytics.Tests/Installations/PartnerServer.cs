using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PeerNetwork.Analytics.Installations;
using PeerNetwork.ServiceDefaults;
using PeerNetwork.Testing;

namespace PeerNetwork.Analytics.Tests.Installations;

/// <summary>
/// The token endpoint of a partner's provider, and analytics of a partner that answers what the test says.
/// </summary>
internal sealed class PartnerServer : IAsyncDisposable
{
    public const string ClientSecret = "s3cret of headquarters";

    private readonly WebApplication _app;

    private PartnerServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    /// <summary>The answer to a request for shared figures.</summary>
    public RequestDelegate Answer { get; set; } = _ => Task.CompletedTask;

    /// <summary>The answer to a request for a token.</summary>
    public RequestDelegate AnswerToken { get; set; } = GiveToken;

    public static async Task<PartnerServer> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var server = new PartnerServer(app);
        app.MapPost("/token", context => server.AnswerToken(context));
        app.MapGet("/shared-figures", context => server.Answer(context));
        await app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>Answers with one page of these items.</summary>
    public void AnswerWith(params JsonObject[] items) =>
        Answer = context =>
            context.Response.WriteAsync(
                new JsonObject
                {
                    ["items"] = new JsonArray([.. items.Select(i => i.DeepClone())]),
                    ["next"] = null,
                }.ToJsonString()
            );

    /// <summary>What a partner called germany sends of one program.</summary>
    public static JsonObject Item(decimal applied = 20, long version = 1, Guid? program = null) =>
        JsonSerializer
            .SerializeToNode(
                new ListSharedFigures.Item(
                    SharedFigures.IdOf(program ?? Guid.Empty, InstallationHost.ClosedPeriod),
                    "germany",
                    version,
                    program ?? Guid.Empty,
                    "Career change",
                    InstallationHost.ClosedPeriod,
                    InstallationHost.Now,
                    [new("participation.applied", applied, false), new("goals.attainment", 0.5m, false)],
                    [new("BER", "Berlin", [new("participation.applied", null, true)])]
                ),
                JsonSerializerOptions.Web
            )!
            .AsObject();

    private static async Task GiveToken(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        if ((form["grant_type"], form["client_secret"]) != ("client_credentials", ClientSecret))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var token = TestTokens.For(form["client_id"]!, [Roles.PartnerInstallation], []);
        await context.Response.WriteAsJsonAsync(
            new
            {
                access_token = token,
                token_type = "Bearer",
                expires_in = 3600,
            }
        );
    }
}
