using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using PeerNetwork.Testing;

namespace PeerNetwork.EndToEnd;

/// <summary>The whole platform, whose telemetry goes to a collector of ours.</summary>
public class RunningPlatform : IAsyncLifetime
{
    public AppHostProcess AppHost { get; private set; } = null!;

    public OtlpCollector Collector { get; private set; } = null!;

    public HttpClient Gateway { get; private set; } = null!;

    public virtual async Task InitializeAsync()
    {
        Collector = await OtlpCollector.Start();
        AppHost = new(
            new Dictionary<string, string>(Settings)
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Collector.Address,
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["OTEL_METRICS_EXPORTER"] = "none",
            }
        );
        await AppHost.Start("--fresh");
        Gateway = new() { BaseAddress = await AppHost.Gateway() };
    }

    public virtual async Task DisposeAsync()
    {
        await AppHost.DisposeAsync();
        Gateway?.Dispose();
        await Collector.DisposeAsync();
    }

    /// <summary>A client that sends a token of this person with each request.</summary>
    public async Task<HttpClient> SignIn(Guid person, string[] roles, string[] sites) =>
        new()
        {
            BaseAddress = Gateway.BaseAddress,
            DefaultRequestHeaders =
            {
                Authorization = new AuthenticationHeaderValue("Bearer", await TokenOf(person, roles, sites)),
            },
        };

    public async Task<HttpRequestMessage> Request(
        HttpMethod method,
        string path,
        Guid person,
        string[] roles,
        string[] sites,
        object? body = null
    ) =>
        new(method, path)
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", await TokenOf(person, roles, sites)) },
            Content = body is null ? null : JsonContent.Create(body),
        };

    /// <summary>Environment variables of the app host, which its services inherit.</summary>
    protected virtual Dictionary<string, string> Settings => [];

    private async Task<string> TokenOf(Guid person, string[] roles, string[] sites)
    {
        using var answer = await Gateway.PostAsJsonAsync(
            "dev/sign-in",
            new
            {
                person,
                roles,
                sites,
            }
        );
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
    }
}

/// <summary>Enrollment twice, and services that go out of service before they end, as in production.</summary>
public sealed class ReplicatedPlatform : RunningPlatform
{
    protected override Dictionary<string, string> Settings =>
        new() { ["Replicas__enrollment"] = "2", ["Shutdown__Drain"] = "00:00:03" };
}

/// <summary>A platform whose databases hold back inserts of events, once the demo company is there.</summary>
public sealed class HoldingPlatform : RunningPlatform
{
    private static readonly string[] Services = ["enrollment", "matching", "engagement", "analytics"];

    private readonly OwnPostgres _server = new();

    public override async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        await base.InitializeAsync();
        foreach (var service in Services)
            await HeldInserts.Begin(DatabaseOf(service), service);
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _server.DisposeAsync();
    }

    /// <summary>How many inserts each service's database has held so far.</summary>
    public async Task<IReadOnlyList<long>> Held() =>
        await Task.WhenAll(Services.Select(service => HeldInserts.Count(DatabaseOf(service))));

    protected override Dictionary<string, string> Settings =>
        new() { ["ConnectionStrings__postgres"] = _server.Address };

    private string DatabaseOf(string service) =>
        new NpgsqlConnectionStringBuilder(_server.Address) { Database = service }.ConnectionString;
}
