namespace PeerNetwork.Drills;

/// <summary>The same load and the same demo, with one and with two replicas of each service.</summary>
internal static class ReplicasDrill
{
    private static readonly TimeSpan LoadTime = TimeSpan.FromMinutes(1);

    public static async Task Run(Report report)
    {
        await using var platform = await Installation.StartServers();
        await platform.StartPlatform();
        await platform.MustTool("load-company");
        // What runs first pays for the compiler and for empty caches.
        await platform.RunDemo(200);
        report.Say($"The platform runs with the demo company; {Environment.ProcessorCount} processors.");

        await Measure(platform, replicas: 1, report);
        foreach (var service in Programs.Services)
            await platform.StartReplica(service, 1);
        await Task.Delay(Installation.GatewayNotices);
        await platform.RunDemo(200);
        await Measure(platform, replicas: 2, report);
    }

    private static async Task Measure(Installation platform, int replicas, Report report)
    {
        report.Say($"Replicas of each service: {replicas}");
        await using (var load = await Load.Start(platform, workers: 8))
        {
            await Task.Delay(LoadTime);
            await load.Report(report);
        }

        await platform.HasCaughtUp();
        report.Say(await platform.RunDemo(400));
    }
}
