using System.Net.Http.Json;
using System.Text.Json;
using PeerNetwork.ChaosRun;
using PeerNetwork.Testing;
using Xunit.Abstractions;

namespace PeerNetwork.EndToEnd;

[Collection(nameof(RunningPlatform))]
public sealed class ChaosTests(ReplicatedPlatform platform, ITestOutputHelper output)
    : IClassFixture<ReplicatedPlatform>
{
    private const int People = 24,
        AcknowledgedBetween = 40;

    private static readonly string[] SmallDemo = ["--applicants", "160", .. RunningPlatform.SmallCompany];

    /// <summary>
    /// For a machine many times slower than this test needs: the longer the load runs, the more there is to count.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    private const string Admin = "human-resources",
        Sponsor = "sponsor";

    /// <summary>The short version of tests/ChaosRun.</summary>
    [Fact]
    public async Task After_kills_of_a_service_and_both_servers_the_demo_adds_up_and_a_power_cut_changes_nothing()
    {
        var seed = RandomSeeds.Next(271_828);
        string[] targets = [ChaosTargets.Services[seed % ChaosTargets.Services.Count], .. ChaosTargets.Servers];
        output.WriteLine($"Seed {seed}");

        var outcome = await new ChaosRunner(platform.AppHost, seed, output.WriteLine).Run(targets, SmallDemo);

        outcome.Troubles.ShouldBeEmpty($"Seed {seed}");
        outcome.LastDemo.ShouldContain("Everything adds up");
        outcome
            .Kills.Single(k => k.Target == "postgres")
            .Unready.ShouldBeSubsetOf(["analytics", "engagement", "enrollment", "enrollment-2", "matching", "portal"]);
        outcome.Kills.Single(k => k.Target == "postgres").Unready.ShouldNotBeEmpty();

        var (_, before) = await platform.AppHost.Run(["verify"]);
        await platform.AppHost.Kill();
        await platform.AppHost.Start("--empty");
        var (code, verification) = await platform.AppHost.Run(["verify"]);
        code.ShouldBe(0, verification);
        HashIn(verification).ShouldBe(HashIn(before));
    }

    [Fact]
    public async Task A_rolling_restart_under_load_fails_no_request_and_has_no_effect_twice()
    {
        var (program, load) = await Load();
        using var enough = new CancellationTokenSource();
        var running = load.Run(enough.Token);
        foreach (var replica in new[] { "enrollment", "enrollment-2", "analytics" })
        {
            var before = load.Applied.Count;
            await Eventually.Holds(
                () => Task.FromResult(load.Applied.Count > before + AcknowledgedBetween || running.IsCompleted),
                "the load to flow",
                Patience
            );
            await Restart(replica);
        }

        await enough.CancelAsync();
        await running;

        load.Failures.ShouldBeEmpty();
        using var sponsor = await platform.SignIn(Sponsor, ["sponsor", "coordinator"], ["*"]);
        (await Applications(sponsor, program)).ShouldBe(load.Applied, ignoreOrder: true);
        await Eventually.Passes(Figures, Patience);
        var (code, verification) = await platform.AppHost.Run(["verify"]);
        code.ShouldBe(0, verification);

        async Task Figures()
        {
            (await Figure(sponsor, program, "applied")).ShouldBe(load.Applied.Count);
            (await Figure(sponsor, program, "withdrawn")).ShouldBe(load.Applied.Count);
        }
    }

    private async Task Restart(string replica)
    {
        var before = platform.AppHost.Resources().Single(r => r.Name == replica).ProcessId;
        AppHostProcess.Terminate(before);
        await Eventually.Holds(
            () =>
                Task.FromResult(
                    platform.AppHost.Resources().Single(r => r.Name == replica) is { Healthy: true, ProcessId: { } now }
                        && now != before
                ),
            $"{replica} to be back",
            Patience
        );
    }

    /// <summary>A published program, and people of its site who apply to it.</summary>
    private async Task<(Guid Program, Applicants Load)> Load()
    {
        using var admin = await platform.SignIn(Admin, ["people-admin"], ["*"]);
        var all = (await admin.GetFromJsonAsync<JsonElement>("enrollment/people?limit=200"))
            .GetProperty("items")
            .EnumerateArray();
        var site = all.GroupBy(p => p.GetProperty("siteCode").GetString()!).MaxBy(g => g.Count())!;
        var people = site.Take(People).Select(p => p.GetProperty("employeeNumber").GetString()!).ToList();
        using var coordinator = await platform.SignIn(people[0], ["coordinator"], [site.Key]);
        var program = await Publish(coordinator, site.Key);
        return (program, new(program, await Task.WhenAll(people.Select(p => platform.SignIn(p, [], [])))));
    }

    private static async Task<Guid> Publish(HttpClient coordinator, string site)
    {
        var (name, sites, today) = ("Rolling", new[] { site }, DateTimeOffset.UtcNow);
        using var drafted = await coordinator.PostAsJsonAsync("enrollment/programs", new { name, siteCodes = sites });
        var id = (await drafted.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>())
            .GetProperty("id")
            .GetGuid();
        using var revised = await coordinator.PutAsJsonAsync(
            $"enrollment/programs/{id}",
            new
            {
                name,
                siteCodes = sites,
                charter = new
                {
                    purpose = "To have a program.",
                    targetPopulation = "Everybody.",
                    intendedOutcomes = "No failed request.",
                },
                starts = today.AddDays(7).ToString("yyyy-MM-dd"),
                ends = today.AddDays(190).ToString("yyyy-MM-dd"),
                meetingEveryDays = 14,
                formats = new[] { "oneToOne" },
                goals = new[] { "leadership" },
                guidelines = "Be on time.",
            }
        );
        revised.IsSuccessStatusCode.ShouldBeTrue(await revised.Content.ReadAsStringAsync());
        using var published = await coordinator.PostAsync($"enrollment/programs/{id}/publish", null);
        published.IsSuccessStatusCode.ShouldBeTrue(await published.Content.ReadAsStringAsync());
        return id;
    }

    private static async Task<IReadOnlyCollection<Guid>> Applications(HttpClient coordinator, Guid program)
    {
        var ids = new List<Guid>();
        for (string? cursor = ""; cursor is not null; )
        {
            var page = await coordinator.GetFromJsonAsync<JsonElement>(
                $"enrollment/applications?program={program}&status=withdrawn&limit=200"
                    + $"{(cursor == "" ? "" : $"&cursor={cursor}")}"
            );
            ids.AddRange(page.GetProperty("items").EnumerateArray().Select(a => a.GetProperty("id").GetGuid()));
            cursor = page.GetProperty("next").GetString();
        }

        return ids;
    }

    private static async Task<int> Figure(HttpClient sponsor, Guid program, string name)
    {
        var dashboard = await sponsor.GetFromJsonAsync<JsonElement>($"analytics/dashboard?program={program}");
        return dashboard
            .GetProperty("metrics")
            .GetProperty("participation")
            .GetProperty(name)
            .GetProperty("value")
            .GetInt32();
    }

    private static string HashIn(string verification) =>
        verification.Split('\n').Single(line => line.StartsWith("State hash", StringComparison.Ordinal));
}
