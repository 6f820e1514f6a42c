using System.Xml.Linq;
using PeerNetwork.Testing;

namespace PeerNetwork.Architecture.Tests;

/// <summary>Arrows point one way: the project files say so, and stay so.</summary>
public sealed class ProjectReferenceTests
{
    private static readonly string Root = Repository.Root;

    private static readonly IReadOnlyDictionary<string, string[]> Arrows = Directory
        .EnumerateFiles(Root, "*.csproj", SearchOption.AllDirectories)
        .ToDictionary(
            file => Path.GetRelativePath(Root, file),
            file =>
                XDocument
                    .Load(file)
                    .Descendants("ProjectReference")
                    .Where(r => r.Attribute("ReferenceOutputAssembly")?.Value != "false")
                    .Select(r =>
                        Path.GetRelativePath(
                            Root,
                            Path.Combine(Path.GetDirectoryName(file)!, r.Attribute("Include")!.Value.Replace('\\', '/'))
                        )
                    )
                    .ToArray()
        );

    [Fact]
    public void A_service_knows_contracts_foundation_and_its_own_rooms_never_another_service()
    {
        foreach (var service in new[] { "enrollment", "matching", "engagement", "analytics" })
        {
            foreach (var (project, references) in ArrowsFrom($"services/{service}/"))
                references.ShouldAllBe(
                    r =>
                        r.StartsWith("services/contracts/")
                        || r.StartsWith("services/foundation/")
                        || r.StartsWith($"services/{service}/"),
                    project
                );
        }
    }

    [Fact]
    public void Contracts_and_the_matching_engine_reference_nothing()
    {
        Arrows["services/contracts/Contracts.csproj"].ShouldBeEmpty();
        Arrows["services/matching/Engine/Matching.Engine.csproj"].ShouldBeEmpty();
    }

    [Fact]
    public void Foundation_knows_foundation_alone_and_event_sourcing_knows_neither_web_nor_messages()
    {
        foreach (var (project, references) in ArrowsFrom("services/foundation/"))
            references.ShouldAllBe(r => r.StartsWith("services/foundation/"), project);
        Arrows["services/foundation/EventSourcing/EventSourcing.csproj"].ShouldBeEmpty();
        var store = File.ReadAllText(Path.Combine(Root, "services/foundation/EventSourcing/EventSourcing.csproj"));
        store.ShouldNotContain("AspNetCore");
        store.ShouldNotContain("MassTransit");
    }

    [Fact]
    public void The_gateway_knows_services_by_http_only() =>
        Arrows["gateway/Gateway.csproj"]
            .ShouldAllBe(r =>
                r.StartsWith("gateway/") || r == "services/foundation/ServiceDefaults/ServiceDefaults.csproj"
            );

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(Root, "PeerNetwork.sln")).Replace('\\', '/');
        Arrows.Keys.ShouldAllBe(project => solution.Contains($"\"{project}\""));
    }

    private static IEnumerable<KeyValuePair<string, string[]>> ArrowsFrom(string folder) =>
        Arrows.Where(a => a.Key.StartsWith(folder, StringComparison.Ordinal));
}
