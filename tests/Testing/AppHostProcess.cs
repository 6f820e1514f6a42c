using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace PeerNetwork.Testing;

/// <summary>What the app host tells of one part of the platform.</summary>
public sealed record PartStatus(string Name, string State, Uri? Url, int? ProcessId);

/// <summary>
/// The platform as a newcomer runs it: the built app host as a process, with all that it keeps in a folder of its own.
/// </summary>
public sealed class AppHostProcess(IReadOnlyDictionary<string, string>? environment = null) : IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(8);
    private static readonly string Program = Path.Combine(
        Repository.Root,
        "apphost",
        "bin",
        Repository.Configuration,
        "net10.0",
        "PeerNetwork.AppHost.dll"
    );

    private readonly string _folder = Directory.CreateTempSubdirectory("peernetwork-run-").FullName;
    private readonly StringBuilder _output = new();
    private Process? _process;

    private string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>Ends when the platform is ready and, unless it is to be empty, the demo company is in it.</summary>
    public async Task Start(params IEnumerable<string> arguments)
    {
        var (ready, words) = (
            new TaskCompletionSource(),
            arguments.Contains("--empty") ? "PeerNetwork is ready" : "The demo company is there"
        );
        _process = Launch(
            [.. arguments, "--ready-timeout", "300"],
            line =>
            {
                lock (_output)
                    _output.AppendLine(line);
                if (line.StartsWith(words, StringComparison.Ordinal))
                    ready.TrySetResult();
            }
        );
        await Task.WhenAny(ready.Task, _process.WaitForExitAsync()).WaitAsync(LongestStart);
        if (!ready.Task.IsCompleted)
            throw new InvalidOperationException($"The platform did not start:\n{Output}");
    }

    /// <summary>Writes all that the app host has said to a file that stays.</summary>
    public string KeepOutput()
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Path.GetFileName(_folder)}.log");
        File.WriteAllText(file, Output);
        return file;
    }

    /// <summary>
    /// Runs a command of the app host to its end; <paramref name="line"/> hears what it says meanwhile.
    /// </summary>
    public async Task<(int ExitCode, string Output)> Run(IEnumerable<string> arguments, Action<string>? line = null)
    {
        var output = new StringBuilder();
        using var process = Launch(
            arguments,
            text =>
            {
                lock (output)
                    output.AppendLine(text);
                line?.Invoke(text);
            }
        );
        await process.WaitForExitAsync();
        return (process.ExitCode, output.ToString());
    }

    /// <summary>
    /// All parts, in the order in which they start; read from the file that the app host keeps for programs.
    /// </summary>
    public async Task<IReadOnlyList<PartStatus>> Parts()
    {
        await using var file = File.OpenRead(Path.Combine(_folder, "instance.json"));
        return (await JsonDocument.ParseAsync(file))
            .RootElement.GetProperty("resources")
            .Deserialize<List<PartStatus>>(JsonSerializerOptions.Web)!;
    }

    public async Task<Uri> Gateway() => (await Parts()).Single(p => p.Name == "gateway").Url!;

    /// <summary>Kills the app host and every process of its, as a power cut would.</summary>
    public async Task Kill()
    {
        var parts = await Parts();
        using (_process)
            _process!.Kill();
        foreach (var part in parts)
            Kill(part, entireTree: true);
        _process = null;
    }

    /// <summary><c>kill -9</c>, of one process or of all that it has started too.</summary>
    public static void Kill(PartStatus part, bool entireTree)
    {
        if (part.ProcessId is not { } id)
            return;
        using var process = Process.GetProcessById(id);
        process.Kill(entireTree);
    }

    /// <summary>Asks a process to end, as an orchestrator does before it kills.</summary>
    public static void Terminate(int? processId) => Process.Start("kill", ["-TERM", $"{processId}"]).WaitForExit();

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            Terminate(_process.Id);
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private Process Launch(IEnumerable<string> arguments, Action<string> line)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments, "--data", _folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Words alone, also where a terminal is behind us.
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        (start.Environment["TERM"], start.Environment["NO_COLOR"]) = ("dumb", "1");
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, e) =>
        {
            if (e.Data is { } text)
                line(text);
        };
        process.ErrorDataReceived += (_, e) =>
        {
            if (e.Data is { } text)
                line(text);
        };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
