using System.Diagnostics;
using System.Text;

namespace PeerNetwork.Testing;

/// <summary>Runs the tools of the app host as a process.</summary>
public static class ToolProcess
{
    private static readonly string Tools = PathOf(Path.Combine("apphost", "Tools"), "Tools");

    /// <summary>
    /// Runs a command of the tools on the instance in this folder to its end; <paramref name="line"/> gets each line
    /// of its output.
    /// </summary>
    public static async Task<(int ExitCode, string Output)> Run(
        string folder,
        IEnumerable<string> arguments,
        Action<string>? line = null
    )
    {
        var output = new StringBuilder();
        using var process = Launch(
            Tools,
            [.. arguments, "--data", folder],
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

    internal static string PathOf(string folder, string project) =>
        Path.Combine([
            Repository.Root,
            folder,
            "bin",
            Repository.Configuration,
            "net10.0",
            $"PeerNetwork.{project}.dll",
        ]);

    internal static Process Launch(
        string program,
        IEnumerable<string> arguments,
        Action<string> line,
        IReadOnlyDictionary<string, string>? environment = null
    )
    {
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        // Plain text, even if the tests run in a terminal.
        (start.Environment["TERM"], start.Environment["NO_COLOR"]) = ("dumb", "1");
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += Received;
        process.ErrorDataReceived += Received;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;

        void Received(object sender, DataReceivedEventArgs e)
        {
            if (e.Data is { } text)
                line(text);
        }
    }
}
