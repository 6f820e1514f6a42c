using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PeerNetwork.ServiceDefaults;
using PeerNetwork.Testing;

namespace PeerNetwork.Messaging.Tests;

/// <summary>A new service gets the messages that were published before its queues existed.</summary>
public sealed class RelayReplayTests : IAsyncLifetime
{
    private string _broker = null!;
    private TestService _depot = null!,
        _shop = null!;

    public async Task InitializeAsync()
    {
        _broker = await TestServers.NewVirtualHost();
        _shop = await TestServices.StartShop(_broker);
        _depot = await TestServices.StartDepot(_broker);
    }

    public async Task DisposeAsync()
    {
        await _depot.DisposeAsync();
        await _shop.DisposeAsync();
    }

    [Fact]
    public async Task A_new_consumer_gets_all_messages_and_existing_ones_handle_nothing_twice()
    {
        var parcels = Enumerable.Range(0, 5).Select(_ => Guid.CreateVersion7()).ToArray();
        foreach (var parcel in parcels)
            await _depot.SendParcel(parcel, "Acton", "Ealing", "Kew");
        foreach (var parcel in parcels)
            await Eventually.Passes(async () => (await _shop.NotedVersions(parcel)).Count.ShouldBe(3));

        await using var newShop = await TestServices.StartShop(_broker, name: "market");
        (await Replay("")).ShouldBe(1);
        foreach (var parcel in parcels)
            await Eventually.Passes(async () => (await newShop.NotedVersions(parcel)).Order().ShouldBe([2, 3, 4]));

        // The relay continues after the replay, so a message that comes now comes after all repeats.
        await _depot.Scan(parcels[0], "Barnes");
        foreach (var shop in new[] { _shop, newShop })
            await Eventually.Passes(async () => (await shop.NotedVersions(parcels[0])).Order().ShouldBe([2, 3, 4, 5]));
        foreach (var parcel in parcels[1..])
            (await _shop.NotedVersions(parcel)).Order().ShouldBe([2, 3, 4]);
        await Eventually.Passes(async () => (await _depot.Relay()).Lag.ShouldBe(0));
    }

    [Fact]
    public async Task A_replay_starts_at_the_requested_event_and_never_skips_one()
    {
        var parcel = Guid.CreateVersion7();
        await _depot.SendParcel(parcel, "Acton", "Ealing", "Kew");
        await Eventually.Passes(async () => (await _shop.NotedVersions(parcel)).Count.ShouldBe(3));

        await using var newShop = await TestServices.StartShop(_broker, name: "market");
        (await _depot.As(Roles.Overseer).PostAsync("/operations/relay/replay?from=1000", null)).StatusCode.ShouldBe(
            HttpStatusCode.UnprocessableEntity
        );
        (await Replay("?from=3")).ShouldBe(3);
        await Eventually.Passes(async () => (await newShop.NotedVersions(parcel)).Order().ShouldBe([3, 4]));
    }

    [Fact]
    public async Task Invalid_requests_and_other_roles_are_rejected()
    {
        foreach (
            var (query, status) in new[]
            {
                ("?from=0", HttpStatusCode.UnprocessableEntity),
                ("?from=-5", HttpStatusCode.UnprocessableEntity),
                ("?from=x", HttpStatusCode.BadRequest),
            }
        )
            (await _depot.As(Roles.Overseer).PostAsync($"/operations/relay/replay{query}", null)).StatusCode.ShouldBe(
                status
            );
        foreach (
            var role in (string[])
                [Roles.Employee, Roles.Coordinator, Roles.Sponsor, Roles.PeopleAdmin, Roles.Integration]
        )
            (await _depot.As(role).PostAsync("/operations/relay/replay", null)).StatusCode.ShouldBe(
                HttpStatusCode.Forbidden
            );
        (await _depot.Anonymous().PostAsync("/operations/relay/replay", null)).StatusCode.ShouldBe(
            HttpStatusCode.Unauthorized
        );
    }

    private async Task<long> Replay(string query)
    {
        var response = await _depot.As(Roles.Overseer).PostAsync($"/operations/relay/replay{query}", null);
        return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>())
            .GetProperty("from")
            .GetInt64();
    }
}
