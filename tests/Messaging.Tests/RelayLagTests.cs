using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using PeerNetwork.Testing;

namespace PeerNetwork.Messaging.Tests;

/// <summary>While the broker is unavailable, the service works and its relay lags.</summary>
public sealed class RelayLagTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);
    private string _broker = null!;
    private FaultProxy _proxy = null!;

    public async Task InitializeAsync()
    {
        _broker = await TestServers.NewVirtualHost();
        _proxy = FaultProxy.InFrontOf(new Uri(_broker).Port);
    }

    public async Task DisposeAsync() => await _proxy.DisposeAsync();

    [Fact]
    public async Task A_relay_that_lags_makes_readiness_degraded_after_a_minute()
    {
        await using var depot = await TestServices.StartDepot(_proxy.Redirect(_broker), clock: _clock);
        var parcel = Guid.CreateVersion7();
        await depot.SendParcel(parcel);
        await Eventually.Passes(async () =>
            (await Readiness(depot)).ShouldBe(("Healthy", "The broker answers.", "4 shards are up to date."))
        );
        await Eventually.Passes(async () => (await depot.Relay()).Lag.ShouldBe(0));

        _proxy.Cut();
        foreach (var place in (string[])["Acton", "Ealing", "Kew"])
            await depot.Scan(parcel, place);
        var since = _clock.GetUtcNow();
        await Eventually.Passes(async () => (await depot.Relay()).Lag.ShouldBe(3));
        await Eventually.Passes(async () =>
            (await Readiness(depot)).ShouldBe(
                (
                    "Degraded",
                    "The broker does not answer: events are stored and published later.",
                    "4 shards are up to date."
                )
            )
        );

        _clock.Advance(TimeSpan.FromSeconds(61));
        await Eventually.Passes(async () =>
            (await Readiness(depot)).Shards.ShouldBe($"relay:All is 3 behind since {since:O}.")
        );

        _proxy.Restore();
        await Eventually.Passes(async () =>
            (await Readiness(depot)).ShouldBe(("Healthy", "The broker answers.", "4 shards are up to date."))
        );
        (await depot.Relay()).Lag.ShouldBe(0);
    }

    [Fact]
    public async Task The_delay_of_each_message_is_measured_from_the_append_to_the_confirmation()
    {
        await using var depot = await TestServices.StartDepot(_proxy.Redirect(_broker), clock: _clock);
        using var delay = new MetricRecorder(depot.Services, "peernetwork.relay.delay");
        _clock.Advance(TimeSpan.FromMinutes(5));
        await depot.SendParcel(Guid.CreateVersion7(), "Acton", "Kew");

        var measured = new List<RecordedMeasurement>();
        await Eventually.Passes(() =>
        {
            measured.AddRange(delay.Take());
            measured.Count.ShouldBe(2);
            return Task.CompletedTask;
        });
        measured.ShouldAllBe(m => m.Value > 200 && m.Value < 400);
    }

    [Fact]
    public async Task A_service_whose_consumers_have_lost_the_broker_stays_ready_but_degraded()
    {
        await using var shop = await TestServices.StartShop(_proxy.Redirect(_broker));
        (await Readiness(shop)).Status.ShouldBe("Healthy");
        _proxy.Cut();
        await Eventually.Passes(async () =>
            (await Readiness(shop)).Broker.ShouldBe(
                "The broker does not answer: events are stored and published later."
            )
        );
        _proxy.Restore();
        await Eventually.Passes(async () => (await Readiness(shop)).Status.ShouldBe("Healthy"));
    }

    [Fact]
    public async Task A_service_is_not_ready_before_its_queues_exist()
    {
        _proxy.Cut();
        await using var depot = await TestServices.StartDepot(_proxy.Redirect(_broker), whenReady: false);
        var response = await depot.Anonymous().GetAsync("/health/ready");
        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await response.Content.ReadAsStringAsync()).ShouldContain("The broker has not answered yet.");

        _proxy.Restore();
        await Eventually.Holds(async () => (await depot.Anonymous().GetAsync("/health/ready")).IsSuccessStatusCode);
    }

    /// <summary>The public health page. A response other than 200 fails.</summary>
    private static async Task<(string Status, string Broker, string Shards)> Readiness(TestService service)
    {
        var report = JsonNode.Parse(await service.Anonymous().GetStringAsync("/health/ready"))!;
        var checks = report["checks"]!
            .AsArray()
            .ToDictionary(c => c!["name"]!.GetValue<string>(), c => c!["description"]!.GetValue<string>());
        return (report["status"]!.GetValue<string>(), checks["broker"], checks["shards"]);
    }
}
