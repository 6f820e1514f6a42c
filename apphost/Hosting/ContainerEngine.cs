using PeerNetwork.LocalServers;

namespace PeerNetwork.AppHost.Hosting;

/// <summary>Docker or Podman, where its engine really runs.</summary>
internal sealed record ContainerEngine(string Program)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <returns>Null when there is none, or it does not answer in time.</returns>
    public static async Task<ContainerEngine?> Find()
    {
        foreach (var name in (string[])["docker", "podman"])
            // `docker info` ends with 0 also where only the client is there; to list containers takes the engine.
            if (Processes.Find(name) is { } program && await Answers([program, "ps", "-q"]))
                return new(program);
        return null;
    }

    /// <summary>
    /// The volume that holds a server's data. One that a former instance of the folder has left is deleted.
    /// </summary>
    public async Task<string> Volume(string server, LocalInstance instance, CancellationToken ct)
    {
        var name = $"peernetwork-{server}-{ServerFolder.ShortHash(instance.Folder)}";
        if (instance.IsNew)
            await Processes.Run([Program, "volume", "rm", "-f", name], ct);
        return name;
    }

    private static async Task<bool> Answers(IEnumerable<string> command)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        try
        {
            return await Processes.Run(command, timeout.Token) is (0, _);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
