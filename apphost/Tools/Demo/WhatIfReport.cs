using System.Diagnostics;
using Spectre.Console;

namespace PeerNetwork.Tools.Demo;

/// <summary>What the matching desk shows a coordinator of a run, as the API tells it.</summary>
internal sealed class WhatIfReport(Session coordinator, Session hr, Guid run, ProgressReporter progress)
{
    private const int Examples = 3;

    /// <summary>The first variant beside each of the others.</summary>
    public async Task Compare(CancellationToken ct)
    {
        var since = Stopwatch.GetTimestamp();
        Comparison[] compared =
        [
            await coordinator.Get<Comparison>($"matching/runs/{run}/variants/1/compare/2?groupBy=site", ct),
            await coordinator.Get<Comparison>($"matching/runs/{run}/variants/1/compare/3?groupBy=site", ct),
        ];
        var took = Stopwatch.GetElapsedTime(since) / compared.Length;
        var table = new Table().AddColumn("");
        foreach (var side in (Side[])[compared[0].A, .. compared.Select(c => c.B)])
            table.AddColumn(new TableColumn(side.Name ?? $"{side.Variant}").RightAligned());
        Row("matched", f => $"{f.Matched} of {f.Mentees}");
        Row("share", f => $"{f.Rate / 10m:0.0} %");
        Row("mean score", f => $"{Score(f.Scores?.Mean)}");
        Row("middle half", f => $"{Score(f.Scores?.LowerQuartile)} to {Score(f.Scores?.UpperQuartile)}");
        Row("most mentees of one mentor", f => $"{f.Load.Max}");
        Row("mentors with nobody", f => $"{f.Load.Unused}");
        Row("greatest gap between sites, share", f => $"{f.MaxRateGap / 10m:0.0} %");
        Row("greatest gap between sites, score", f => $"{Score(f.MaxScoreGap)}");
        table.AddRow([
            "gain / lose / same",
            "",
            .. compared.Select(c => $"{c.ImprovedCount} / {c.WorsenedCount} / {c.UnchangedCount}"),
        ]);
        AnsiConsole.Write(table);
        AnsiConsole.WriteLine($"Two variants were compared in {took.TotalMilliseconds:0} ms, through the gateway.");

        void Row(string what, Func<Figures, string> of) =>
            table.AddRow([what, of(compared[0].A.Metrics), .. compared.Select(c => of(c.B.Metrics))]);
    }

    /// <summary>How fair the published variant is, and what becomes of those whom it leaves out.</summary>
    public async Task Tell(int variant, CancellationToken ct)
    {
        Fairness((await coordinator.Get<VariantView>($"matching/runs/{run}/variants/{variant}", ct)).Fairness);
        var left = await progress.Do(
            "The unmatched are named",
            () => coordinator.Lines<UnmatchedView>($"matching/runs/{run}/variants/{variant}/unmatched.ndjson", ct)
        );
        foreach (var reason in left.GroupBy(u => u.Reason).OrderByDescending(g => g.Count()))
        {
            AnsiConsole.MarkupLineInterpolated($"[bold]{reason.Count()} unmatched: {reason.Key}[/]");
            foreach (var mentee in reason.Take(Examples))
                AnsiConsole.WriteLine(
                    $"  {(await hr.Get<Named>($"enrollment/people/{mentee.Mentee}", ct)).Name}, {mentee.SiteCode}: "
                        + $"{mentee.Sentence}{(mentee.NextStep is { } next ? $" {next}" : "")}"
                );
        }
    }

    private static void Fairness(FairnessReport? report)
    {
        if (report is null)
        {
            AnsiConsole.WriteLine("No fairness report: the matcher has kept no bounds.");
            return;
        }

        var table = new Table()
            .AddColumn("Fairness")
            .AddColumn(new TableColumn("mentees").RightAligned())
            .AddColumn(new TableColumn("matched").RightAligned())
            .AddColumn(new TableColumn("share").RightAligned())
            .AddColumn(new TableColumn("at least").RightAligned())
            .AddColumn("");
        foreach (var g in report.Groups)
            table.AddRow(
                g.Group ?? "no site",
                $"{g.Mentees}",
                $"{g.Matched}",
                $"{g.Rate / 10m:0.0} %",
                g.MinRate is { } least ? $"{least / 10m:0.0} %" : "",
                g.Met ? "[green]met[/]" : "[red]not met[/]"
            );
        AnsiConsole.Write(table);
        AnsiConsole.WriteLine(
            "Most mentees of one mentor: "
                + $"{report.Load.Max}{(report.Load.MaxAllowed is { } most ? $", allowed {most}" : "")}. "
                + $"The bounds cost {report.PriceInMatched} matches and "
                + $"{Score((int)Math.Min(report.PriceInScore, int.MaxValue))} points of total score."
        );
    }

    /// <summary>Millionths, as people read them.</summary>
    private static string Score(int? millionths) => millionths is { } score ? $"{score / 1_000_000m:0.000}" : "";

    private sealed record Comparison(Side A, Side B, int ImprovedCount, int WorsenedCount, int UnchangedCount);

    private sealed record Side(int Variant, string? Name, Figures Metrics);

    private sealed record Figures(
        int Mentees,
        int Matched,
        int Rate,
        Spread? Scores,
        Load Load,
        int MaxRateGap,
        int MaxScoreGap
    );

    private sealed record Spread(int Mean, int LowerQuartile, int UpperQuartile);

    private sealed record Load(int Max, int Unused, int? MaxAllowed);

    private sealed record VariantView(FairnessReport? Fairness);

    private sealed record FairnessReport(List<GroupFairness> Groups, Load Load, int PriceInMatched, long PriceInScore);

    private sealed record GroupFairness(string? Group, int Mentees, int Matched, int Rate, int? MinRate, bool Met);

    private sealed record UnmatchedView(Guid Mentee, string SiteCode, string Reason, string Sentence, string? NextStep);

    private sealed record Named(string Name);
}
