using System.Diagnostics;

namespace PeerNetwork.Drills;

/// <summary>
/// RabbitMQ is lost with its data while a demo runs. A new, empty one takes its place, relays are set back, consumers
/// catch up.
/// </summary>
internal static class BrokerLossDrill
{
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(20);

    public static async Task Run(Report report)
    {
        await using var platform = await Installation.StartServers();
        await platform.StartPlatform();
        await platform.MustTool("load-company");
        var queues = await platform.Queues();
        report.Say($"The platform runs with the demo company; the broker has {queues.Count} queues.");
        await using var load = await Load.Start(platform, workers: 4);
        var demo = platform.RunDemo(400);
        await Task.Delay(TimeSpan.FromSeconds(15));

        var waiting = (await platform.Queues()).Values.Sum();
        await platform.LoseBroker();
        var watch = Stopwatch.StartNew();
        report.Say($"RabbitMQ is lost with its data, {waiting} messages among them.");
        await Task.Delay(Outage);
        await platform.StartBroker();
        report.Say("A new, empty RabbitMQ runs at the same address.");
        await platform.HasQueues(queues.Keys);
        report.Say($"All queues are there again {watch.Elapsed.TotalSeconds:0.0} s after the loss.");

        await platform.SetRelaysBack(report);
        report.Say(await demo);
        await load.Report(report);
        await platform.HasCaughtUp();
        report.Say("Relays and projections have caught up.");
        Console.WriteLine(await platform.MustTool("verify"));
        if (load.Failures().Any())
            throw new DrillFailedException("Requests failed while the broker was away.");
    }
}
