namespace PeerNetwork.LocalServers;

/// <summary>The checkout that this program was built in.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Where a local instance keeps its data unless told otherwise.</summary>
    public static string DefaultFolder => Path.Combine(Root, ".data", "local");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "PeerNetwork.sln")))
                return folder.FullName;
        throw new InvalidOperationException(
            "This program runs inside its repository: no PeerNetwork.sln was found above it."
        );
    }
}
