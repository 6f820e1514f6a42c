using System.Diagnostics;
using PeerNetwork.Testing;

namespace PeerNetwork.Deploy.Tests;

/// <summary>What a run of helm has written.</summary>
internal sealed record HelmResult(int ExitCode, string Output, string Error);

/// <summary>The program helm, in the folder of the variable <c>HELM_FOLDER</c> or in <c>PATH</c>.</summary>
internal static class Helm
{
    public const string Namespace = "mentoring",
        Release = "peernetwork",
        FolderVariable = "HELM_FOLDER";

    public static string Chart { get; } = Path.Combine(Repository.Root, "deploy", "helm", "peernetwork");

    /// <summary>Null if it is not installed.</summary>
    public static string? Program { get; } =
        new[] { FolderVariable, "PATH" }
            .SelectMany(variable => (Environment.GetEnvironmentVariable(variable) ?? "").Split(Path.PathSeparator))
            .Where(folder => folder.Length > 0)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "helm.exe" : "helm"))
            .FirstOrDefault(File.Exists);

    /// <summary>Renders the chart with a value file of the chart and further arguments.</summary>
    public static HelmResult Template(string values, params string[] arguments) =>
        Run([
            "template",
            Release,
            Chart,
            "--namespace",
            Namespace,
            "--values",
            Path.Combine(Chart, values),
            .. arguments,
        ]);

    public static HelmResult Run(params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(Program ?? throw new InvalidOperationException("helm is not installed."), arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output, error.GetAwaiter().GetResult());
    }

    internal static string? ReasonToSkip =>
        Program is null ? $"helm is neither in {FolderVariable} nor in PATH." : null;
}

/// <summary>A test that needs helm; it is reported as skipped where helm is missing.</summary>
internal sealed class HelmFactAttribute : FactAttribute
{
    public HelmFactAttribute() => Skip = Helm.ReasonToSkip;
}

/// <inheritdoc cref="HelmFactAttribute"/>
internal sealed class HelmTheoryAttribute : TheoryAttribute
{
    public HelmTheoryAttribute() => Skip = Helm.ReasonToSkip;
}
