using System.Diagnostics;
using PeerNetwork.Tools.Demo;
using Spectre.Console;

namespace PeerNetwork.Drills;

/// <summary>The same queued runs, computed by one, two and four workers.</summary>
internal static class WorkersDrill
{
    private const int Cohort = 2_000,
        Runs = 8;

    private static readonly Dictionary<string, string> Api = new() { ["Runs__Role"] = "Api" },
        Worker = new() { ["Runs__Role"] = "Worker", ["Runs__Parallelism"] = "1" };

    public static async Task Run(Report report)
    {
        await using var platform = await Installation.StartServers();
        platform.SettingsByService["matching"] = Api;
        await platform.StartPlatform();
        await platform.MustTool("load-company");
        using var gateway = new GatewayClient(platform.Gateway, platform.Identity);
        var enrolled = await Enrol(gateway);
        report.Say($"{Cohort} people are in the pool; {Environment.ProcessorCount} processors.");
        var running = 0;
        foreach (var workers in (int[])[1, 2, 4])
        {
            for (; running < workers; running++)
                await platform.StartReplica("matching", 100 + running, Worker);
            var watch = Stopwatch.StartNew();
            var runs = new List<Guid>();
            for (var n = 0; n < Runs; n++)
                runs.Add(await Request(enrolled, workers * 100 + n));
            foreach (var run in runs)
                while ((await enrolled.Coordinator.Get<RunView>($"matching/runs/{run}", default)).State != "draft")
                    await Task.Delay(200);
            report.Say(
                $"{workers} workers: {Runs} runs in {watch.Elapsed.TotalSeconds:0.0} s, "
                    + $"{Runs / watch.Elapsed.TotalMinutes:0.0} a minute"
            );
        }
    }

    private static async Task<WhatIfScenario.Enrolled> Enrol(GatewayClient gateway)
    {
        var company = DemoCompany.Company.Generate(DemoCommand.Seed);
        var hr = await gateway.SignIn(Actors.HumanResources, ["people-admin"], ["*"]);
        var directory = await hr.All<Listed>("enrollment/people", default);
        WhatIfScenario.Enrolled? enrolled = null;
        await AnsiConsole
            .Progress()
            .StartAsync(async progress =>
                enrolled = await new WhatIfScenario(
                    gateway,
                    new(default, hr, null!, [], new Dictionary<Guid, Session>(), directory),
                    company,
                    Cohort,
                    new(progress)
                ).Enrol(default)
            );
        return enrolled!;
    }

    private static Task<Guid> Request(WhatIfScenario.Enrolled enrolled, int seed) =>
        enrolled.Coordinator.Create(
            "matching/runs",
            new
            {
                program = enrolled.Program,
                seed,
                candidatesPerMentee = 100,
            },
            default
        );

    private sealed record RunView(string State);
}
