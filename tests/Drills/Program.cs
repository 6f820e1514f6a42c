using System.CommandLine;
using PeerNetwork.Drills;

var command = new RootCommand(
    "Drills of an installation on servers of its own: what operators do, under load, with figures."
)
{
    Drill("upgrade", "Replaces all replicas by a next version under load.", (_, report) => UpgradeDrill.Run(report)),
    Drill(
        "restore",
        "Restores PostgreSQL to a chosen moment from a base backup and its WAL.",
        (_, report) => RestoreDrill.Run(report)
    ),
    Drill("broker", "Loses RabbitMQ with its data.", (_, report) => BrokerLossDrill.Run(report)),
    Drill(
        "failover",
        "Kills the primary of PostgreSQL and promotes its replica.",
        (_, report) => FailoverDrill.Run(report)
    ),
    Drill(
        "takeover",
        "Kills the replica that runs the projections of a service.",
        (_, report) => TakeoverDrill.Run(report)
    ),
    Drill(
        "replicas",
        "Runs the same load and demo with one and two replicas of each service.",
        (_, report) => ReplicasDrill.Run(report)
    ),
    Drill("workers", "Computes the same runs by one, two and four workers.", (_, report) => WorkersDrill.Run(report)),
};
var people = new Option<int[]>("--people")
{
    Description = "The sizes of the companies.",
    DefaultValueFactory = _ => [5_000, 20_000, 100_000],
    AllowMultipleArgumentsPerToken = true,
};
command.Add(
    Drill(
        "capacity",
        "Measures the platform for companies of several sizes.",
        (parsed, report) => CapacityDrill.Run(parsed.GetValue(people)!, report),
        people
    )
);
return await command.Parse(args).InvokeAsync();

static Command Drill(
    string name,
    string description,
    Func<ParseResult, Report, Task> run,
    params ReadOnlySpan<Option> options
)
{
    var command = new Command(name, description);
    foreach (var option in options)
        command.Add(option);
    command.SetAction(
        async (parsed, _) =>
        {
            try
            {
                await run(parsed, new());
                return 0;
            }
            catch (DrillFailedException e)
            {
                await Console.Error.WriteLineAsync(e.Message);
                return 1;
            }
        }
    );
    return command;
}
