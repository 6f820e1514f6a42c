using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PeerNetwork.LocalServers;

/// <summary>Starts, recognises and stops processes.</summary>
public static partial class Processes
{
    /// <summary>
    /// The environment variable by which a process is recognised as part of an instance: a process id alone can be
    /// another process by now. Its value is a folder.
    /// </summary>
    public const string MarkVariable = "PEERNETWORK_INSTANCE";

    private static readonly TimeSpan KillTimeout = TimeSpan.FromSeconds(5);

    public static string? Find(string program, params ReadOnlySpan<string> furtherFolders)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(
            Path.PathSeparator,
            StringSplitOptions.RemoveEmptyEntries
        );
        foreach (var folder in (ReadOnlySpan<string>)[.. folders, .. furtherFolders])
            if (File.Exists(Path.Combine(folder, program)))
                return Path.Combine(folder, program);
        return null;
    }

    /// <summary>Runs a command to its end.</summary>
    /// <returns>Its exit code (127 when it does not exist) and what it wrote to both outputs.</returns>
    public static async Task<(int Code, string Output)> Run(
        IEnumerable<string> command,
        CancellationToken ct,
        IReadOnlyDictionary<string, string>? environment = null
    )
    {
        var start = StartInfo(command, environment);
        start.RedirectStandardOutput = start.RedirectStandardError = start.RedirectStandardInput = true;
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var (output, error) = (process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct));
            await process.WaitForExitAsync(ct);
            return (process.ExitCode, (await output + await error).Trim());
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return (127, e.Message);
        }
    }

    /// <summary>As <see cref="Run"/>, and throws with the output when the command fails.</summary>
    public static async Task<string> Must(
        IEnumerable<string> command,
        CancellationToken ct,
        IReadOnlyDictionary<string, string>? environment = null
    )
    {
        var (code, output) = await Run(command, ct, environment);
        return code == 0
            ? output
            : throw new ServerUnavailableException($"`{string.Join(' ', command)}` failed with {code}:\n{output}");
    }

    /// <summary>Starts a process that outlives its starter and shares neither its terminal nor its outputs.</summary>
    public static Process StartDetached(
        IEnumerable<string> command,
        string logFile,
        IReadOnlyDictionary<string, string>? environment = null
    )
    {
        IEnumerable<string> detached = Find("setsid") is { } setsid ? [setsid, .. command] : command;
        return Process.Start(
            StartInfo(
                ["sh", "-c", "log=$1; shift; exec \"$@\" </dev/null >>\"$log\" 2>&1", "sh", logFile, .. detached],
                environment
            )
        )!;
    }

    /// <summary>
    /// The command as another user when this process is root, for servers that refuse root. It is replaced by that
    /// command, so its process id stays.
    /// </summary>
    public static IReadOnlyList<string> AsUser(string user, IEnumerable<string> command) =>
        Environment.IsPrivilegedProcess
            ? ["setpriv", $"--reuid={user}", $"--regid={user}", "--clear-groups", "--", .. command]
            : [.. command];

    /// <summary>The processes that are marked with this folder or a folder below it, without this one.</summary>
    public static IReadOnlyList<int> Marked(string folder)
    {
        var ids = Process.GetProcesses().Select(p => p.Id).Where(id => id != Environment.ProcessId);
        return [.. ids.Where(id => MarkOf(id) is { } mark && (mark == folder || mark.StartsWith(folder + '/')))];
    }

    /// <summary>Asks the marked processes to end, and ends those that have not after the grace time.</summary>
    public static Task StopMarked(string folder, TimeSpan grace) =>
        Task.WhenAll(Marked(folder).Select(id => Stop(id, Signal.Terminate, grace)));

    /// <summary>Asks a process to end, and ends it when it has not after the grace time.</summary>
    public static async Task Stop(int id, Signal signal, TimeSpan grace)
    {
        Send(id, signal);
        if (await HasEnded(id, grace))
            return;
        Send(id, Signal.Kill);
        await HasEnded(id, KillTimeout);
    }

    /// <summary>Sends a signal; a process that has ended is not told.</summary>
    public static void Send(int id, Signal signal) => _ = SendSignal(id, (int)signal);

    public static bool IsAlive(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            // A process that has ended, and that its parent has not asked about yet, has no command line any more.
            return !process.HasExited
                && (!Directory.Exists("/proc/self") || File.ReadAllText($"/proc/{id}/cmdline") is not "");
        }
        catch (Exception e) when (e is ArgumentException or IOException)
        {
            return false;
        }
    }

    private static async Task<bool> HasEnded(int id, TimeSpan timeout)
    {
        for (var started = TimeProvider.System.GetTimestamp(); IsAlive(id); await Task.Delay(50))
            if (TimeProvider.System.GetElapsedTime(started) > timeout)
                return false;
        return true;
    }

    private static string? MarkOf(int id)
    {
        const string name = MarkVariable + "=";
        try
        {
            var variables = Directory.Exists("/proc/self")
                ? File.ReadAllText($"/proc/{id}/environ").Split('\0')
                : Run(["ps", "eww", "-o", "command=", "-p", $"{id}"], CancellationToken.None)
                    .GetAwaiter()
                    .GetResult()
                    .Output.Split(' ');
            return variables.FirstOrDefault(v => v.StartsWith(name, StringComparison.Ordinal))?[name.Length..];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static ProcessStartInfo StartInfo(
        IEnumerable<string> command,
        IReadOnlyDictionary<string, string>? environment
    )
    {
        // A server's user may not be allowed to read the current folder.
        var start = new ProcessStartInfo(command.First(), command.Skip(1))
        {
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return start;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int id, int signal);
}

/// <summary>Signals of POSIX, by their numbers.</summary>
public enum Signal
{
    Interrupt = 2,
    Quit = 3,
    Kill = 9,
    Terminate = 15,
}
