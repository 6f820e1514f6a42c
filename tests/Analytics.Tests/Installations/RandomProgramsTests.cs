using System.Text.Json;
using PeerNetwork.Analytics.Indicators;
using PeerNetwork.Analytics.Tests.Dashboard;
using PeerNetwork.Contracts.Engagement;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.Contracts.Matching;
using PeerNetwork.Testing;

namespace PeerNetwork.Analytics.Tests.Installations;

/// <summary>What crosses of any small program is what its own dashboard shows to a sponsor, and nothing more.</summary>
public sealed class RandomProgramsTests : IAsyncLifetime
{
    private const int Programs = 20;

    private readonly InstallationHost _analytics = InstallationHost.Named("germany");

    public Task InitializeAsync() => _analytics.InitializeAsync();

    public Task DisposeAsync() => _analytics.DisposeAsync();

    [Fact]
    public async Task What_crosses_is_what_a_sponsor_sees()
    {
        var seed = RandomSeeds.Next(20260401);
        for (var n = 0; n < Programs; n++)
            await Streams.Keep(_analytics, RandomProgram(new Random(seed + n)));
        await _analytics.Release();

        var items = await ReleasedProgram.Read(_analytics);
        items.Count.ShouldBeGreaterThan(Programs, $"two periods of most programs; seed {seed}");
        var (suppressed, shown) = (0, 0);
        foreach (var item in items)
        {
            await ReleasedProgram.ShouldBeAsOnTheDashboard(_analytics, item);
            var total = item.Value("participation.applied");
            var sites = item.GetProperty("sites")
                .EnumerateArray()
                .Select(s => s.Value("participation.applied"))
                .ToArray();
            foreach (var count in sites.Append(total).OfType<decimal>())
                SmallGroups.IsSmall((int)count).ShouldBeFalse($"seed {seed}");
            if (total is not null)
                SmallGroups.IsSmall((int)(total.Value - sites.Sum()!.Value)).ShouldBeFalse($"seed {seed}");
            suppressed += sites.Count(count => count is null);
            shown += sites.Count(count => count > 0);
        }

        await ShouldBeShownByAPartner(items);
        suppressed.ShouldBeGreaterThan(Programs, "without small groups the test proves nothing");
        shown.ShouldBeGreaterThan(Programs / 2, "without groups that are shown either");
    }

    /// <summary>A partner accepts every list of this service, and shows the same.</summary>
    private async Task ShouldBeShownByAPartner(IReadOnlyList<JsonElement> items)
    {
        await using var provider = await PartnerServer.Start();
        var headquarters = InstallationHost.PartnerOf("germany", _analytics.Address, provider.Address);
        await headquarters.InitializeAsync();
        try
        {
            await headquarters.Pull();
            var shown = (await MeasuredProgram.Read(headquarters.Sponsor, "/dashboard/installations?limit=200"))
                .GetProperty("items")
                .EnumerateArray();
            shown.Select(Content).ShouldBe(items.Select(Content), ignoreOrder: true);
        }
        finally
        {
            await headquarters.DisposeAsync();
        }

        static string Content(JsonElement item) =>
            string.Concat(
                new[] { "program", "name", "period", "releasedAt", "figures", "sites" }.Select(field =>
                    item.GetProperty(field).GetRawText()
                )
            );
    }

    private static List<object> RandomProgram(Random random)
    {
        var (program, most) = (Guid.CreateVersion7(), random.Next(4, 40));
        string[] sites = [.. Enumerable.Range(0, random.Next(1, 4)).Select(n => $"S{n}")];
        DateTimeOffset[] weeks =
        [
            .. Enumerable
                .Range(0, 4)
                .Select(n => new DateTimeOffset(2025, 12, 15, 9, 0, 0, TimeSpan.Zero).AddDays(7 * n)),
        ];
        List<object> facts =
        [
            new ProgramPublished(
                program,
                1,
                $"Program {random.Next()}",
                sites,
                new(2025, 12, 1),
                null,
                14,
                10,
                1,
                ["oneToOne"],
                null,
                weeks[0]
            ),
        ];
        foreach (var site in sites)
            for (var person = random.Next(most); person > 0; person--)
                facts.AddRange(RandomMentee(random, program, site, weeks));
        return facts;
    }

    private static IEnumerable<object> RandomMentee(Random random, Guid program, string site, DateTimeOffset[] weeks)
    {
        var (application, person, match) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var applied = weeks[random.Next(weeks.Length)];
        var later = weeks[random.Next(weeks.Length)].AddDays(7);
        // Some have left: more may have been approved than work there today.
        yield return TestData.PersonAt(site, person, applied, active: random.Next(3) > 0);
        yield return new ApplicationSubmitted(application, 1, program, person, site, "mentee", applied);
        if (random.Next(4) == 0)
        {
            yield return new ApplicationRejected(application, 2, program, person, site, "mentee", true, later);
            yield break;
        }

        yield return new ApplicationApproved(application, 2, program, person, site, "mentee", later);
        yield return new ApplicantBecameReady(application, 3, program, person, site, "mentee", 0, later, later);
        if (random.Next(3) == 0)
            yield break;
        var goal = Guid.CreateVersion7();
        var (other, kind) = (Guid.CreateVersion7(), random.Next(3) == 0 ? "reciprocal" : "oneToOne");
        var (members, giver, role) = kind is "reciprocal"
            ? (TestData.Peers(person, other), other, "peer")
            : (TestData.Pair(other, person), person, "mentee");
        yield return new MatchConfirmed(match, 1, program, kind, members, site, later, later.AddDays(3));
        yield return new MentorshipStarted(match, 2, program, kind, members, site, later.AddDays(3));
        yield return new GoalSet(match, 3, program, site, goal, new(2026, 6, 1), later.AddDays(3));
        if (random.Next(2) == 0)
            yield return new GoalReached(match, 4, program, site, goal, random.Next(2) == 0, later.AddDays(7));
        yield return new FeedbackGiven(match, 5, program, site, giver, role, random.Next(1, 6), null, later.AddDays(9));
    }
}
