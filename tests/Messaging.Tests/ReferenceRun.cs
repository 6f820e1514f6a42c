using PeerNetwork.Testing;

namespace PeerNetwork.Messaging.Tests;

/// <summary>A broker of its own, and what the shop knows after a run without faults.</summary>
public sealed class ReferenceRun : RabbitMqFixture, IAsyncLifetime
{
    private string[] _end = [];

    public new async Task InitializeAsync()
    {
        await base.InitializeAsync();
        var (broker, database) = (await NewVirtualHost(), await TestServers.NewDatabase());
        await using var shop = await TestServices.StartShop(broker, database: database);
        await using var depot = await TestServices.StartDepot(broker);
        await Workload.Run(depot);
        _end = await Workload.FinalStateOf(database);
    }

    /// <summary>The other run ended in the same state: no event more, less or different.</summary>
    public async Task ShouldMatch(string shop) => (await Workload.FinalStateOf(shop)).ShouldBe(_end);
}
