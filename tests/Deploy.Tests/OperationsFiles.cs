using System.Text.Json;
using PeerNetwork.Testing;
using YamlDotNet.RepresentationModel;

namespace PeerNetwork.Deploy.Tests;

/// <param name="For">Null if it fires at once.</param>
internal sealed record Alert(
    string Name,
    string Expression,
    string? For,
    string? Severity,
    string? Summary,
    string? Runbook
);

/// <param name="File">Its name without extension.</param>
internal sealed record Dashboard(string File, JsonElement Json)
{
    /// <summary>The panels, without rows.</summary>
    public IEnumerable<JsonElement> Panels =>
        Json.GetProperty("panels").EnumerateArray().Where(p => p.GetProperty("type").GetString() != "row");

    public IEnumerable<JsonElement> Targets => Panels.SelectMany(p => p.GetProperty("targets").EnumerateArray());

    public IEnumerable<string> Expressions => Targets.Select(t => t.GetProperty("expr").GetString()!);
}

/// <summary>The files of <c>deploy/operations</c>.</summary>
internal static class OperationsFiles
{
    public static IReadOnlyList<Dashboard> Dashboards { get; } =
    [
        .. Directory
            .EnumerateFiles(Path.Combine(MetricsTable.Folder, "dashboards"), "*.json")
            .Select(file => new Dashboard(
                Path.GetFileNameWithoutExtension(file),
                JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(file))
            )),
    ];

    public static YamlMappingNode Rules { get; } = ReadYaml("alerts.yaml");

    public static IReadOnlyList<Alert> Alerts { get; } =
    [
        .. from @group in (YamlSequenceNode)Rules["spec"]["groups"]
        from rule in (YamlSequenceNode)@group["rules"]
        select new Alert(
            Text(rule, "alert")!,
            Text(rule, "expr")!,
            Text(rule, "for"),
            Text(rule, "labels", "severity"),
            Text(rule, "annotations", "summary"),
            Text(rule, "annotations", "runbook_url")
        ),
    ];

    /// <summary>The paths of the runbooks in the repository.</summary>
    public static IReadOnlyList<string> Runbooks { get; } =
    [
        .. Directory
            .EnumerateFiles(Path.Combine(MetricsTable.Folder, "runbooks"), "*.md")
            .Select(file => $"deploy/operations/runbooks/{Path.GetFileName(file)}"),
    ];

    private static YamlMappingNode ReadYaml(string file)
    {
        using var text = File.OpenText(Path.Combine(MetricsTable.Folder, file));
        var yaml = new YamlStream();
        yaml.Load(text);
        return (YamlMappingNode)yaml.Documents.Single().RootNode;
    }

    private static string? Text(YamlNode node, params string[] path) =>
        path.Aggregate(
            (YamlNode?)node,
            (at, key) => at is YamlMappingNode map && map.Children.TryGetValue(key, out var child) ? child : null
        )
            is YamlScalarNode scalar
            ? scalar.Value
            : null;
}
