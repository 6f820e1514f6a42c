using System.Text;
using System.Text.Json.Nodes;

namespace PeerNetwork.HostileInput.Tests.Attacks;

/// <summary>The one form there is: a file of people, and a mapping that tells what its columns mean.</summary>
internal static class Forms
{
    public const string Roster =
        "no,name,mail,site,lang,level,years,since,wing\nH1,Hal,hal@example.com,BER,en,3,4.5,2,north\n";

    /// <summary>All streams of a service, line by line.</summary>
    public const string Move = "application/x-ndjson";

    /// <summary>Names each kind of source once, and all that a mapping may say.</summary>
    private const string Mapping = """
        {
          "delimiter": ",", "key": { "fromLine": false, "prefix": "" }, "asOf": "2026-01-31", "absent": "ignore",
          "sites": [{ "code": "BER", "name": "Berlin", "timeZone": "Europe/Berlin", "country": "DE" }],
          "fields": {
            "employeeNumber": { "column": "no" }, "name": { "columns": ["name"] }, "email": { "column": "mail" }, "site": { "column": "site" },
            "department": { "constant": "Sales" }, "jobTitle": { "column": "wing", "values": { "north": "Seller" }, "otherwise": "Helper" },
            "jobLevel": { "column": "level" }, "yearsOfExperience": { "column": "years" }, "yearsInCompany": { "column": "since" }, "languages": { "column": "lang" }
          }
        }
        """;

    private static readonly string[] NoFiles =
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

    public static HttpContent Good(string mediaType) =>
        mediaType switch
        {
            "multipart/form-data" => Of(Roster),
            Move => new StringContent("{}\n", new System.Net.Http.Headers.MediaTypeHeaderValue(Move)),
            _ => throw new InvalidOperationException($"No sample of {mediaType}."),
        };

    public static HttpContent Of(string roster) => Of(Encoding.UTF8.GetBytes(roster), Encoding.UTF8.GetBytes(Mapping));

    /// <summary>What nobody should be able to send in place of the good form, by what is wrong with it.</summary>
    public static IEnumerable<(string Name, HttpContent Content)> Against(Schema form)
    {
        var (sample, schema) = (JsonNode.Parse(Mapping)!, form.Fields.Single(f => f.Name == "mapping").Schema);
        foreach (
            var spoiled in Bodies
                .Against(sample, schema, _ => [])
                .Where(b => b.MediaType == HostileBody.Json && !IsNoSource(b))
        )
            yield return ($"mapping: {spoiled}", Of(Encoding.UTF8.GetBytes(Roster), spoiled.Bytes));
        foreach (var roster in NoFiles)
            yield return ($"the file {Trial.Short(roster)}", Of(roster));
        yield return (
            "a file that is not UTF-8",
            Of([.. Encoding.UTF8.GetBytes(Roster), 0xff, 0xc3, 0x28], Encoding.UTF8.GetBytes(Mapping))
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

    /// <summary>A field from which nothing comes may say so.</summary>
    private static bool IsNoSource(HostileBody body) =>
        body is { Name: "null" } && body.Place.StartsWith("fields.", StringComparison.Ordinal);

    private static MultipartFormDataContent Of(byte[] roster, byte[] mapping) =>
        new() { { new ByteArrayContent(roster), "file", "roster.csv" }, { new ByteArrayContent(mapping), "mapping" } };
}
