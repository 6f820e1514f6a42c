using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using PeerNetwork.Matching.Matches;
using PeerNetwork.Matching.Runs;
using PeerNetwork.ServiceDefaults;
using PeerNetwork.Testing;

namespace PeerNetwork.Matching.Tests;

/// <summary>A replica of the service in a process of its own, which can die as processes do.</summary>
internal sealed class ReplicaProcess : IDisposable
{
    private readonly StringBuilder _output = new();
    private readonly Process _process;
    private readonly Uri _address;

    public ReplicaProcess(
        string database,
        string broker,
        string masterKey,
        TestProvider provider,
        ReplicaRole role = ReplicaRole.All
    )
    {
        _address = new($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo("dotnet", [typeof(Match).Assembly.Location])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var settings = new Dictionary<string, string?>(provider.Configuration)
        {
            ["ConnectionStrings:matching"] = database,
            ["ConnectionStrings:rabbitmq"] = broker,
            ["PersonalData:MasterKey"] = masterKey,
            ["PersonalData:ExchangeKey"] = TestKeys.Exchange,
            ["Runs:Role"] = $"{role}",
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
        };
        foreach (var (key, value) in settings)
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        start.Environment["ASPNETCORE_URLS"] = $"{_address}";
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        // A run that is reproduced is computed while the request waits.
        Client = new HttpClient { BaseAddress = _address, Timeout = MatchingHost.LongestRun };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            TestTokens.For(Guid.CreateVersion7(), [Roles.Coordinator, Roles.Overseer], ["*"])
        );
    }

    public int Id => _process.Id;

    /// <summary>A coordinator and overseer of all sites.</summary>
    public HttpClient Client { get; }

    public Task IsReady() =>
        Eventually.Passes(async () =>
        {
            _process.HasExited.ShouldBeFalse($"{_output}");
            (await Client.GetAsync("/health/ready")).IsSuccessStatusCode.ShouldBeTrue($"{_output}");
        });

    /// <summary>As a machine does that loses its power.</summary>
    public void Kill()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    /// <summary>As a platform does that wants the machine for something else.</summary>
    public void Stop() => AppHostProcess.Terminate(_process.Id);

    /// <summary>A busy machine takes its time; if the process does not end, its output says where it is.</summary>
    public Task Ends() =>
        Eventually.Passes(
            () =>
            {
                _process.HasExited.ShouldBeTrue($"{_output}");
                return Task.CompletedTask;
            },
            TimeSpan.FromMinutes(3)
        );

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        Client.Dispose();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Note(string? line)
    {
        lock (_output)
            _output.AppendLine(line);
    }
}
