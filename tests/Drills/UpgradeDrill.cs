using PeerNetwork.LocalServers;

namespace PeerNetwork.Drills;

/// <summary>
/// Two replicas of each service are replaced one by one by those of a next version, under load: another assembly
/// version, one more event type, one changed projection.
/// </summary>
internal static class UpgradeDrill
{
    private const string Projection = "mentorships";

    public static async Task Run(Report report)
    {
        using var next = await NextVersion(report);
        await using var platform = await Installation.StartServers();
        await platform.StartPlatform(replicas: 2);
        await platform.MustTool("load-company");
        report.Say("The platform runs with the demo company, two replicas of each service.");
        await platform.RunDemo(800);
        report.Say("A demo is there, so that the projection has rows to build.");

        // A new process compiles its code: it needs processor time that a load without pauses would take.
        await using var load = await Load.Start(platform, workers: 6, pause: TimeSpan.FromMilliseconds(50));
        var demo = platform.RunDemo(400);
        await Task.Delay(TimeSpan.FromSeconds(10));

        platform.Root = next.Folder;
        await platform.ApplySchema();
        report.Say("db-apply of the next version has run; the former version serves.");
        await RestartFormer(platform, report);
        foreach (var service in Programs.Services)
            await Replace(platform, service, report);
        await ShowVersions(platform, report);

        report.Say(await demo);
        await load.Report(report);
        var missing = await load.Missing();
        Console.WriteLine(await platform.MustTool("verify"));
        if (load.Failures().Any() || missing.Count > 0)
            throw new DrillFailedException($"Requests failed, or {missing.Count} drafted programs are missing.");
        report.Say("No request failed, nothing was lost or doubled.");
    }

    /// <summary>A pod of the former version may crash after db-apply; it has to start on the newer schema.</summary>
    private static async Task RestartFormer(Installation platform, Report report)
    {
        var (next, crashed) = (platform.Root, platform.Replica("engagement", 1));
        await crashed.Stop();
        platform.Root = Repository.Root;
        var ready = await platform.StartReplica("engagement", 1);
        platform.Root = next;
        report.Say(
            $"A replica of the former version starts on the newer schema: ready after {ready.TotalSeconds:0.0} s."
        );
    }

    /// <summary>As a rolling update with one surplus pod: the new one is ready before an old one stops.</summary>
    private static async Task Replace(Installation platform, string service, Report report)
    {
        foreach (var (old, free) in new[] { (0, 2), (1, 0) })
        {
            var ready = await platform.StartReplica(service, free);
            await Task.Delay(Installation.GatewayNotices);
            var stopped = await platform.Replica(service, old).Stop();
            report.Say(
                $"{service}: a new replica was ready after {ready.TotalSeconds:0.0} s, an old one ended in "
                    + $"{stopped.TotalSeconds:0.0} s."
            );
        }
    }

    private static async Task ShowVersions(Installation platform, Report report)
    {
        var versions = await platform.Operate(
            platform.ReplicasOf("engagement").First(),
            HttpMethod.Get,
            "operations/projections/versions"
        );
        report.Say($"The versions of projections in engagement's database: {versions}");
        foreach (var version in (string[])[$"{Projection}_v1", $"{Projection}_v2"])
            if (!$"{versions}".Contains(version, StringComparison.Ordinal))
                throw new DrillFailedException($"{version} is missing.");
    }

    private static async Task<NextVersionTree> NextVersion(Report report)
    {
        var tree = new NextVersionTree(Directory.CreateTempSubdirectory("peernetwork-next-").FullName);
        var patch = Path.Combine(Repository.Root, "tests", "Drills", "NextVersion.patch");
        await Processes.Must(
            ["sh", "-c", "cd \"$1\" && git archive HEAD | tar -x -C \"$2\"", "sh", Repository.Root, tree.Folder],
            CancellationToken.None
        );
        await Processes.Must(
            ["sh", "-c", "cd \"$1\" && patch -p1 < \"$2\"", "sh", tree.Folder, patch],
            CancellationToken.None
        );
        foreach (var service in Programs.Services)
            await Processes.Must(
                [
                    "dotnet",
                    "build",
                    Path.Combine(tree.Folder, "services", service),
                    "--configuration",
                    Repository.Configuration,
                    "-p:Version=2.0.0",
                ],
                CancellationToken.None
            );
        report.Say("The next version is built.");
        return tree;
    }

    private sealed record NextVersionTree(string Folder) : IDisposable
    {
        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }
}
