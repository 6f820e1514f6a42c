using System.Diagnostics;
using PeerNetwork.Testing;

namespace PeerNetwork.Drills;

/// <summary>
/// Each projection and subscription runs on one replica of a service at a time. The replica that runs most of them is
/// killed, and the time is taken until another runs them all.
/// </summary>
internal static class TakeoverDrill
{
    public static async Task Run(Report report)
    {
        await using var platform = await Installation.StartServers();
        await platform.StartPlatform(replicas: 2);
        await platform.MustTool("load-company");
        report.Say("The platform runs with the demo company, two replicas of each service.");
        foreach (var service in Programs.Services)
        {
            await platform.HasCaughtUp();
            var killed = await Busiest(platform, service);
            var other = platform.ReplicasOf(service).Single(replica => replica != killed);
            await using var load = await Load.Start(platform, workers: 2);
            await Task.Delay(TimeSpan.FromSeconds(5));
            killed.Kill();
            var watch = Stopwatch.StartNew();
            await Eventually.Holds(
                async () => await RunsAll(platform, other),
                $"the other replica of {service} to take over",
                TimeSpan.FromMinutes(2)
            );
            var takeover = watch.Elapsed;
            report.Say($"{service}: another replica ran all shards {takeover.TotalSeconds:0.0} s after the kill.");
            await load.Report(report);
            await platform.HasCaughtUp();
            var slot = platform.Replica(service) == killed ? 0 : 1;
            await platform.StartReplica(service, slot);
        }

        Console.WriteLine(await platform.MustTool("verify"));
    }

    /// <summary>
    /// The replica that runs most shards. Each shard has a lock of its own, so replicas may share them.
    /// </summary>
    private static async Task<PlatformProcess> Busiest(Installation platform, string service)
    {
        var shards = new List<(PlatformProcess Replica, int Running)>();
        foreach (var replica in platform.ReplicasOf(service))
            shards.Add((replica, (await StatesOf(platform, replica)).Count(state => state == "running")));
        return shards.MaxBy(s => s.Running).Replica;
    }

    private static async Task<bool> RunsAll(Installation platform, PlatformProcess replica) =>
        (await StatesOf(platform, replica)).All(state => state == "running");

    private static async Task<string[]> StatesOf(Installation platform, PlatformProcess replica) =>
        [
            .. (await platform.Operate(replica, HttpMethod.Get, "operations/shards"))
                .EnumerateArray()
                .Select(shard => shard.GetProperty("state").GetString()!),
        ];
}
