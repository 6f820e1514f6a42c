using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace PeerNetwork.Tools.Demo;

/// <summary>A roster with the mapping of its columns, as HR uploads them.</summary>
internal sealed record RosterFile(string Name, byte[] Csv, string Mapping)
{
    public static RosterFile Of(DemoCompany.Company company)
    {
        using var csv = new StringWriter();
        DemoCompany.Roster.WriteRoster(company, csv);
        return new(
            "demo-company.csv",
            System.Text.Encoding.UTF8.GetBytes(csv.ToString()),
            DemoCompany.Roster.MappingOf(company)
        );
    }

    public static async Task<RosterFile> Read(FileInfo csv, FileInfo mapping, CancellationToken ct) =>
        new(
            csv.Name,
            await File.ReadAllBytesAsync(csv.FullName, ct),
            await File.ReadAllTextAsync(mapping.FullName, ct)
        );

    /// <summary>The codes of the sites that the mapping opens: the people of this roster work there.</summary>
    public IReadOnlySet<string> Sites =>
        JsonNode.Parse(Mapping)!["sites"]!.AsArray().Select(s => s!["code"]!.GetValue<string>()).ToHashSet();

    public Task<RosterReport> Upload(Session hr, bool dryRun, CancellationToken ct) =>
        hr.Post<RosterReport>($"enrollment/rosters?dryRun={(dryRun ? "true" : "false")}", Content(), ct);

    private MultipartFormDataContent Content()
    {
        var csv = new ByteArrayContent(Csv) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } };
        return new MultipartFormDataContent { { csv, "file", Name }, { new StringContent(Mapping), "mapping" } };
    }
}

internal sealed record RosterReport(
    int Lines,
    int Added,
    int Changed,
    int Left,
    int Unchanged,
    List<RosterError> Errors
)
{
    public int Written => Added + Changed + Left;
}

internal sealed record RosterError(int Line, string Column, string Message);
