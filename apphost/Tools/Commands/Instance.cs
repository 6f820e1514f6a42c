using System.CommandLine;
using PeerNetwork.LocalServers;

namespace PeerNetwork.Tools.Commands;

/// <summary>Which of the instances on this machine a command is about.</summary>
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
