using System.Diagnostics;

namespace PeerNetwork.Deploy.Tests;

/// <summary>What a program has written.</summary>
internal sealed record ProgramResult(int ExitCode, string Output, string Error);

/// <summary>An installed program that some tests need.</summary>
internal static class ExternalProgram
{
    /// <summary>The path of a program in the folders of these variables; null if it is not installed.</summary>
    public static string? Find(string name, params string[] variables) =>
        variables
            .SelectMany(variable => (Environment.GetEnvironmentVariable(variable) ?? "").Split(Path.PathSeparator))
            .Where(folder => folder.Length > 0)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? $"{name}.exe" : name))
            .FirstOrDefault(File.Exists);

    public static ProgramResult Run(string program, IEnumerable<string> arguments, string? folder = null)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
