using System.CommandLine;
using System.Diagnostics;

namespace PeerNetwork.Benchmarks.Rosters;

/// <summary>
/// A company comes in by roster, and comes again unchanged: the seconds of each phase. Then its people are searched.
/// </summary>
internal static class RosterCommand
{
    private const int NamesTyped = 50;

    private static readonly Option<int> People = new("--people")
    {
        Description = "How many people the roster lists.",
        DefaultValueFactory = _ => 100_000,
    };

    public static Command Create()
    {
        var command = new Command(
            "roster",
            "A first sync of a company, an unchanged second one, and searches for people."
        )
        {
            People,
        };
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
                await PrintSearches(directory, people, ct);
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
            $"{name, -10} {Seconds(total)}   parse {Seconds(sync.Parse)}   load {Seconds(sync.Load)}   "
                + $"plan {Seconds(sync.Plan)}   write {Seconds(sync.Write)}   "
                + $"{people / total.TotalSeconds, 9:n0} people/s   written {sync.Written:n0}"
        );
    }

    /// <summary>Names are typed letter by letter, and each letter is a search.</summary>
    private static async Task PrintSearches(RosterDirectory directory, int people, CancellationToken ct)
    {
        Console.WriteLine($"first search, which fills the index {Seconds(await directory.Search("given1", ct))}");
        var random = new Random(1);
        var times = new List<double>();
        for (var typed = 0; typed < NamesTyped; typed++)
        {
            var name = $"given{random.Next(people)} family";
            for (var length = 1; length <= name.Length; length++)
                times.Add((await directory.Search(name[..length], ct)).TotalMilliseconds);
        }

        times.Sort();
        Console.WriteLine(
            $"{times.Count:n0} searches   median {times[times.Count / 2]:0} ms   "
                + $"p95 {times[times.Count * 95 / 100]:0} ms   max {times[^1]:0} ms"
        );
    }

    private static string Seconds(TimeSpan span) => $"{span.TotalSeconds, 6:0.0} s";
}
