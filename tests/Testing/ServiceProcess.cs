using System.Text;

namespace PeerNetwork.Testing;

/// <summary>Runs a service or the gateway as a process that ends by itself.</summary>
public static class ServiceProcess
{
    /// <summary>The processes of the platform, by the folder of their project.</summary>
    public static IReadOnlyDictionary<string, string> Projects { get; } =
        new Dictionary<string, string>
        {
            ["enrollment"] = "services/enrollment",
            ["matching"] = "services/matching",
            ["engagement"] = "services/engagement",
            ["analytics"] = "services/analytics",
            ["gateway"] = "gateway",
            ["portal"] = Path.Combine("gateway", "Portal"),
        };

    /// <param name="process">Its name in <see cref="Projects"/>.</param>
    /// <param name="environment">Environment variables, beside those of the test.</param>
    public static async Task<(int ExitCode, string Output)> Run(
        string process,
        IReadOnlyDictionary<string, string> environment,
        params string[] arguments
    )
    {
        var output = new StringBuilder();
        var project = char.ToUpperInvariant(process[0]) + process[1..];
        using var running = ToolProcess.Launch(
            ToolProcess.PathOf(Projects[process], project),
            arguments,
            line =>
            {
                lock (output)
                    output.Append(line).Append('\n');
            },
            environment
        );
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            await running.WaitForExitAsync(timeout.Token);
        }
        finally
        {
            if (!running.HasExited)
                running.Kill(entireProcessTree: true);
        }

        return (running.ExitCode, output.ToString());
    }
}
