using System.Diagnostics;
using System.Globalization;
using PeerNetwork.LocalServers;
using PeerNetwork.Testing;

namespace PeerNetwork.Drills;

/// <summary>One process of the platform: a replica of a service, the gateway or the provider of tokens.</summary>
internal sealed class PlatformProcess
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(4);

    private readonly Process _process;

    private PlatformProcess(string name, int port, Process process) => (Name, Port, _process) = (name, port, process);

    public string Name { get; }

    public int Port { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public Uri Address => new($"http://127.0.0.1:{Port}/");

    public static PlatformProcess Start(
        string name,
        string program,
        int port,
        string logFile,
        IReadOnlyDictionary<string, string> settings
    )
    {
        var environment = new Dictionary<string, string>(settings) { ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}" };
        return new(name, port, Processes.StartDetached(["dotnet", program], logFile, environment));
    }

    private async Task<bool> AnswersReady()
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri(Address, "health/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    public async Task<TimeSpan> IsReady()
    {
        var watch = Stopwatch.StartNew();
        await Eventually.Holds(
            async () => HasExited ? throw new InvalidOperationException($"{Name} has ended.") : await AnswersReady(),
            $"{Name} to be ready",
            StartTimeout
        );
        return watch.Elapsed;
    }

    /// <summary>SIGTERM, as Kubernetes stops a pod.</summary>
    public async Task<TimeSpan> Stop()
    {
        var watch = Stopwatch.StartNew();
        await Processes.Stop(Id, Signal.Terminate, TimeSpan.FromSeconds(60));
        return watch.Elapsed;
    }

    public void Kill() => Processes.Send(Id, Signal.Kill);

    /// <summary>The greatest resident memory so far, in MB.</summary>
    public double PeakMemory => StatusLine("VmHWM:") / 1024.0;

    /// <summary>The resident memory now, in MB.</summary>
    public double Memory => StatusLine("VmRSS:") / 1024.0;

    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    private long StatusLine(string name) =>
        File.ReadLines($"/proc/{Id}/status")
            .Where(line => line.StartsWith(name, StringComparison.Ordinal))
            .Select(line => long.Parse(line[name.Length..].Replace("kB", ""), CultureInfo.InvariantCulture))
            .Single();
}
