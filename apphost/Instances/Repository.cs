namespace PeerNetwork.AppHost.Instances;

/// <summary>The checkout that this program was built in, and the programs built beside it.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The built program of a project folder, in the configuration of this one (bin/Debug/net10.0).</summary>
    public static string Built(string projectFolder)
    {
        var project = Directory.EnumerateFiles(projectFolder, "*.csproj").Single();
        var output = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar)[
            ^3..
        ];
        return Path.Combine([projectFolder, .. output, $"PeerNetwork.{Path.GetFileNameWithoutExtension(project)}.dll"]);
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "PeerNetwork.sln")))
                return folder.FullName;
        throw new InvalidOperationException(
            "The app host runs inside its repository: no PeerNetwork.sln was found above it."
        );
    }
}
