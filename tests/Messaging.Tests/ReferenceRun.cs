using PeerNetwork.Testing;

namespace PeerNetwork.Messaging.Tests;

/// <summary>A separate broker, and the final state of the shop after a run without faults.</summary>
public sealed class ReferenceRun : RabbitMqFixture, IAsyncLifetime
{
    private string[] _finalState = [];

    public new async Task InitializeAsync()
    {
        await base.InitializeAsync();
        var (broker, database) = (await NewVirtualHost(), await TestServers.NewDatabase());
        await using var shop = await TestServices.StartShop(broker, database: database);
        await using var depot = await TestServices.StartDepot(broker);
        await Workload.Run(depot);
        _finalState = await Workload.FinalStateOf(database);
    }

    /// <summary>Asserts that the other run ended in the same state.</summary>
    public async Task ShouldMatch(string shop) => (await Workload.FinalStateOf(shop)).ShouldBe(_finalState);
}
