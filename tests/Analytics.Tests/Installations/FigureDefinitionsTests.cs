using System.Text.Json;
using System.Text.Json.Nodes;
using PeerNetwork.Analytics.Dashboard;
using PeerNetwork.Analytics.Indicators;
using PeerNetwork.Analytics.Installations;

namespace PeerNetwork.Analytics.Tests.Installations;

public sealed class FigureDefinitionsTests
{
    private static readonly DashboardMetrics NoMetrics = new MetricsCalculator(
        new Cube([]),
        site: null,
        Interval.All,
        headcount: 0
    ).Metrics;

    [Fact]
    public void Each_figure_of_the_dashboard_has_its_path_as_name() =>
        FigureDefinitions
            .All.Select(d => d.Metric)
            .ShouldBe(PathsOf(JsonSerializer.SerializeToNode(NoMetrics, JsonSerializerOptions.Web)!, ""));

    /// <summary>A value of its own for each figure shows that none is mixed up with another.</summary>
    [Fact]
    public void Each_figure_is_read_from_its_path()
    {
        var json = JsonSerializer.SerializeToNode(NoMetrics, JsonSerializerOptions.Web)!;
        foreach (var (n, path) in PathsOf(json, "").Index())
            Leaf(path)["value"] = n;
        var metrics = json.Deserialize<DashboardMetrics>(JsonSerializerOptions.Web)!;
        FigureDefinitions
            .FiguresOf(metrics)
            .Select(f => f.Value)
            .ShouldBe(Enumerable.Range(0, FigureDefinitions.All.Count).Select(n => (decimal?)n));

        JsonNode Leaf(string path) => path.Split('.').Aggregate(json, (at, name) => at[name]!);
    }

    [Theory]
    [InlineData("goals.set", "0", true)]
    [InlineData("goals.set", "5", true)]
    [InlineData("goals.set", "1", false)]
    [InlineData("goals.set", "4", false)]
    [InlineData("goals.set", "-5", false)]
    [InlineData("goals.set", "5.5", false)]
    [InlineData("goals.set", "79228162514264337593543950335", false)]
    [InlineData("goals.set", null, false)]
    [InlineData("goals.attainment", null, true)]
    [InlineData("goals.attainment", "0.25", true)]
    [InlineData("goals.attainment", "1.25", true)]
    [InlineData("goals.attainment", "-0.01", false)]
    [InlineData("satisfaction.mentors.mean", "4.5", true)]
    [InlineData("satisfaction.mentors.mean", "0", false)]
    [InlineData("satisfaction.mentors.mean", "6", false)]
    [InlineData("matching.medianDays", "14.5", true)]
    [InlineData("matching.medianDays", "-1.5", false)]
    [InlineData("people.salary", "5", false)]
    public void A_figure_is_in_its_range(string metric, string? value, bool isValid) =>
        FigureDefinitions
            .IsValid(
                new(
                    metric,
                    value is null ? null : decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture),
                    false
                )
            )
            .ShouldBe(isValid);

    [Fact]
    public void A_suppressed_figure_has_no_value()
    {
        FigureDefinitions.IsValid(new("goals.set", null, true)).ShouldBeTrue();
        FigureDefinitions.IsValid(new("goals.set", 20, true)).ShouldBeFalse();
    }

    private static IEnumerable<string> PathsOf(JsonNode node, string path) =>
        node.AsObject().ContainsKey("suppressed")
            ? [path]
            : node.AsObject().SelectMany(field => PathsOf(field.Value!, $"{path}.{field.Key}".TrimStart('.')));
}
