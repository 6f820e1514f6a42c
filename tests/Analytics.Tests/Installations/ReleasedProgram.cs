using System.Text.Json;
using PeerNetwork.Analytics.Installations;
using PeerNetwork.Analytics.Tests.Dashboard;

namespace PeerNetwork.Analytics.Tests.Installations;

/// <summary>The installation germany, which has released the figures of <see cref="MeasuredProgram"/>.</summary>
public sealed class ReleasedProgram : IAsyncLifetime
{
    private readonly InstallationHost _analytics = InstallationHost.Named("germany");

    internal InstallationHost Analytics => _analytics;

    internal MeasuredProgram Program { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Program = new(_analytics);
        await Program.InitializeAsync();
        await _analytics.Release();
    }

    public Task DisposeAsync() => _analytics.DisposeAsync();

    /// <summary>All figures, as a partner reads them.</summary>
    internal static async Task<IReadOnlyList<JsonElement>> Read(
        InstallationHost analytics,
        string query = "?limit=200"
    ) =>
        [
            .. (await MeasuredProgram.Read(analytics.Partner, $"/shared-figures{query}"))
                .GetProperty("items")
                .EnumerateArray(),
        ];

    /// <summary>Compares all that a partner reads with what the dashboard shows to a sponsor.</summary>
    internal static async Task ShouldBeAsOnTheDashboard(InstallationHost analytics, JsonElement item)
    {
        var query =
            $"?program={item.GetProperty("program").GetString()}&period={item.GetProperty("period").GetString()}";
        var whole = await MeasuredProgram.Read(analytics.Sponsor, $"/dashboard{query}");
        item.GetProperty("name").GetString().ShouldBe(whole.GetProperty("name").GetString());
        ShouldBeSame(item.GetProperty("figures"), whole.GetProperty("metrics"));
        var sites = (await MeasuredProgram.Read(analytics.Sponsor, $"/dashboard/sites{query}"))
            .GetProperty("items")
            .EnumerateArray()
            .ToArray();
        var shared = item.GetProperty("sites").EnumerateArray().ToArray();
        shared
            .Select(s => (s.GetProperty("code").GetString(), s.GetProperty("name").GetString()))
            .ShouldBe(sites.Select(s => (s.GetProperty("code").GetString(), s.GetProperty("name").GetString())));
        foreach (var (site, shown) in shared.Zip(sites))
            ShouldBeSame(site.GetProperty("figures"), shown.GetProperty("metrics"));
    }

    private static void ShouldBeSame(JsonElement figures, JsonElement metrics)
    {
        var paths = 0;
        foreach (var figure in figures.EnumerateArray())
        {
            var path = figure.GetProperty("metric").GetString()!;
            var shown = path.Split('.').Aggregate(metrics, (at, name) => at.GetProperty(name));
            figure.EnumerateObject().Select(f => f.Name).ShouldBe(["metric", "value", "suppressed"]);
            figure.GetProperty("value").GetRawText().ShouldBe(shown.GetProperty("value").GetRawText(), path);
            figure.GetProperty("suppressed").GetRawText().ShouldBe(shown.GetProperty("suppressed").GetRawText(), path);
            paths++;
        }

        paths.ShouldBe(FigureDefinitions.All.Count);
    }
}

internal static class FiguresJson
{
    /// <summary>The value of a figure by name; null where it is suppressed.</summary>
    public static decimal? Value(this JsonElement item, string metric)
    {
        var figure = item.GetProperty("figures")
            .EnumerateArray()
            .Single(f => f.GetProperty("metric").GetString() == metric);
        var value = figure.GetProperty("value");
        figure.GetProperty("suppressed").GetBoolean().ShouldBe(value.ValueKind == JsonValueKind.Null);
        return value.ValueKind == JsonValueKind.Null ? null : value.GetDecimal();
    }

    public static JsonElement Site(this JsonElement item, string code) =>
        item.GetProperty("sites").EnumerateArray().Single(s => s.GetProperty("code").GetString() == code);
}
