using System.CommandLine;
using System.Diagnostics;
using PeerNetwork.DemoCompany;
using PeerNetwork.LocalServers;
using PeerNetwork.Tools.Commands;
using Spectre.Console;

namespace PeerNetwork.Tools.Demo;

/// <summary>
/// Runs the main job over the public API, as different people, and checks every total against what it did.
/// </summary>
internal static class DemoCommand
{
    /// <summary>The demo company of this installation.</summary>
    public const int Seed = 2027;

    public static readonly Option<int> CompanySize = new("--company")
    {
        Description = $"How many people the demo company has: {Company.Smallest} to {Company.Largest}.",
        DefaultValueFactory = _ => Company.Usual,
    };

    private static readonly Option<FileInfo?> People = new("--people")
    {
        Description = "A real roster (CSV) in place of the demo company.",
    };
    private static readonly Option<FileInfo?> Mapping = new("--mapping")
    {
        Description = "The mapping of its columns (JSON).",
    };

    private static readonly Option<int> Applicants = new("--applicants")
    {
        Description = $"How many people apply, from {Participants.Smallest}; a quarter of them as mentors.",
        DefaultValueFactory = _ => Participants.Usual,
    };

    private static readonly Option<int> Cohort = new("--cohort")
    {
        Description =
            "How many then apply at the matching desk, where variants of one run are compared: "
            + $"{WhatIfScenario.Smallest} to {WhatIfScenario.Largest}, or 0 to leave it out.",
        DefaultValueFactory = _ => WhatIfScenario.Usual,
    };

    static DemoCommand()
    {
        MustBeIn(CompanySize, Company.Smallest, Company.Largest);
        MustBeIn(Applicants, Participants.Smallest, Participants.Usual);
        MustBeIn(Cohort, WhatIfScenario.Smallest, WhatIfScenario.Largest, orZero: true);
    }

    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(5),
        Pause = TimeSpan.FromSeconds(1);

    public static Command Create()
    {
        var command = new Command(
            "demo",
            "Takes a company from its HR file to its sponsor's dashboard, and checks the totals."
        )
        {
            CompanySize,
            People,
            Mapping,
            Applicants,
            Cohort,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(People) is null != result.GetValue(Mapping) is null)
                result.AddError("--people and --mapping belong together.");
        });
        command.SetAction(
            async (parsed, ct) =>
                await Run(
                    await WhenReady(parsed, ct),
                    parsed.GetValue(CompanySize),
                    parsed.GetValue(People),
                    parsed.GetValue(Mapping),
                    parsed.GetValue(Applicants),
                    parsed.GetValue(Cohort),
                    ct
                )
        );
        return command;
    }

    private static void MustBeIn(Option<int> option, int smallest, int largest, bool orZero = false) =>
        option.Validators.Add(result =>
        {
            if (
                result.Tokens is [var given]
                && int.TryParse(given.Value, out var number)
                && (number < smallest || number > largest)
                && !(orZero && number == 0)
            )
                result.AddError($"{option.Name} must be {(orZero ? "0, or " : "")}{smallest} to {largest}.");
        });

    /// <summary>
    /// The platform that runs; while it starts, once the first data are there: it uploads the same company as the demo.
    /// </summary>
    private static async Task<InstanceState?> WhenReady(ParseResult parsed, CancellationToken ct)
    {
        var running = Instance.Of(parsed);
        if (running is { Ready: false })
            await Console.Error.WriteLineAsync("The platform is starting, and the demo waits for it.");
        for (var waited = TimeSpan.Zero; running is { Ready: false } && waited < LongestStart; waited += Pause)
        {
            await Task.Delay(Pause, ct);
            running = Instance.Of(parsed);
        }

        return running;
    }

    private static async Task<int> Run(
        InstanceState? running,
        int companySize,
        FileInfo? people,
        FileInfo? mapping,
        int applicants,
        int cohort,
        CancellationToken ct
    )
    {
        if (running is not { Gateway: { } gateway, Identity: { } provider })
        {
            await Console.Error.WriteLineAsync(
                "The platform is not running: start it with dotnet run --project apphost"
            );
            return 1;
        }

        var watch = Stopwatch.StartNew();
        try
        {
            var company = people is null ? Company.Generate(Seed, companySize) : null;
            var roster = company is null ? await RosterFile.Read(people!, mapping!, ct) : RosterFile.Of(company);
            using var client = new GatewayClient(gateway, provider);
            var differences = 0;
            await AnsiConsole
                .Progress()
                .Columns(
                    new TaskDescriptionColumn { Alignment = Justify.Left },
                    new ProgressBarColumn(),
                    new PercentageColumn(),
                    new ElapsedTimeColumn()
                )
                .StartAsync(async progress =>
                    differences = await new DemoScenario(
                        client,
                        roster,
                        company,
                        applicants,
                        cohort,
                        new ProgressReporter(progress)
                    ).Run(ct)
                );
            var outcome = differences == 0 ? "Everything adds up" : $"{differences} totals differ";
            AnsiConsole.MarkupLineInterpolated($"[bold]{outcome}[/] after {watch.Elapsed.TotalSeconds:0.0} s.");
            return differences == 0 ? 0 : 1;
        }
        catch (Exception e) when (e is DemoFailedException or HttpRequestException or TimeoutException or IOException)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]The demo stopped:[/] {e.Message}");
            return 1;
        }
    }
}

/// <summary>Accounts with a role that belong to no person of the company.</summary>
internal static class Actors
{
    public const string HumanResources = "human-resources";
    public const string Sponsor = "sponsor";
    public const string Overseer = "overseer";
}
