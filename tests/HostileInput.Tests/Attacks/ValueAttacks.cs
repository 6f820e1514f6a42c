namespace PeerNetwork.HostileInput.Tests.Attacks;

/// <summary>Hostile values for a field, as JSON text.</summary>
internal static class ValueAttacks
{
    public const int Huge = 100_000;

    private static readonly (string Name, string Json)[] JsonTypes =
    [
        ("string", "\"text\""),
        ("number", "1"),
        ("boolean", "true"),
        ("object", "{}"),
        ("array", "[]"),
    ];

    private static readonly (string Name, string Json)[] Texts =
    [
        ("a NUL", """ "a\u0000b" """),
        ("a control character", """ "a\u0001b" """),
        ("DEL", """ "a\u007fb" """),
        ("a C1 control character", """ "a\u0085b" """),
        ("a raw control character", "\"a\u0001b\""),
        ("half a surrogate pair", """ "a\ud800b" """),
        ("the other half", """ "a\udc00" """),
        ("an unknown escape", """ "a\x41" """),
        ("100,000 characters", $"\"{new string('x', Huge)}\""),
    ];

    /// <summary>
    /// Direction marks change the reading order of text. A name with such a mark can look like another name.
    /// </summary>
    private static readonly (string Name, string Json)[] DirectionMarks =
    [
        ("a right-to-left override", """ "gpj.\u202Etxt" """),
        ("an embedding", """ "a\u202Ab" """),
        ("an isolate", """ "a\u2067b\u2069" """),
    ];

    private static readonly (string Name, string Json)[] Dates =
    [
        ("the first day", "\"0001-01-01\""),
        ("the last day", "\"9999-12-31\""),
        ("30 February", "\"2026-02-30\""),
        ("month 13", "\"2026-13-01\""),
        ("a day with a time", "\"2026-11-22T09:30:00Z\""),
        ("another order", "\"22/11/2026\""),
        ("a year of five digits", "\"+12026-01-01\""),
    ];

    private static readonly (string Name, string Json)[] Timestamps =
    [
        ("no offset", "\"2026-11-22T09:30:00\""),
        ("the first moment", "\"0001-01-01T00:00:00+14:00\""),
        ("the last moment", "\"9999-12-31T23:59:59-14:00\""),
    ];

    private static readonly (string Name, string Json)[] Times =
    [
        ("24:00", "\"24:00:00\""),
        ("25:61", "\"25:61:00\""),
        ("a negative time", "\"-01:00:00\""),
        ("days", "\"1.00:00:00\""),
        ("a time with offset", "\"09:00:00+01:00\""),
    ];

    private static readonly (string Name, string Json)[] Numbers =
    [
        ("1e400", "1e400"),
        ("thirty digits", "123456789012345678901234567890"),
        ("minus thirty digits", "-123456789012345678901234567890"),
        ("NaN", "NaN"),
        ("a number in quotes", "\"1\""),
        ("a leading zero", "01"),
        ("hexadecimal", "0x1"),
        ("the greatest int", $"{int.MaxValue}"),
        ("the least int", $"{int.MinValue}"),
    ];

    private static readonly (string Name, string Json)[] Ids =
    [
        ("no UUID", "\"not-an-id\""),
        ("an empty text", "\"\""),
        ("an unknown id", $"\"{Guid.CreateVersion7()}\""),
        ("the empty id", $"\"{Guid.Empty}\""),
        ("an id in braces", $"\"{{{Guid.CreateVersion7()}}}\""),
    ];

    /// <summary>Values that violate this schema. <paramref name="otherIds"/> are ids of other kinds.</summary>
    public static IEnumerable<(string Name, string Json)> For(Schema schema, IEnumerable<string> otherIds)
    {
        var kind = schema.Type is "integer" ? "number" : schema.Type;
        var wrong = JsonTypes.Where(k => k.Name != kind).Select(k => ($"{k.Name} for {schema.Type}", k.Json));
        if (!schema.MayBeNull)
            wrong = wrong.Append(("null", "null"));
        return wrong.Concat(
            (schema.Type, schema.Format) switch
            {
                ("string", "uuid") => Ids.Concat(otherIds.Select(id => ("an id of something else", $"\"{id}\""))),
                ("string", "date") => Dates,
                ("string", "date-time") => Dates.Concat(Timestamps),
                ("string", "time") => Times,
                ("string", _) when schema.EnumValues is [var word, ..] => InvalidEnumValues(word),
                ("string", _) => Texts.Concat(DirectionMarks),
                ("integer", _) => Numbers.Append(("a fraction", "1.5")),
                ("number", _) => Numbers,
                ("array", _) => [("null in it", "[null]"), ("a list in it", "[[]]")],
                _ => [],
            }
        );
    }

    private static IEnumerable<(string Name, string Json)> InvalidEnumValues(string word) =>
        [
            ("an unknown word", "\"nonsense\""),
            ("another case", $"\"{word.ToUpperInvariant()}\""),
            ("a blank before it", $"\" {word}\""),
            ("two words", $"\"{word},{word}\""),
            ("the number of a word", "0"),
            ("its number as text", "\"0\""),
            ("an empty text", "\"\""),
        ];
}
