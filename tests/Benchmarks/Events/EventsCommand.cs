using System.CommandLine;

namespace PeerNetwork.Benchmarks.Events;

/// <summary>Appends, folds, subscriptions and rebuilds of event streams.</summary>
internal static class EventsCommand
{
    private static readonly Option<double> Seconds = new("--seconds")
    {
        Description = "How long each measurement takes.",
        DefaultValueFactory = _ => 3,
    };
    private static readonly Option<int> Rounds = new("--rounds")
    {
        Description = "How often each is repeated.",
        DefaultValueFactory = _ => 5,
    };
    private static readonly Option<int[]> Sessions = new("--sessions")
    {
        Description = "How many write at a time.",
        DefaultValueFactory = _ => [1, 16, 64],
        AllowMultipleArgumentsPerToken = true,
    };
    private static readonly Option<string> Only = new("--only")
    {
        Description = "One part: appends, folds, rebuild, delay, growth.",
        DefaultValueFactory = _ => "",
    };

    public static Command Create()
    {
        var command = new Command(
            "events",
            "Event streams beside Marten with its default settings and beside plain Npgsql, on the same PostgreSQL."
        )
        {
            Seconds,
            Rounds,
            Sessions,
            Only,
        };
        command.SetAction(
            async (parsed, _) =>
            {
                var effort = new Effort(
                    TimeSpan.FromSeconds(parsed.GetValue(Seconds)),
                    parsed.GetValue(Rounds),
                    parsed.GetValue(Sessions)!
                );
                var only = parsed.GetValue(Only);
                await using var servers = new Servers();
                foreach (
                    var (name, part) in new (string, Func<Servers, Effort, Task>)[]
                    {
                        ("appends", Appends.Run),
                        ("folds", Folds.Run),
                        ("rebuild", Following.Rebuild),
                        ("delay", Following.Delay),
                        ("growth", Growth.Run),
                    }
                )
                    if (only is "" || only == name)
                        await part(servers, effort);
            }
        );
        return command;
    }
}

/// <param name="Span">How long one measurement takes.</param>
/// <param name="Rounds">How many measurements of each there are.</param>
/// <param name="Sessions">How many write at a time.</param>
internal sealed record Effort(TimeSpan Span, int Rounds, int[] Sessions);
