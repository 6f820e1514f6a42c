using System.Text;

namespace PeerNetwork.HostileInput.Tests.Attacks;

/// <summary>Hostile YAML bodies. Each has one error.</summary>
internal static class YamlAttacks
{
    public const string Yaml = "application/yaml";

    private const int Depth = 10_000;

    private static readonly (string Name, string Text)[] Texts =
    [
        ("nothing", ""),
        ("a word", "nonsense"),
        ("a list", "- a\n- b"),
        ("not closed", "name: ["),
        ("a tab", "name:\n\t- a"),
        ("a field twice", "name: a\nname: b"),
        ("a key that is a list", "? [a, b]\n: c"),
        ("a NUL", "name: \"a\\0b\""),
        ("a lone surrogate", "name: \"\\uD800\""),
        ("two documents", "name: a\n---\nname: b"),
        ("an alias", "name: &a b\nsiteCodes: [*a]"),
        ("an alias of itself", "name: &a [*a]"),
        (
            "aliases of aliases",
            string.Join('\n', Enumerable.Range(1, 30).Select(n => $"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}]"))
        ),
        ("a merge", "<<: {name: a}"),
        ("a tag", "name: !!python/object/apply:os.system [id]"),
        ("a tag of a type", "!PeerNetwork.Enrollment.Programs.ProgramPlan\nname: a"),
        ("a directive", "%TAG ! tag:example.com,2026:\n---\nname: a"),
        ("a number that is none", "name: .nan"),
        ("a number without end", "name: 1e9999"),
        ("lists within lists", new string('[', Depth) + new string(']', Depth)),
        ("lists within lists, without brackets", string.Concat(Enumerable.Repeat("- ", Depth))),
        ("objects within objects", string.Concat(Enumerable.Repeat("{a: ", Depth))),
        ("many keys", string.Concat(Enumerable.Range(0, 50_000).Select(n => $"k{n}: 1\n"))),
        ("a long key", new string('k', 500_000) + ": 1"),
    ];

    public static IEnumerable<HostileBody> All =>
        Texts
            .Select(attack => new HostileBody("the YAML", attack.Name, Encoding.UTF8.GetBytes(attack.Text), Yaml))
            .Append(new("the YAML", "bytes that are not UTF-8", [.. "name: "u8, 0xff, 0xc3, 0x28], Yaml))
            .Append(new("the YAML", "two megabytes", [.. Enumerable.Repeat((byte)' ', 2_000_000)], Yaml));
}
