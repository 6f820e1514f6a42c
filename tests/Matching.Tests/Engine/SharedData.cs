using System.Diagnostics;

namespace PeerNetwork.Matching.Tests.Engine;

/// <summary>
/// Published instances and a generator of cohorts, in a folder named "shared" beside or above the repository, where
/// there is one.
/// </summary>
internal static class SharedData
{
    private static readonly Lazy<string?> Python = new(FindPython);

    public static string? Folder { get; } =
        Ancestors(AppContext.BaseDirectory)
            .Select(folder => Path.Combine(folder, "shared"))
            .FirstOrDefault(shared => Directory.Exists(Path.Combine(shared, "data", "orlib-assign")));

    public static string? PythonWithNumpy => Python.Value;

    public static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true }
        )!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, errors.Result);
    }

    private static string? FindPython() =>
        new[] { "python3", "/usr/bin/python3" }.FirstOrDefault(python =>
        {
            try
            {
                Run(python, "-c", "import numpy");
                return true;
            }
            catch (Exception e) when (e is System.ComponentModel.Win32Exception or ShouldAssertException)
            {
                return false;
            }
        });

    private static IEnumerable<string> Ancestors(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            yield return at.FullName;
    }
}

/// <summary>A theory that skips itself, saying why, where the shared folder or the tool it needs is missing.</summary>
internal sealed class SharedDataTheoryAttribute : TheoryAttribute
{
    public SharedDataTheoryAttribute(bool generated = false)
    {
        if (SharedData.Folder is null)
            Skip = "There is no folder shared/data/orlib-assign beside or above the repository.";
        else if (generated && SharedData.PythonWithNumpy is null)
            Skip = "There is no Python with numpy to generate the cohorts with.";
    }
}
