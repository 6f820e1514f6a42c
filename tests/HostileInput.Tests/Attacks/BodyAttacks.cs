using System.Text;
using System.Text.Json.Nodes;
using PeerNetwork.HostileInput.Tests.Data;

namespace PeerNetwork.HostileInput.Tests.Attacks;

/// <summary>A body that every service must reject.</summary>
/// <param name="Location">The location of the error.</param>
/// <param name="Name">The error.</param>
internal sealed record HostileBody(string Location, string Name, byte[] Bytes, string? MediaType)
{
    public const string Json = "application/json";

    public HostileBody(string location, string name, string text)
        : this(location, name, Encoding.UTF8.GetBytes(text), Json) { }

    public override string ToString() => $"{Location}: {Name}";

    public HttpContent Content()
    {
        var content = new ByteArrayContent(Bytes);
        if (MediaType is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", MediaType);
        return content;
    }
}

/// <summary>Hostile JSON bodies for an operation. Each has one error.</summary>
internal static class BodyAttacks
{
    private const int Depth = 10_000;

    public static IEnumerable<HostileBody> For(Schema schema, TestData data) =>
        For(new ValidValues(data).Of(schema), schema, data.IdsOfOtherKinds);

    /// <param name="valid">A valid body.</param>
    /// <param name="schema">The schema of the body.</param>
    /// <param name="otherIds">Ids of other kinds than the field of this name.</param>
    public static IEnumerable<HostileBody> For(
        JsonNode valid,
        Schema schema,
        Func<string, IEnumerable<string>> otherIds
    )
    {
        var body = new JsonEditor(valid);
        return JsonLocation
            .AllIn(valid, schema)
            .SelectMany(location => AtLocation(location, body, otherIds(location.Field)))
            .Concat(WholeBody(body))
            .Concat(WrongContentTypes(body));
    }

    private static IEnumerable<HostileBody> AtLocation(
        JsonLocation location,
        JsonEditor body,
        IEnumerable<string> otherIds
    )
    {
        foreach (var (name, json) in ValueAttacks.For(location.Schema, otherIds))
            yield return new($"{location}", name, body.With(location, json));
        if (location is { Required: true, Path: [.., string] })
            yield return new($"{location}", "left out", body.Without(location));
        if (location.Schema.Type is "object")
        {
            var fields = body.At(location)[1..^1];
            yield return new(
                $"{location}",
                "an unknown field",
                body.With(location, $$"""{{{fields}}, "isAdmin": true}""")
            );
            yield return new($"{location}", "a field twice", body.With(location, $$"""{{{fields}}, {{fields}}}"""));
            yield return new($"{location}", "a field of no name", body.With(location, $$"""{{{fields}}, "": 1}"""));
        }

        if (location.Schema.Type is "array")
            yield return new(
                $"{location}",
                "100,000 items",
                body.With(
                    location,
                    $"[{string.Join(',', Enumerable.Repeat(body.At(location)[1..^1], ValueAttacks.Huge))}]"
                )
            );
    }

    private static IEnumerable<HostileBody> WholeBody(JsonEditor body)
    {
        var text = $"{body}";
        (string Name, string Text)[] all =
        [
            ("nothing", ""),
            ("blanks", "  \n"),
            ("half of it", text[..(text.Length / 2)]),
            ("twice", text + text),
            ("a word", "nonsense"),
            ("single quotes", text.Replace('"', '\'')),
            ("a comment", $"/* */{text}"),
            ("a comma too many", $"{text[..^1]},}}"),
            ("10,000 lists within lists", new string('[', Depth) + new string(']', Depth)),
            (
                "10,000 objects within objects",
                string.Concat(Enumerable.Repeat("{\"a\":", Depth)) + "1" + new string('}', Depth)
            ),
            ("a list of it", $"[{text}]"),
            ("a form", "a=b&c=d"),
            ("XML", "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>"),
        ];
        foreach (var (name, hostile) in all)
            yield return new("the body", name, hostile);
        yield return new(
            "the body",
            "bytes that are not UTF-8",
            [.. Encoding.UTF8.GetBytes(text[..^1]), 0xff, 0xc3, 0x28, (byte)'}'],
            HostileBody.Json
        );
        yield return new(
            "the body",
            "a field's name that is not UTF-8",
            [.. Encoding.UTF8.GetBytes($"{text[..^1]},\""), 0xc3, 0x28, .. "\":1}"u8],
            HostileBody.Json
        );
        yield return new(
            "the body",
            "two megabytes",
            [.. Encoding.UTF8.GetBytes(text), .. Enumerable.Repeat((byte)' ', 2_000_000)],
            HostileBody.Json
        );
    }

    /// <summary>A valid body with a wrong content type.</summary>
    private static IEnumerable<HostileBody> WrongContentTypes(JsonEditor body)
    {
        var bytes = Encoding.UTF8.GetBytes($"{body}");
        string?[] labels =
        [
            null,
            "",
            "text/plain",
            "application/xml",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "application/octet-stream",
            "application/json; charset=utf-16",
            "application/json; charset=nonsense",
            "application/json; charset=utf-7",
            "application/jsonp",
            "json",
            "*/*",
        ];
        return labels.Select(label => new HostileBody("the content type", label ?? "none", bytes, label));
    }
}
