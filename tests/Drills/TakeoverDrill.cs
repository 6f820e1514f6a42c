using System.Diagnostics;
using PeerNetwork.Testing;

namespace PeerNetwork.Drills;

/// <summary>
/// Projections and subscriptions run on one replica of a service at a time. That replica is killed, and the time is
/// taken until another runs them all.
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
            var leader = await Leader(platform, service);
            var other = platform.ReplicasOf(service).Single(replica => replica != leader);
            await using var load = await Load.Start(platform, workers: 2);
            await Task.Delay(TimeSpan.FromSeconds(5));
            leader.Kill();
            var watch = Stopwatch.StartNew();
            await Eventually.Holds(
                async () => await RunsAll(platform, other),
                $"the other replica of {service} to take over",
                TimeSpan.FromMinutes(2)
            );
            var takeover = watch.Elapsed;
            await load.Stop();
            await platform.HasCaughtUp();
            report.Say(
                $"{service}: another replica ran all shards {takeover.TotalSeconds:0.0} s after the kill; "
                    + load.Summary()
            );
            foreach (var failure in load.Failures())
                report.Say(failure);
            var slot = platform.Replica(service) == leader ? 0 : 1;
            await platform.StartReplica(service, slot);
        }

        Console.WriteLine(await platform.MustTool("verify"));
    }

    private static async Task<ServiceProcess> Leader(Installation platform, string service)
    {
        foreach (var replica in platform.ReplicasOf(service))
            if (await RunsAll(platform, replica))
                return replica;
        throw new DrillFailedException($"No replica of {service} runs all shards.");
    }

    private static async Task<bool> RunsAll(Installation platform, ServiceProcess replica) =>
        (await platform.Operate(replica, HttpMethod.Get, "operations/shards"))
            .EnumerateArray()
            .All(shard => shard.GetProperty("state").GetString() == "running");
}
