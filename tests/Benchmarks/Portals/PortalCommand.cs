using System.CommandLine;

namespace PeerNetwork.Benchmarks.Portals;

/// <summary>
/// People have signed in to the portal and go from page to page. What does one more of them see? The browser that
/// shows the pages of all runs on this machine too.
/// </summary>
internal static class PortalCommand
{
    private const int Loads = 40,
        ApiRequests = 400,
        Kills = 5;

    private static readonly string[] Pages = ["/", "/mentoring", "/programs", "/profile"];

    private static readonly Option<int> People = new("--people")
    {
        Description = "How many people have signed in.",
        DefaultValueFactory = _ => 50,
    };

    private static readonly Option<int> Company = new("--company")
    {
        Description = "How many people the company has.",
        DefaultValueFactory = _ => 5_000,
    };

    private static readonly Option<double> Pause = new("--pause")
    {
        Description = "How many seconds each of them reads a page.",
        DefaultValueFactory = _ => 20,
    };

    public static Command Create()
    {
        var command = new Command("portal", "Pages of the portal while people use it.") { People, Company, Pause };
        command.SetAction(
            async (parsed, ct) =>
            {
                var people = parsed.GetValue(People);
                await using var portal = await PortalPlatform.Start(parsed.GetValue(Company));
                await using var visitors = await Visitors.Open(portal.Gateway);
                Console.WriteLine($"first load {await visitors.FirstLoad() / 1e3:0} kB, as it is sent");
                // What the first visits load stays.
                var idle = portal.Memory();
                await visitors.SignIn(people);
                Console.WriteLine(
                    $"{people} people have signed in   memory of the portal {idle / 1e6:0} MB, then "
                        + $"{portal.Memory() / 1e6:0} MB: {(portal.Memory() - idle) / 1e6 / people:0.0} MB each"
                );
                // Not by the first of all users, for whom the portal compiles its pages.
                foreach (var page in Pages)
                    await visitors.Load(page, times: 2);
                using var enough = CancellationTokenSource.CreateLinkedTokenSource(ct);
                var walks = visitors.Walk(TimeSpan.FromSeconds(parsed.GetValue(Pause)), enough.Token);
                foreach (var page in Pages)
                    Print($"{page, -10} interactive", await visitors.Load(page, Loads / Pages.Length));
                Print("API behind them", await portal.TimeApi(ApiRequests));
                await enough.CancelAsync();
                Print($"{people} people, to the next page", await walks);
                await visitors.Leave();
                Print("usable after kill -9", await visitors.SurviveKills(portal.KillEach, Kills));
            }
        );
        return command;
    }

    private static void Print(string what, IReadOnlyList<double> milliseconds) =>
        Console.WriteLine(
            $"{what, -28} {milliseconds.Count, 5:n0} times   median {Pace.Median(milliseconds), 5:0} ms   "
                + $"p95 {Pace.Quantile(milliseconds, 0.95), 5:0} ms   max {milliseconds.Max(), 5:0} ms"
        );
}
