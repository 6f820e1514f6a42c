using System.Diagnostics;
using System.Text;
using PeerNetwork.LocalServers;

namespace PeerNetwork.Testing;

/// <summary>The platform as a process: the built app host, with its data in a folder of its own.</summary>
public sealed class AppHostProcess(IReadOnlyDictionary<string, string>? environment = null) : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(8);
    private static readonly string AppHost = ToolProcess.PathOf("apphost", "AppHost");

    private readonly string _folder = ServerFiles.New();
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

    /// <summary>
    /// Starts the platform, and returns when it is ready. The demo company is then loaded, unless the arguments exclude
    /// it.
    /// </summary>
    public async Task Start(params IEnumerable<string> arguments)
    {
        await ServerFiles.DeleteAbandoned();
        var ready = new TaskCompletionSource();
        _process = ToolProcess.Launch(
            AppHost,
            [.. arguments, "--no-dashboard", "--data", _folder],
            line =>
            {
                lock (_output)
                    _output.AppendLine(line);
                if (line.StartsWith("PeerNetwork is ready", StringComparison.Ordinal))
                    ready.TrySetResult();
            },
            environment
        );
        await Task.WhenAny(ready.Task, _process.WaitForExitAsync(), Task.Delay(StartTimeout));
        if (!ready.Task.IsCompleted)
            throw new InvalidOperationException($"The platform did not start:\n{Output}");
    }

    /// <summary>The last lines of the app host and of its resources.</summary>
    public string LastOutput(int lines) => string.Join('\n', Output.Split('\n').TakeLast(lines));

    /// <summary>Writes the output of the app host to a file that is not deleted.</summary>
    public string SaveOutput()
    {
        var file = Path.Combine(Path.GetTempPath(), $"peernetwork-run-{Path.GetFileName(_folder)}.log");
        File.WriteAllText(file, Output);
        return file;
    }

    /// <summary>Runs a command of the tools to its end; <paramref name="line"/> gets each line of its output.</summary>
    public Task<(int ExitCode, string Output)> Run(IEnumerable<string> arguments, Action<string>? line = null) =>
        ToolProcess.Run(_folder, arguments, line);

    /// <summary>All resources, in the order of the graph.</summary>
    public IReadOnlyList<ResourceStatus> Resources() => State.Resources;

    public Uri Gateway => State.Gateway!;

    /// <summary>Kills the app host and all its processes.</summary>
    public async Task Kill()
    {
        using (_process)
            _process!.Kill();
        _process = null;
        await Processes.StopMarked(_folder, TimeSpan.Zero);
    }

    /// <summary><c>kill -9</c> for one process, or for its child processes too.</summary>
    public static void Kill(ResourceStatus resource, bool entireTree)
    {
        if (resource.ProcessId is not { } id)
            return;
        using var process = Process.GetProcessById(id);
        process.Kill(entireTree);
    }

    /// <summary>Sends SIGTERM, as an orchestrator does before it kills a process.</summary>
    public static void Terminate(int? processId) => Processes.Send(processId!.Value, Signal.Terminate);

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            Terminate(_process.Id);
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
        await ServerFolder.Delete(_folder);
    }

    private InstanceState State =>
        LocalInstance.Running(_folder) ?? throw new InvalidOperationException($"The platform does not run:\n{Output}");
}
