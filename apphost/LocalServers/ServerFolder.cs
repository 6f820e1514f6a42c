using System.Security.Cryptography;
using System.Text;

namespace PeerNetwork.LocalServers;

/// <summary>The folder that holds a server's data.</summary>
public static class ServerFolder
{
    private const string SystemFolder = "/var/lib/peernetwork";

    /// <summary>Makes the folder, for the server's user when we are root.</summary>
    /// <returns>Its real path: elsewhere, behind a link, where that user could not reach it (a clone below
    /// /root).</returns>
    internal static async Task<string> Make(ServerSettings settings, string user, CancellationToken ct)
    {
        var folder = settings.Folder;
        var mustLink =
            Environment.IsPrivilegedProcess
            && !Reachable(Path.GetDirectoryName(folder)!)
            && !Directory.Exists(Path.Combine(folder, "data"));
        if (mustLink)
        {
            await Forget(folder);
            var real = Path.Combine(SystemFolder, $"{Path.GetFileName(folder)}-{Mark(folder)}");
            settings.Say($"The user {user} cannot reach {folder}, so its data goes to {real}.");
            Directory.CreateDirectory(real);
            Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
            Directory.CreateSymbolicLink(folder, real);
        }
        Directory.CreateDirectory(folder);
        folder = Directory.ResolveLinkTarget(folder, returnFinalTarget: true)?.FullName ?? folder;
        if (Environment.IsPrivilegedProcess)
            await Processes.Must(["chown", $"{user}:", folder], ct);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return folder;
    }

    /// <summary>
    /// Deletes all that a server has kept in this folder, and ends one that has outlived its starter.
    /// </summary>
    public static async Task Forget(string folder)
    {
        folder = Path.GetFullPath(folder);
        await Containers.Forget(folder);
        var link = new DirectoryInfo(folder).LinkTarget;
        var real = link ?? folder;
        if (Directory.Exists(real))
        {
            foreach (var id in ServerMemory.ProcessesOf(real))
                await Processes.Stop(id, real, TimeSpan.Zero);
            Directory.Delete(real, recursive: true);
        }
        if (link is not null)
            File.Delete(folder);
    }

    /// <summary>A short name for a folder, unlike that of any other folder.</summary>
    internal static string Mark(string folder) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder)))[..8];

    private static bool Reachable(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            if (at.Exists && !at.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
                return false;
        return true;
    }
}
