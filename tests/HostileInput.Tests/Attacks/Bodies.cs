using System.Text;
using System.Text.Json.Nodes;
using PeerNetwork.HostileInput.Tests.Scenes;

namespace PeerNetwork.HostileInput.Tests.Attacks;

/// <summary>A body that no service should take.</summary>
/// <param name="Place">Where it is spoiled.</param>
/// <param name="Name">What is wrong there.</param>
internal sealed record HostileBody(string Place, string Name, byte[] Bytes, string? MediaType)
{
    public const string Json = "application/json";

    public HostileBody(string place, string name, string text)
        : this(place, name, Encoding.UTF8.GetBytes(text), Json) { }

    public override string ToString() => $"{Place}: {Name}";

    public HttpContent Content()
    {
        var content = new ByteArrayContent(Bytes);
        if (MediaType is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", MediaType);
        return content;
    }
}

/// <summary>Everything that can be wrong with the JSON body of an operation, one thing at a time.</summary>
internal static class Bodies
{
    private const int Deep = 10_000;

    public static IEnumerable<HostileBody> Against(Schema schema, Scene scene) =>
        Against(new Samples(scene).Of(schema), schema, scene.OthersThan);

    /// <param name="good">A body that is understood.</param>
    /// <param name="schema">What the document says of it.</param>
    /// <param name="strangeIds">Ids that are good elsewhere, but not in a field of this name.</param>
    public static IEnumerable<HostileBody> Against(
        JsonNode good,
        Schema schema,
        Func<string, IEnumerable<string>> strangeIds
    )
    {
        var body = new Json(good);
        return Place
            .All(good, schema)
            .SelectMany(place => At(place, body, strangeIds(place.Field)))
            .Concat(Whole(body))
            .Concat(Mislabelled(body));
    }

    private static IEnumerable<HostileBody> At(Place place, Json body, IEnumerable<string> strangeIds)
    {
        foreach (var (name, json) in Values.Against(place.Schema, strangeIds))
            yield return new($"{place}", name, body.With(place, json));
        if (place is { Required: true, Path: [.., string] })
            yield return new($"{place}", "left out", body.Without(place));
        if (place.Schema.Type is "object")
        {
            var fields = body.At(place)[1..^1];
            yield return new($"{place}", "an unknown field", body.With(place, $$"""{{{fields}}, "isAdmin": true}"""));
            yield return new($"{place}", "a field twice", body.With(place, $$"""{{{fields}}, {{fields}}}"""));
            yield return new($"{place}", "a field of no name", body.With(place, $$"""{{{fields}}, "": 1}"""));
        }

        if (place.Schema.Type is "array")
            yield return new(
                $"{place}",
                "100,000 items",
                body.With(place, $"[{string.Join(',', Enumerable.Repeat(body.At(place)[1..^1], Values.Huge))}]")
            );
    }

    private static IEnumerable<HostileBody> Whole(Json body)
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
            ("10,000 lists within lists", new string('[', Deep) + new string(']', Deep)),
            (
                "10,000 objects within objects",
                string.Concat(Enumerable.Repeat("{\"a\":", Deep)) + "1" + new string('}', Deep)
            ),
            ("a list of it", $"[{text}]"),
            ("a form", "a=b&c=d"),
            ("XML", "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>"),
        ];
        foreach (var (name, spoiled) in all)
            yield return new("the body", name, spoiled);
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

    /// <summary>A good body under a name that is not its own.</summary>
    private static IEnumerable<HostileBody> Mislabelled(Json body)
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
