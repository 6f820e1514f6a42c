using System.Text;
using System.Text.Json.Nodes;

namespace PeerNetwork.HostileInput.Tests.Attacks;

/// <summary>Hostile forms for the roster upload: a file of people, and a mapping of its columns.</summary>
internal static class FormAttacks
{
    public const string Roster =
        "no,name,mail,site,lang,level,years,since,wing\nH1,Hal,hal@example.com,BER,en,3,4.5,2,north\n";

    /// <summary>The media type of an export.</summary>
    public const string ExportMediaType = "application/x-ndjson";

    /// <summary>A mapping that uses every kind of source and every field.</summary>
    private const string Mapping = """
        {
          "delimiter": ",", "key": { "fromLine": false, "prefix": "" }, "asOf": "2026-01-31", "absent": "ignore",
          "fullTime": 100,
          "sites": [{ "code": "BER", "name": "Berlin", "timeZone": "Europe/Berlin", "country": "DE" }],
          "fields": {
            "employeeNumber": { "column": "no" }, "name": { "columns": ["name"] }, "email": { "column": "mail" },
            "site": { "column": "site" }, "department": { "constant": "Sales" },
            "jobTitle": { "column": "wing", "values": { "north": "Seller" }, "otherwise": "Helper" },
            "jobLevel": { "column": "level" }, "yearsOfExperience": { "column": "years" },
            "yearsInCompany": { "column": "since" }, "languages": { "column": "lang" },
            "costCentre": { "constant": "4711" }, "workingTime": { "column": "level" },
            "workMode": { "constant": "hybrid" }
          }
        }
        """;

    private static readonly string[] InvalidFiles =
    [
        "",
        "no,name,mail,site,lang,level,years,since,wing\n",
        "a\0b",
        "nonsense",
        new('"', 50_000),
        new(',', 50_000),
        "\u001f\u008b\u0008",
        "{}",
    ];

    public static HttpContent Valid(string mediaType) =>
        mediaType switch
        {
            "multipart/form-data" => Create(Roster),
            ExportMediaType => new StringContent(
                "{}\n",
                new System.Net.Http.Headers.MediaTypeHeaderValue(ExportMediaType)
            ),
            _ => throw new InvalidOperationException($"No sample of {mediaType}."),
        };

    public static HttpContent Create(string roster) =>
        Create(Encoding.UTF8.GetBytes(roster), Encoding.UTF8.GetBytes(Mapping));

    /// <summary>Forms that must be rejected, by their error.</summary>
    public static IEnumerable<(string Name, HttpContent Content)> For(Schema form)
    {
        var (sample, schema) = (JsonNode.Parse(Mapping)!, form.Fields.Single(f => f.Name == "mapping").Schema);
        foreach (
            var hostile in BodyAttacks
                .For(sample, schema, _ => [])
                .Where(b => b.MediaType == HostileBody.Json && !IsOptionalSource(b))
        )
            yield return ($"mapping: {hostile}", Create(Encoding.UTF8.GetBytes(Roster), hostile.Bytes));
        foreach (var roster in InvalidFiles)
            yield return ($"the file {AttackRunner.Shorten(roster)}", Create(roster));
        yield return (
            "a file that is not UTF-8",
            Create([.. Encoding.UTF8.GetBytes(Roster), 0xff, 0xc3, 0x28], Encoding.UTF8.GetBytes(Mapping))
        );
        yield return ("no file", new MultipartFormDataContent { { new StringContent(Mapping), "mapping" } });
        yield return (
            "no mapping",
            new MultipartFormDataContent { { new StringContent(Roster), "file", "roster.csv" } }
        );
        yield return ("no part at all", new MultipartFormDataContent());
        yield return (
            "a field as the file",
            new MultipartFormDataContent
            {
                { new StringContent(Roster), "file" },
                { new StringContent(Mapping), "mapping" },
            }
        );
        yield return (
            "a mapping twice",
            new MultipartFormDataContent
            {
                { new StringContent(Roster), "file", "roster.csv" },
                { new StringContent(Mapping), "mapping" },
                { new StringContent(Mapping), "mapping" },
            }
        );
        foreach (
            var type in (string[])
                [
                    "",
                    "text/csv",
                    "application/json",
                    "multipart/form-data",
                    "multipart/form-data; boundary=other",
                    "multipart/mixed; boundary=other",
                ]
        )
            yield return (
                $"the content type {type}",
                new HostileBody("", "", Encoding.UTF8.GetBytes(Roster), type).Content()
            );
    }

    /// <summary>The source of a field may be null.</summary>
    private static bool IsOptionalSource(HostileBody body) =>
        body is { Name: "null" } && body.Location.StartsWith("fields.", StringComparison.Ordinal);

    private static MultipartFormDataContent Create(byte[] roster, byte[] mapping) =>
        new() { { new ByteArrayContent(roster), "file", "roster.csv" }, { new ByteArrayContent(mapping), "mapping" } };
}
