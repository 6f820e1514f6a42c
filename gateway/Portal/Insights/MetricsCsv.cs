using CsvHelper;
using Microsoft.Extensions.Localization;
using PeerNetwork.Portal.Api.Analytics;

namespace PeerNetwork.Portal.Insights;

/// <summary>All metrics as a file for spreadsheets.</summary>
public static class MetricsCsv
{
    private static readonly CsvWriterOptions Options = new()
    {
        // By it spreadsheets recognise UTF-8.
        WriteByteOrderMark = true,
        // A spreadsheet could take the name of a site for a formula.
        Injection = CsvInjection.Escape,
    };

    public static byte[] Write(Breakdown by, IReadOnlyList<MetricsRow> rows, IStringLocalizer words)
    {
        using var file = new MemoryStream();
        using (var csv = CsvWriter.Create(file, Options, leaveOpen: true))
        {
            csv.WriteField(words[$"Insights.Row{by}"].Value);
            foreach (var metric in MetricDefinition.All)
                csv.WriteField(words.NameOf(metric));
            csv.EndRecord();
            foreach (var row in rows)
            {
                csv.WriteField(row.Name);
                foreach (var metric in MetricDefinition.All)
                    WriteValue(csv, metric.ValueIn(row.Metrics), words);
                csv.EndRecord();
            }
        }

        return file.ToArray();
    }

    private static void WriteValue(CsvWriter csv, Metric metric, IStringLocalizer words)
    {
        if (metric.Suppressed)
            csv.WriteField(words["Insights.Hidden"].Value);
        else
            csv.WriteField(metric.Value);
    }
}
