using System.CommandLine;
using PeerNetwork.LocalServers;

namespace PeerNetwork.Tools.Commands;

/// <summary>The instance on this machine that a command works with.</summary>
internal static class Instance
{
    public static readonly Option<DirectoryInfo> Folder = new("--data")
    {
        Description = "The folder of the running instance.",
        DefaultValueFactory = _ => new(Repository.DefaultFolder),
        Recursive = true,
    };

    /// <returns>Null when it is not running.</returns>
    public static InstanceState? Of(ParseResult parsed) =>
        LocalInstance.Running(parsed.GetRequiredValue(Folder).FullName);
}
