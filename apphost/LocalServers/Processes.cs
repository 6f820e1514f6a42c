using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PeerNetwork.LocalServers;

/// <summary>Starting, recognising and stopping processes of ours.</summary>
public static partial class Processes
{
    private const int Terminate = 15;

    private static readonly string? SetSid = Find("setsid");

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
    ) =>
        Process.Start(
            StartInfo(
                [
                    "sh",
                    "-c",
                    "log=$1; shift; exec \"$@\" </dev/null >>\"$log\" 2>&1",
                    "sh",
                    logFile,
                    .. Detached(command),
                ],
                environment
            )
        )!;

    /// <summary>
    /// The command in a session of its own, so that Ctrl-C in our terminal does not reach it before we stop it in our
    /// order.
    /// </summary>
    public static IEnumerable<string> Detached(IEnumerable<string> command) =>
        SetSid is null ? command : [SetSid, .. command];

    /// <summary>The command as another user when we are root, for servers that refuse root.</summary>
    public static IEnumerable<string> AsUser(string user, IEnumerable<string> command) =>
        Environment.IsPrivilegedProcess
            ? ["setpriv", $"--reuid={user}", $"--regid={user}", "--clear-groups", "--", .. command]
            : command;

    public static ProcessStartInfo StartInfo(
        IEnumerable<string> command,
        IReadOnlyDictionary<string, string>? environment = null
    )
    {
        // A server's user may not even look into the folder that we were started in.
        var start = new ProcessStartInfo(command.First(), command.Skip(1))
        {
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return start;
    }

    /// <summary>
    /// Whether the process lives and names this text in its command line or environment: a process id alone may be
    /// anyone's by now.
    /// </summary>
    public static bool IsOurs(int id, string text)
    {
        try
        {
            return Directory.Exists("/proc/self")
                ? File.ReadAllText($"/proc/{id}/cmdline").Contains(text)
                    || File.ReadAllText($"/proc/{id}/environ").Contains(text)
                : Run(["ps", "eww", "-o", "command=", "-p", $"{id}"], CancellationToken.None)
                    .GetAwaiter()
                    .GetResult()
                    .Output.Contains(text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Asks our process to end, and ends it when it has not after the grace time.</summary>
    public static async Task Stop(int id, string text, TimeSpan grace)
    {
        if (!IsOurs(id, text))
            return;
        _ = Signal(id, Terminate);
        if (await Gone(id, text, grace))
            return;
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return; // It has ended between the two calls.
        }
        await Gone(id, text, TimeSpan.FromSeconds(5));
    }

    private static async Task<bool> Gone(int id, string text, TimeSpan patience)
    {
        for (var started = TimeProvider.System.GetTimestamp(); IsOurs(id, text); await Task.Delay(50))
            if (TimeProvider.System.GetElapsedTime(started) > patience)
                return false;
        return true;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int id, int signal);
}
