using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace PeerNetwork.Gateway.DataExport;

/// <summary>
/// The page of an export: tables without scripts, to read and to print. It is built as XML, which escapes every text.
/// </summary>
public static partial class ExportPage
{
    private const string Style = """
        body { font: 11pt/1.4 sans-serif; margin: 2em; max-width: 75em; overflow-wrap: anywhere }
        table { border-collapse: collapse; margin: 0.5em 0 1.5em }
        th, td { border: 1px solid #999; padding: 0.3em 0.6em; text-align: left; vertical-align: top }
        td table { margin: 0 }
        .withheld { font-style: italic }
        @media print { body { margin: 0; font-size: 9pt } h2 { break-before: page } tr { break-inside: avoid } }
        """;

    /// <summary>Scripts and everything from elsewhere stay out, also in a browser that reads the file.</summary>
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'";

    private static readonly XmlWriterSettings Settings = new()
    {
        Async = true,
        OmitXmlDeclaration = true,
        CheckCharacters = false,
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
    };

    public static async Task Write(
        Stream to,
        Guid person,
        DateTimeOffset at,
        IReadOnlyDictionary<string, JsonElement> reports,
        CancellationToken ct
    )
    {
        var page = new XDocument(
            new XDocumentType("html", null, null, null),
            new XElement(
                "html",
                new XAttribute("lang", "en"),
                new XElement(
                    "head",
                    new XElement("meta", new XAttribute("charset", "utf-8")),
                    new XElement(
                        "meta",
                        new XAttribute("http-equiv", "Content-Security-Policy"),
                        new XAttribute("content", Policy)
                    ),
                    new XElement("title", "Personal data"),
                    new XElement("style", Style)
                ),
                new XElement(
                    "body",
                    new XElement("h1", "Personal data"),
                    new XElement("p", $"All that PeerNetwork holds on the person {person}, as of {Moment(at)}."),
                    new XElement("p", "The same is in the JSON files beside this page. Other people appear as ids."),
                    reports.Select(report => Service(report.Key, report.Value))
                )
            )
        );
        await using var writer = XmlWriter.Create(to, Settings);
        await page.SaveAsync(writer, ct);
    }

    private static XElement Service(string name, JsonElement report)
    {
        JsonElement[] kinds = [.. report.GetProperty("kinds").EnumerateArray()];
        return new XElement(
            "section",
            new XElement("h2", Words(name)),
            kinds is [] ? new XElement("p", "This part holds nothing on the person.") : kinds.Select(Kind)
        );
    }

    private static XElement Kind(JsonElement kind) =>
        new(
            "section",
            new XElement("h3", kind.GetProperty("title").GetString()),
            new XElement(
                "table",
                new XElement("tr", new XElement("th", "When"), new XElement("th", "What"), new XElement("th", "Data")),
                kind.GetProperty("records").EnumerateArray().Select(Record)
            )
        );

    private static XElement Record(JsonElement record)
    {
        var isPresent = record.GetProperty("at") is { ValueKind: JsonValueKind.Null };
        var withheld = record.GetProperty("withheld").GetString();
        return new XElement(
            "tr",
            new XElement("td", isPresent ? "now" : Moment(record.GetProperty("at").GetDateTimeOffset())),
            new XElement("td", record.GetProperty("what").GetString()),
            new XElement(
                "td",
                Value(record.GetProperty("data")),
                withheld is null ? null : new XElement("p", new XAttribute("class", "withheld"), withheld)
            )
        );
    }

    private static object Value(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => new XElement(
                "table",
                value
                    .EnumerateObject()
                    .Select(p => new XElement(
                        "tr",
                        new XElement("th", Words(p.Name)),
                        new XElement("td", Value(p.Value))
                    ))
            ),
            JsonValueKind.Array => value.EnumerateArray().Select(item => new XElement("div", Value(item))).ToArray(),
            JsonValueKind.True => "yes",
            JsonValueKind.False => "no",
            JsonValueKind.Null => "",
            _ => value.ToString(),
        };

    private static string Moment(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>The name of a field in words: <c>siteCode</c> becomes <c>Site code</c>.</summary>
    private static string Words(string name)
    {
        var words = WordStart().Replace(name, match => $" {char.ToLowerInvariant(match.Value[0])}");
        return words.Length == 0 ? "" : char.ToUpperInvariant(words[0]) + words[1..];
    }

    [GeneratedRegex("(?<=[a-z0-9])[A-Z]")]
    private static partial Regex WordStart();
}
