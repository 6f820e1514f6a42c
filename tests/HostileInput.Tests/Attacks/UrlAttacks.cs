using System.Globalization;
using PeerNetwork.HostileInput.Tests.Data;

namespace PeerNetwork.HostileInput.Tests.Attacks;

/// <summary>Hostile values of path and query parameters, percent-encoded as they are sent.</summary>
internal static class UrlAttacks
{
    private static readonly string[] Texts =
    [
        "%00",
        "a%01b",
        "a%7fb",
        "a%C2%85b",
        "a%0d%0aSet-Cookie:x=y",
        "%ff",
        "%C3%28",
        "%ED%A0%80",
        "gpj.%E2%80%AEtxt",
        "a%E2%81%A7b",
    ];

    private static readonly string[] Paths =
    [
        "..%2f..%2fetc%2fpasswd",
        "a%2Fb",
        "a%252Fb",
        "a%5Cb",
        "%",
        "%zz",
        "%u0041",
        new('a', 3_000),
        "*",
        "null",
        "'%20or%201=1--",
        "${jndi:ldap://x}",
        "a;b=c",
    ];

    private static readonly string[] Numbers =
    [
        "0",
        "-1",
        "1.5",
        "1e0",
        "99999999999",
        "99999999999999999999999",
        "NaN",
        "one",
        "%D9%A1",
        "0x1",
    ];

    private static readonly string[] Dates =
    [
        "0001-01-01",
        "9999-12-31",
        "2026-02-30",
        "2026-13-01",
        "yesterday",
        "2026-01-01T00:00:00Z",
        "+12026-01-01",
        "1",
        "1,1",
        "2026/01/02",
        "02.01.2026",
    ];

    public static IEnumerable<string> For(Parameter parameter, TestData data, string? valid) =>
        (parameter.In is "path" ? Paths : [])
            .Concat(Texts)
            .Concat(ForSchema(parameter, data))
            .Concat(Duplicates(parameter, valid));

    private static IEnumerable<string> ForSchema(Parameter parameter, TestData data) =>
        (parameter, parameter.Schema) switch
        {
            ({ Name: "limit" }, _) => Numbers.Append("201"),
            ({ Name: "cursor" }, _) => ["garbage", "AAAAAAAAAAAAAAAAAAAAA", "!!!!!!!!!!!!!!!!!!!!!!", new('A', 2_000)],
            ({ In: "path" }, { Format: "uuid" }) => UnknownIds(parameter, data),
            (_, { Format: "uuid" }) => ["not-an-id", "1"],
            (_, { Format: "date" }) => Dates,
            (_, { Type: "integer" }) => Numbers,
            (_, { Type: "boolean" }) => ["maybe", "1", "yes"],
            (_, { EnumValues: [var word, ..] }) => ["nonsense", word.ToUpperInvariant(), "0", $"{word},{word}"],
            ({ In: "path" }, _) => ["nonsense"],
            _ => [],
        };

    private static IEnumerable<string> UnknownIds(Parameter parameter, TestData data) =>
        new[]
        {
            "not-an-id",
            Guid.Empty.ToString(),
            Guid.CreateVersion7().ToString(),
            string.Create(CultureInfo.InvariantCulture, $"{int.MaxValue}"),
        }.Concat(data.IdsOfOtherKinds(parameter.Kind));

    private static IEnumerable<string> Duplicates(Parameter parameter, string? valid) =>
        parameter.In is "query"
            ?
            [
                $"{valid ?? "1"}&{parameter.Name}={valid ?? "1"}",
                $"{valid}&{parameter.Name.ToUpperInvariant()}={valid}",
            ]
            : [];
}
