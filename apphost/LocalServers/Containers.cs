namespace PeerNetwork.LocalServers;

/// <summary>Docker or Podman, where its engine really runs.</summary>
internal static class Containers
{
    private static readonly Lazy<Task<string?>> Engine = new(FindEngine);

    public static async Task<bool> EngineRuns() => await Engine.Value is not null;

    /// <summary>
    /// A container of ours for this folder, started anew on its remembered volume; null when no engine can run it.
    /// </summary>
    public static async Task<RunningServer?> TryStart(
        ServerSettings settings,
        string image,
        (int Inside, int Outside)[] ports,
        string volumePath,
        Dictionary<string, string> environment,
        string[] arguments,
        CancellationToken ct
    )
    {
        if (await Engine.Value is not { } engine)
            return null;
        var name = NameOf(settings.Folder);
        // Left over from a run that was killed.
        await Processes.Run([engine, "rm", "-f", name], ct);
        settings.Say($"Starting {image} as container {name}.");
        var (code, output) = await Processes.Run(
            [
                engine,
                "run",
                "-d",
                "--name",
                name,
                "--hostname",
                name,
                "-v",
                $"{name}:{volumePath}",
                .. ports.SelectMany(p => (string[])["-p", $"127.0.0.1:{p.Outside}:{p.Inside}"]),
                .. environment.Keys.SelectMany(e => (string[])["-e", e]),
                image,
                .. arguments,
            ],
            ct,
            environment
        );
        if (code == 0)
            return new("", $"{Path.GetFileName(engine)} container {name}") { Stop = () => Remove(engine, name) };
        settings.Say($"The container engine could not start {image}, so installed programs are tried next: {output}");
        await Processes.Run([engine, "rm", "-f", name], ct);
        return null;
    }

    /// <summary>Forgets the data that a container has kept for this folder.</summary>
    public static async Task Forget(string folder)
    {
        if (await Engine.Value is not { } engine)
            return;
        await Remove(engine, NameOf(folder));
        await Processes.Run([engine, "volume", "rm", "-f", NameOf(folder)], CancellationToken.None);
    }

    private static async Task Remove(string engine, string name)
    {
        await Processes.Run([engine, "stop", name], CancellationToken.None);
        await Processes.Run([engine, "rm", "-f", name], CancellationToken.None);
    }

    private static string NameOf(string folder) =>
        $"peernetwork-{Path.GetFileName(folder)}-{ServerFolder.Mark(folder)}";

    private static async Task<string?> FindEngine()
    {
        foreach (var name in (string[])["docker", "podman"])
            // `docker info` ends with 0 also where only the client is there; listing containers needs the engine.
            if (
                Processes.Find(name) is { } engine
                && await Processes.Run([engine, "ps", "-q"], CancellationToken.None) is (0, _)
            )
                return engine;
        return null;
    }
}
