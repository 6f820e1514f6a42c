using System.CommandLine;
using System.Diagnostics;
using PeerNetwork.ChaosRun;
using PeerNetwork.Testing;

var kills = new Option<int>("--kills")
{
    Description = "How many times something is killed.",
    DefaultValueFactory = _ => 24,
};
var seed = new Option<int>("--seed")
{
    Description = "Chooses targets and moments; another one each time unless told.",
    DefaultValueFactory = _ => Random.Shared.Next(1, 1_000_000),
};
var applicants = new Option<int>("--applicants")
{
    Description = "The size of the demo.",
    DefaultValueFactory = _ => 800,
};

var command = new RootCommand(
    "Runs the demo while parts of the platform are killed, and checks that nothing was lost or doubled."
)
{
    kills,
    seed,
    applicants,
};
command.SetAction(
    async (parsed, _) =>
    {
        var watch = Stopwatch.StartNew();
        var targets = ChaosTargets.Choose(parsed.GetValue(kills), parsed.GetValue(seed));
        Say(
            $"Seed {parsed.GetValue(seed)}: {targets.Count} kills in a demo of {parsed.GetValue(applicants)} "
                + "applicants."
        );
        await using var platform = new AppHostProcess();
        await platform.Start("--fresh");
        var outcome = await new ChaosRunner(platform, parsed.GetValue(seed), Say).Run(
            targets,
            ["--applicants", $"{parsed.GetValue(applicants)}"]
        );
        Console.WriteLine(outcome.LastDemo);
        Console.WriteLine(outcome.Verification);
        foreach (var trouble in outcome.Troubles)
            Console.WriteLine(trouble);
        if (outcome.Troubles.Count > 0)
            Console.WriteLine($"The output of the platform is in {platform.SaveOutput()}");
        Say(
            $"Seed {parsed.GetValue(seed)}: {outcome.Kills.Count} kills in {outcome.Demos} demos; all was ready again "
                + $"after {outcome.Kills.Average(k => k.Recovery.TotalSeconds):0.0} s on average, "
                + $"{outcome.Kills.Max(k => k.Recovery.TotalSeconds):0.0} s at most. "
                + (outcome.Troubles.Count == 0 ? "Nothing was lost or doubled." : $"{outcome.Troubles.Count} TROUBLES.")
        );
        return outcome.Troubles.Count == 0 ? 0 : 1;

        void Say(string line) => Console.WriteLine($"{watch.Elapsed:mm\\:ss} {line}");
    }
);
return await command.Parse(args).InvokeAsync();
