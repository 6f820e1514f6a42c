using PeerNetwork.HostileInput.Tests.Attacks;

namespace PeerNetwork.HostileInput.Tests;

/// <summary>What people and programs may write into a body that they should not have.</summary>
[Collection(PlatformCollection.Name)]
public sealed class BodyTests
{
    public static TheoryData<Operation> OperationsWithJson =>
        [.. Platform.Running.Operations.Where(o => o.Body is { MediaType: HostileBody.Json })];

    [Theory, MemberData(nameof(OperationsWithJson), DisableDiscoveryEnumeration = true)]
    public async Task A_body_that_says_something_else_than_the_document_is_refused(Operation operation)
    {
        var (service, scene) = (operation.Service, operation.Service.Target);
        var trial = await Trial.Of(service);
        foreach (var body in Bodies.Against(operation.Body!.Value.Schema, scene).Where(b => !Harmless.Is(operation, b)))
            await trial.Refuses($"{body}", operation.By(scene.InsiderToken, new Samples(scene).Of, body.Content()));
        trial.Verdict();
    }
}
