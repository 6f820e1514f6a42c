using System.CommandLine;
using System.Diagnostics;

namespace PeerNetwork.Benchmarks.Rosters;

/// <summary>A company comes in by roster, and comes again unchanged: the seconds of each phase.</summary>
internal static class RosterCommand
{
    private static readonly Option<int> People = new("--people")
    {
        Description = "How many people the roster lists.",
        DefaultValueFactory = _ => 100_000,
    };

    public static Command Create()
    {
        var command = new Command("roster", "A first sync of a company, and an unchanged second one.") { People };
        command.SetAction(
            async (parsed, ct) =>
            {
                var people = parsed.GetValue(People);
                await using var servers = new Servers();
                await using var directory = await RosterDirectory.Open(await servers.Database(), ct);
                var csv = RosterDirectory.Roster(people);
                Console.WriteLine($"{people:n0} people, {csv.Length / 1e6:0.0} MB of CSV");
                await Print("first", directory, csv, people, ct);
                await Print("unchanged", directory, csv, people, ct);
                Console.WriteLine($"events {await directory.Events(ct):n0}");
            }
        );
        return command;
    }

    private static async Task Print(
        string name,
        RosterDirectory directory,
        byte[] csv,
        int people,
        CancellationToken ct
    )
    {
        var started = Stopwatch.GetTimestamp();
        var sync = await directory.Sync(csv, ct);
        var total = Stopwatch.GetElapsedTime(started);
        Console.WriteLine(
            $"{name, -10} {Seconds(total)}   parse {Seconds(sync.Parse)}   load {Seconds(sync.Load)}   plan "
                + $"{Seconds(sync.Plan)}   write {Seconds(sync.Write)}   {people / total.TotalSeconds, 9:n0} people/s   "
                + $"written {sync.Written:n0}"
        );
    }

    private static string Seconds(TimeSpan span) => $"{span.TotalSeconds, 6:0.0} s";
}
