using PeerNetwork.HostileInput.Tests.Attacks;

namespace PeerNetwork.HostileInput.Tests;

/// <summary>Hostile JSON bodies.</summary>
[Collection(PlatformCollection.Name)]
public sealed class BodyTests
{
    public static TheoryData<Operation> OperationsWithJson =>
        [.. PlatformFixture.Running.Operations.Where(o => o.Body is { MediaType: HostileBody.Json })];

    [Theory, MemberData(nameof(OperationsWithJson), DisableDiscoveryEnumeration = true)]
    public async Task A_body_that_violates_the_document_is_rejected(Operation operation)
    {
        var (service, data) = (operation.Service, operation.Service.Target);
        var runner = await AttackRunner.Start(service);
        foreach (
            var body in BodyAttacks
                .For(operation.Body!.Value.Schema, data)
                .Where(b => !LegitimateInput.Matches(operation, b))
        )
            await runner.ExpectProblem(
                $"{body}",
                operation.CreateRequest(data.AuthorizedToken, new ValidValues(data).Of, body.Content())
            );
        runner.ShouldHaveNoFailures();
    }

    public static TheoryData<Operation> OperationsWithYaml =>
        [.. PlatformFixture.Running.Operations.Where(o => o.AcceptsYaml)];

    [Theory, MemberData(nameof(OperationsWithYaml), DisableDiscoveryEnumeration = true)]
    public async Task Yaml_that_is_no_document_is_rejected(Operation operation)
    {
        var (service, data) = (operation.Service, operation.Service.Target);
        var runner = await AttackRunner.Start(service);
        foreach (var body in YamlAttacks.All)
            await runner.ExpectProblem(
                $"{body}",
                operation.CreateRequest(data.AuthorizedToken, new ValidValues(data).Of, body.Content())
            );
        runner.ShouldHaveNoFailures();
    }
}
