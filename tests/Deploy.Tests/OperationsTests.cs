using System.Text.RegularExpressions;
using PeerNetwork.Testing;

namespace PeerNetwork.Deploy.Tests;

/// <summary>
/// Dashboards, alerts and runbooks fit together. That the services emit the metrics in the table is tested with the
/// running platform, in <c>tests/EndToEnd</c>.
/// </summary>
public sealed partial class OperationsTests
{
    private static IEnumerable<string> Expressions =>
        OperationsFiles
            .Dashboards.SelectMany(d => d.Expressions)
            .Concat(OperationsFiles.Alerts.Select(a => a.Expression));

    [Fact]
    public void Dashboards_and_alerts_use_the_metrics_in_the_table_and_no_others() =>
        Expressions
            .SelectMany(PromQl.Metrics)
            .Select(NameInTable)
            .Distinct()
            .ShouldBe(MetricsTable.Own.Keys.Concat(MetricsTable.Foreign.Keys), ignoreOrder: true);

    [Fact]
    public void A_metric_is_selected_by_labels_that_it_has() =>
        Expressions
            .SelectMany(PromQl.Matchers)
            .Where(matcher => !LabelsOf(matcher.Metric).Contains(matcher.Label))
            .ShouldBeEmpty();

    [Fact]
    public void An_expression_groups_by_labels_that_its_metrics_have() =>
        Expressions
            .SelectMany(e => PromQl.GroupLabels(e).Select(label => (Expression: e, Label: label)))
            .Where(by => !PromQl.Metrics(by.Expression).SelectMany(LabelsOf).Contains(by.Label))
            .ShouldBeEmpty();

    [Fact]
    public void Each_alert_has_a_severity_a_summary_and_a_runbook()
    {
        OperationsFiles.Alerts.Count.ShouldBeGreaterThan(20);
        OperationsFiles.Alerts.Select(a => a.Name).ShouldBeUnique();
        foreach (var alert in OperationsFiles.Alerts)
        {
            alert.Severity.ShouldBeOneOf("critical", "warning");
            (alert.For ?? "1m").ShouldMatch("^[0-9]+[mh]$", alert.Name);
            alert.Summary.ShouldNotBeNullOrEmpty(alert.Name);
            OperationsFiles.Runbooks.ShouldContain(alert.Runbook!, alert.Name);
        }
    }

    [Fact]
    public void A_summary_names_labels_that_the_alert_has()
    {
        foreach (var alert in OperationsFiles.Alerts)
        foreach (Match label in SummaryLabel.Matches(alert.Summary!))
            (
                PromQl.GroupLabels(alert.Expression).Contains(label.Groups[1].Value)
                || PromQl.Matchers(alert.Expression).Select(m => m.Label).Contains(label.Groups[1].Value)
                || PromQl.Metrics(alert.Expression).SelectMany(LabelsOf).Contains(label.Groups[1].Value)
            ).ShouldBeTrue($"{alert.Name}: {label.Value}");
    }

    [Fact]
    public void Each_runbook_belongs_to_an_alert_and_has_the_same_parts()
    {
        OperationsFiles.Runbooks.ShouldBe(OperationsFiles.Alerts.Select(a => a.Runbook!), ignoreOrder: true);
        foreach (var alert in OperationsFiles.Alerts)
            File.ReadLines(Path.Combine(Repository.Root, alert.Runbook!))
                .Where(line => line.StartsWith('#'))
                .ShouldBe([$"# {alert.Name}", "## Confirm", "## What to do", "## It is over when"]);
    }

    [Fact]
    public void Links_in_runbooks_lead_to_runbooks()
    {
        var names = OperationsFiles.Runbooks.Select(Path.GetFileName).ToList();
        foreach (var runbook in OperationsFiles.Runbooks)
        foreach (Match link in Link.Matches(File.ReadAllText(Path.Combine(Repository.Root, runbook))))
            names.ShouldContain(link.Groups[1].Value, runbook);
    }

    [Fact]
    public void A_dashboard_can_be_imported_into_any_Grafana()
    {
        OperationsFiles.Dashboards.Count.ShouldBeGreaterThan(4);
        foreach (var dashboard in OperationsFiles.Dashboards)
        {
            dashboard.Json.GetProperty("uid").GetString().ShouldBe($"peernetwork-{dashboard.File}");
            dashboard.Json.GetProperty("schemaVersion").GetInt32().ShouldBeGreaterThan(40);
            dashboard.Json.TryGetProperty("id", out _).ShouldBeFalse("Grafana gives this number itself.");
            dashboard
                .Json.GetProperty("panels")
                .EnumerateArray()
                .Select(p => p.GetProperty("id").GetInt32())
                .ShouldBeUnique();
            foreach (var part in dashboard.Panels.Concat(dashboard.Targets))
                part.GetProperty("datasource").GetProperty("uid").GetString().ShouldBe("${datasource}");
        }
    }

    /// <summary>Of a histogram the table names the metric itself.</summary>
    private static string NameInTable(string metric) =>
        HistogramSuffix.Replace(metric, "") is var histogram && MetricsTable.Own.ContainsKey(histogram)
            ? histogram
            : metric;

    private static IEnumerable<string> LabelsOf(string metric) =>
        MetricsTable.Foreign.TryGetValue(metric, out var foreign) ? foreign
        : MetricsTable.Own.TryGetValue(NameInTable(metric), out var own)
            ? [.. own, .. MetricsTable.ResourceLabels, "le"]
        : [];

    [GeneratedRegex("_(bucket|count|sum)$")]
    private static partial Regex HistogramSuffix { get; }

    [GeneratedRegex(@"\$labels\.(\w+)")]
    private static partial Regex SummaryLabel { get; }

    [GeneratedRegex(@"\]\(([^)]+)\)")]
    private static partial Regex Link { get; }
}
