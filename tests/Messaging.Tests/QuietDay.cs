using PeerNetwork.Testing;

namespace PeerNetwork.Messaging.Tests;

/// <summary>A broker of our own, and what the shop knows after a day on which nothing befell it.</summary>
public sealed class QuietDay : OwnRabbitMq, IAsyncLifetime
{
    private string[] _end = [];

    public new async Task InitializeAsync()
    {
        await base.InitializeAsync();
        var (broker, database) = (await NewVirtualHost(), await TestServers.NewDatabase());
        await using var shop = await Town.Shop(broker, database: database);
        await using var depot = await Town.Depot(broker);
        await Day.Work(depot);
        _end = await Day.EndOf(database);
    }

    /// <summary>The other day ends as this one did: no stream, no event, no byte of one more or less.</summary>
    public async Task IsLike(string shop) => (await Day.EndOf(shop)).ShouldBe(_end);
}
