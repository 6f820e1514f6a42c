using System.Text.RegularExpressions;

namespace PeerNetwork.Deploy.Tests;

/// <summary>Which metrics and labels a PromQL expression names.</summary>
internal static partial class PromQl
{
    private static readonly HashSet<string> Keywords =
    [
        "and",
        "or",
        "unless",
        "by",
        "without",
        "on",
        "ignoring",
        "group_left",
        "group_right",
        "offset",
        "bool",
    ];

    public static IReadOnlySet<string> Metrics(string expression) =>
        Name.Matches(InBraces.Replace(Grouping.Replace(Bare(expression), ""), ""))
            .Select(name => name.Value)
            .Where(name => !Keywords.Contains(name))
            .ToHashSet();

    /// <summary>The labels of matchers, by the metric that they select.</summary>
    public static IEnumerable<(string Metric, string Label)> Matchers(string expression) =>
        from selector in Selector.Matches(Bare(expression))
        from label in Label.Matches(selector.Groups["matchers"].Value)
        select (selector.Groups["metric"].Value, label.Groups[1].Value);

    /// <summary>The labels by which an expression groups.</summary>
    public static IEnumerable<string> GroupLabels(string expression) =>
        Grouping
            .Matches(Bare(expression))
            .SelectMany(by => by.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries))
            .Where(label => label.Length > 0);

    /// <summary>Without the content of strings and without ranges such as <c>[5m]</c>.</summary>
    private static string Bare(string expression) => Range.Replace(Text.Replace(expression, "\"\""), "");

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Text { get; }

    [GeneratedRegex(@"\[[^\]]*\]|\boffset\s+\w+")]
    private static partial Regex Range { get; }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex InBraces { get; }

    [GeneratedRegex(@"\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)")]
    private static partial Regex Grouping { get; }

    [GeneratedRegex(@"(?<metric>[A-Za-z_:][\w:]*)\s*\{(?<matchers>[^}]*)\}")]
    private static partial Regex Selector { get; }

    [GeneratedRegex(@"(\w+)\s*(?:=~|!~|!=|=)")]
    private static partial Regex Label { get; }

    /// <summary>A name that is no function and no part of a number.</summary>
    [GeneratedRegex(@"(?<![\w:.])[A-Za-z_:][\w:]*(?![\w:])(?!\s*\()")]
    private static partial Regex Name { get; }
}
