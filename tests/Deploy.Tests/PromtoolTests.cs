using System.Text.Json;
using PeerNetwork.Testing;
using YamlDotNet.RepresentationModel;

namespace PeerNetwork.Deploy.Tests;

/// <summary>
/// Prometheus' own tool reads every expression, and decides which alerts fire for given series:
/// <c>alerts.promtool.yaml</c>.
/// </summary>
public sealed class PromtoolTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("peernetwork-promtool-").FullName;

    [PromtoolFact]
    public void Alerts_fire_when_they_should()
    {
        using (var rules = File.CreateText(Path.Combine(_folder, "rules.yaml")))
            new YamlStream(new YamlDocument(OperationsFiles.Rules["spec"])).Save(rules, assignAnchors: false);
        const string tests = "alerts.promtool.yaml";
        File.Copy(Path.Combine(Repository.Root, "tests", "Deploy.Tests", tests), Path.Combine(_folder, tests));
        Run("check", "rules", "rules.yaml");
        Run("test", "rules", tests);
    }

    [PromtoolFact]
    public void Expressions_of_dashboards_are_valid()
    {
        var rules = OperationsFiles
            .Dashboards.SelectMany(d => d.Expressions)
            .Select((e, number) => new { record = $"panel:{number}", expr = e.Replace("$__rate_interval", "5m") });
        // JSON is YAML.
        File.WriteAllText(
            Path.Combine(_folder, "rules.yaml"),
            JsonSerializer.Serialize(new { groups = new[] { new { name = "panels", rules } } })
        );
        Run("check", "rules", "rules.yaml");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Run(params string[] arguments)
    {
        var result = ExternalProgram.Run(PromtoolFactAttribute.Program!, arguments, _folder);
        result.ExitCode.ShouldBe(0, result.Output + result.Error);
    }
}

/// <summary>A test that needs promtool in <c>PATH</c>; it is reported as skipped where it is missing.</summary>
internal sealed class PromtoolFactAttribute : FactAttribute
{
    public static string? Program { get; } = ExternalProgram.Find("promtool", "PATH");

    public PromtoolFactAttribute() => Skip = Program is null ? "promtool is not in PATH." : null;
}
