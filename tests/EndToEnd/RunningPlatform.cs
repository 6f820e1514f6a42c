using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using PeerNetwork.Testing;

namespace PeerNetwork.EndToEnd;

/// <summary>The whole platform, started as a newcomer starts it, in a folder of its own; its telemetry goes to a collector of ours.</summary>
public sealed class RunningPlatform : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("peernetwork-e2e-").FullName;
    private readonly StringBuilder _output = new();
    private Process? _appHost;

    /// <summary>With which it is started, besides those for all.</summary>
    public string[] Options { get; init; } = ["--fresh"];

    /// <summary>What it prints once it can be used.</summary>
    public string Ready { get; init; } = "The demo company is there";

    public OtlpCollector Collector { get; private set; } = null!;

    public HttpClient Gateway { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Collector = await OtlpCollector.Start();
        _appHost = Start([.. Options, "--ready-timeout", "300"], line => { lock (_output) _output.AppendLine(line); });
        await Eventually.Holds(
            () => Task.FromResult(_appHost.HasExited ? throw new InvalidOperationException(Output) : Output.Contains(Ready, StringComparison.Ordinal)),
            "the platform to start", TimeSpan.FromMinutes(8));
        var (_, status) = await AppHost("status", "--json");
        Gateway = new() { BaseAddress = JsonDocument.Parse(status).RootElement.GetProperty("gateway").Deserialize<Uri>() };
    }

    public async Task DisposeAsync()
    {
        if (_appHost is { HasExited: false })
        {
            Process.Start("kill", ["-TERM", $"{_appHost.Id}"]).WaitForExit();
            await _appHost.WaitForExitAsync();
        }

        Gateway?.Dispose();
        await Collector.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Runs a command of the app host to its end.</summary>
    public async Task<(int ExitCode, string Output)> AppHost(params string[] arguments)
    {
        var output = new StringBuilder();
        using var process = Start(arguments, line => { lock (output) output.AppendLine(line); });
        await process.WaitForExitAsync();
        return (process.ExitCode, output.ToString());
    }

    public async Task<HttpRequestMessage> Request(HttpMethod method, string path, Guid person, string[] roles, string[] sites, object? body = null)
    {
        using var answer = await Gateway.PostAsJsonAsync("dev/sign-in", new { person, roles, sites });
        answer.EnsureSuccessStatusCode();
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString();
        return new(method, path)
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
            Content = body is null ? null : JsonContent.Create(body),
        };
    }

    private string Output
    {
        get { lock (_output) return _output.ToString(); }
    }

    private Process Start(string[] arguments, Action<string> line)
    {
        var configuration = AppContext.BaseDirectory.TrimEnd('/').Split('/')[^2];
        var start = new ProcessStartInfo("dotnet", [Path.Combine(Checkout.Root, "apphost", "bin", configuration, "net10.0", "PeerNetwork.AppHost.dll"), .. arguments, "--data", _folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Collector.Address,
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["OTEL_METRICS_EXPORTER"] = "none",
            },
        };
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, e) => { if (e.Data is { } text) line(text); };
        process.ErrorDataReceived += (_, e) => { if (e.Data is { } text) line(text); };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
