using System.Security.Cryptography;
using System.Text;

namespace PeerNetwork.LocalServers;

/// <summary>The folder that holds a server's data.</summary>
public static class ServerFolder
{
    private const string SystemFolder = "/var/lib/peernetwork";
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Makes the folder, for the server's user when this process is root, and ends a server that was left running in
    /// it.
    /// </summary>
    /// <returns>
    /// Its real path: elsewhere, behind a link, where that user could not reach it (a clone below /root).
    /// </returns>
    internal static async Task<string> Open(ServerSettings settings, string user, CancellationToken ct)
    {
        var folder = settings.Folder;
        var mustLink =
            Environment.IsPrivilegedProcess
            && !Reachable(Path.GetDirectoryName(folder)!)
            && !Directory.Exists(Path.Combine(folder, "data"));
        if (mustLink)
        {
            await Delete(folder);
            var real = Path.Combine(SystemFolder, $"{Path.GetFileName(folder)}-{ShortHash(folder)}");
            settings.Log($"The user {user} cannot reach {folder}, so its data goes to {real}.");
            Directory.CreateDirectory(real);
            Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
            Directory.CreateSymbolicLink(folder, real);
        }

        Directory.CreateDirectory(folder);
        await Processes.StopMarked(folder, Grace);
        folder = Directory.ResolveLinkTarget(folder, returnFinalTarget: true)?.FullName ?? folder;
        if (Environment.IsPrivilegedProcess)
            await Processes.Must(["chown", $"{user}:", folder], ct);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return folder;
    }

    /// <summary>Deletes all that a server has kept in this folder, and ends one that still runs there.</summary>
    public static async Task Delete(string folder)
    {
        folder = Path.GetFullPath(folder);
        await Processes.StopMarked(folder, TimeSpan.Zero);
        var link = new DirectoryInfo(folder).LinkTarget;
        if (Directory.Exists(link ?? folder))
            Directory.Delete(link ?? folder, recursive: true);
        if (link is not null)
            File.Delete(folder);
    }

    /// <summary>A short name for a folder, unlike that of any other folder.</summary>
    public static string ShortHash(string folder) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder)))[..8];

    private static bool Reachable(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            if (at.Exists && !at.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
                return false;
        return true;
    }
}
