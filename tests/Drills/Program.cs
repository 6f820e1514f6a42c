using System.CommandLine;
using PeerNetwork.Drills;

var command = new RootCommand(
    "Drills of an installation on servers of its own: what operators do, under load, with figures."
)
{
    Drill("upgrade", "Replaces all replicas by a next version under load.", UpgradeDrill.Run),
    Drill("restore", "Restores PostgreSQL to a chosen moment from a base backup and its WAL.", RestoreDrill.Run),
    Drill("broker", "Loses RabbitMQ with its data.", BrokerLossDrill.Run),
    Drill("failover", "Kills the primary of PostgreSQL and promotes its replica.", FailoverDrill.Run),
    Drill("takeover", "Kills the replica that runs the projections of a service.", TakeoverDrill.Run),
    Drill("workers", "Computes the same runs by one, two and four workers.", WorkersDrill.Run),
    Drill("capacity", "Measures the platform for 5,000, 20,000 and 100,000 people.", CapacityDrill.Run),
};
return await command.Parse(args).InvokeAsync();

static Command Drill(string name, string description, Func<Report, Task> run)
{
    var command = new Command(name, description);
    command.SetAction(
        async (_, _) =>
        {
            try
            {
                await run(new());
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
