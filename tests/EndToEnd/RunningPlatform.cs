using System.Net.Http.Headers;
using System.Net.Http.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Configuration;
using Npgsql;
using PeerNetwork.LocalServers;
using PeerNetwork.Testing;
using PeerNetwork.Tools;

namespace PeerNetwork.EndToEnd;

/// <summary>The whole platform behind its gateway.</summary>
public abstract class RunningPlatform : IAsyncLifetime
{
    /// <summary>The demo company with fewer people than usual: the work of the tests grows with them.</summary>
    public static readonly string[] SmallCompany = ["--company", "2000"];

    public HttpClient Gateway { get; protected set; } = null!;

    /// <summary>The address of the provider of tokens.</summary>
    protected abstract Uri Identity { get; }

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();

    /// <summary>A client that sends a token of this account with each request.</summary>
    public async Task<HttpClient> SignIn(string subject, string[] roles, string[] sites) =>
        new()
        {
            BaseAddress = Gateway.BaseAddress,
            DefaultRequestHeaders =
            {
                Authorization = new AuthenticationHeaderValue("Bearer", await TokenOf(subject, roles, sites)),
            },
        };

    public async Task<HttpRequestMessage> Request(
        HttpMethod method,
        string path,
        string subject,
        string[] roles,
        string[] sites,
        object? body = null
    ) =>
        new(method, path)
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", await TokenOf(subject, roles, sites)) },
            Content = body is null ? null : JsonContent.Create(body),
        };

    private Task<string> TokenOf(string subject, string[] roles, string[] sites) =>
        DevelopmentTokens.For(Identity, subject, roles, sites, CancellationToken.None);
}

/// <summary>
/// Enrollment twice, and services that go out of service before they end, as in production. The app host is a process
/// of its own, which can be killed.
/// </summary>
public sealed class ReplicatedPlatform : RunningPlatform
{
    public AppHostProcess AppHost { get; } =
        new(new Dictionary<string, string> { ["Replicas__enrollment"] = "2", ["Shutdown__Drain"] = "00:00:03" });

    protected override Uri Identity => AppHost.Resources().Single(r => r.Name == "identity").Url!;

    public override async Task InitializeAsync()
    {
        await PlatformTurn.Wait();
        await AppHost.Start(["--fresh", .. SmallCompany]);
        Gateway = new() { BaseAddress = AppHost.Gateway };
    }

    public override async Task DisposeAsync()
    {
        Gateway?.Dispose();
        await AppHost.DisposeAsync();
    }
}

/// <summary>
/// A platform in the test process, by Aspire's testing host. Its telemetry goes to a collector of the tests, and its
/// databases hold back inserts of events once the demo company is there.
/// </summary>
public sealed class HoldingPlatform : RunningPlatform
{
    public const string Kept = "kept";

    private static readonly string[] Services = ["enrollment", "matching", "engagement", "analytics"];
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(8);

    private readonly string _folder = ServerFiles.New();
    private readonly PostgresFixture _server = new();
    private readonly RabbitMqFixture _broker = new();
    private string _virtualHost = "";
    private DistributedApplication? _app;

    public OtlpCollector Collector { get; private set; } = null!;

    protected override Uri Identity => _app!.GetEndpoint("identity");

    public override async Task InitializeAsync()
    {
        await PlatformTurn.Wait();
        await _server.InitializeAsync();
        await _broker.InitializeAsync();
        Collector = await OtlpCollector.Start();
        _app = await Start().WaitAsync(StartTimeout);
        Gateway = _app.CreateHttpClient("gateway");
        foreach (var service in Services)
            await HeldInserts.Begin(DatabaseOf(service), service);
    }

    public override async Task DisposeAsync()
    {
        Gateway?.Dispose();
        if (_app is not null)
            await _app.DisposeAsync();
        await Collector.DisposeAsync();
        await _server.DisposeAsync();
        await _broker.DisposeAsync();
        await ServerFolder.Delete(_folder);
    }

    /// <summary>Runs a command of the tools to its end.</summary>
    public Task<(int ExitCode, string Output)> Run(params IEnumerable<string> arguments) =>
        ToolProcess.Run(_folder, arguments);

    /// <summary>How many inserts each service's database has held so far.</summary>
    public async Task<IReadOnlyList<long>> Held() =>
        await Task.WhenAll(Services.Select(service => HeldInserts.Count(DatabaseOf(service))));

    /// <summary>The whole content of each service's database.</summary>
    public async Task<IReadOnlyList<string>> Dumps() =>
        await Task.WhenAll(Services.Select(service => DatabaseDump.ReadAll(DatabaseOf(service))));

    /// <summary>
    /// From now on every message also stays in a queue of this name, as it would in a queue of dead letters.
    /// </summary>
    public Task KeepMessages() => _broker.KeepMessages(_virtualHost, Kept);

    /// <summary>What the broker shows of the messages that are kept, and of all dead letters, by queue.</summary>
    public async Task<IReadOnlyDictionary<string, string>> Messages()
    {
        var messages = new Dictionary<string, string>();
        foreach (var queue in await _broker.Queues(_virtualHost))
            if (queue == Kept || queue.EndsWith("_error", StringComparison.Ordinal))
                messages[queue] = await _broker.ShowMessages(_virtualHost, queue);
        return messages;
    }

    /// <summary>Ends what <see cref="KeepMessages"/> began.</summary>
    public Task DropMessages() => _broker.DeleteQueue(_virtualHost, Kept);

    /// <summary>
    /// The files of this run that hold the text: those of the database server with its write-ahead log and what was
    /// deleted, of the broker, of the app host, and an export of everything.
    /// </summary>
    public async Task<IReadOnlyList<string>> FilesWith(string text)
    {
        // An export is refused while anything is written.
        await Eventually.Passes(
            async () =>
            {
                var export = Path.Combine(_folder, $"export-{Guid.CreateVersion7():N}");
                var (exitCode, output) = await Run("export", "--to", export);
                exitCode.ShouldBe(0, output);
            },
            TimeSpan.FromMinutes(5)
        );
        return
        [
            .. ((string[])[_folder, _server.Folder, _broker.Folder]).SelectMany(folder =>
                PlainText.FindIn(folder, text)
            ),
        ];
    }

    private async Task<DistributedApplication> Start()
    {
        var broker = await _broker.NewVirtualHost();
        _virtualHost = Uri.UnescapeDataString(new Uri(broker).AbsolutePath[1..]);
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
            ["--data", _folder, .. SmallCompany],
            (_, settings) =>
                (settings.Configuration ??= new()).AddInMemoryCollection(
                    new Dictionary<string, string?>
                    {
                        ["ConnectionStrings:postgres"] = _server.Address,
                        ["ConnectionStrings:rabbitmq"] = broker,
                        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Collector.Address,
                        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                    }
                )
        );
        var app = await builder.BuildAsync();
        await app.StartAsync();
        await app.ResourceNotifications.WaitForResourceHealthyAsync("gateway");
        await app.ResourceNotifications.WaitForResourceAsync("load-company", KnownResourceStates.Finished);
        return app;
    }

    private string DatabaseOf(string service) =>
        new NpgsqlConnectionStringBuilder(_server.Address) { Database = service }.ConnectionString;
}
