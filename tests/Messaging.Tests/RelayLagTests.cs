using System.Diagnostics.Metrics;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Testing;

namespace PeerNetwork.Messaging.Tests;

/// <summary>When the broker is away, the service goes on, and its relay is seen to lag.</summary>
public sealed class RelayLagTests : IAsyncLifetime
{
    private readonly TestClock _clock = new(DateTimeOffset.UtcNow);
    private string _broker = null!;
    private FaultProxy _line = null!;

    public async Task InitializeAsync()
    {
        _broker = await TestServers.NewVirtualHost();
        _line = FaultProxy.Before(new Uri(_broker).Port);
    }

    public async Task DisposeAsync() => await _line.DisposeAsync();

    [Fact]
    public async Task A_relay_that_lags_shows_on_readiness_after_a_minute_and_at_once_as_a_metric()
    {
        await using var depot = await Town.Depot(_line.Instead(_broker), clock: _clock);
        using var lag = new Gauge(depot, "peernetwork.subscription.lag");
        var parcel = Guid.CreateVersion7();
        await depot.Carry(parcel);
        await Eventually.Passes(async () =>
            (await Readiness(depot)).ShouldBe(("Healthy", "The broker answers.", "2 subscriptions follow."))
        );
        await Eventually.Holds(() => Task.FromResult(lag.Of("relay") == 0), "the relay to have caught up");

        _line.Cut();
        await depot.Scan(parcel, "Acton");
        await Eventually.Holds(() => Task.FromResult(lag.Of("relay") > 0), "the relay to lag");
        foreach (var place in (string[])["Ealing", "Kew"])
            await depot.Scan(parcel, place);
        await Eventually.Holds(
            () => Task.FromResult(lag.Of("relay") == 3 && lag.Of("scans") == 0),
            "all that waits to be counted"
        );
        await Eventually.Passes(async () =>
            (await Readiness(depot)).ShouldBe(
                (
                    "Degraded",
                    "The broker does not answer: events are stored and published later.",
                    "2 subscriptions follow."
                )
            )
        );

        var since = _clock.Now;
        _clock.Now += TimeSpan.FromSeconds(61);
        var (status, _, subscriptions) = await Readiness(depot);
        status.ShouldBe("Degraded");
        subscriptions.ShouldBe($"relay is 3 behind since {since:O}.");

        _line.Mend();
        await Eventually.Passes(async () =>
            (await Readiness(depot)).ShouldBe(("Healthy", "The broker answers.", "2 subscriptions follow."))
        );
        await Eventually.Holds(() => Task.FromResult(lag.Of("relay") == 0), "the relay to have caught up again");
    }

    [Fact]
    public async Task A_service_whose_consumers_have_lost_the_broker_stays_ready_and_says_so()
    {
        await using var shop = await Town.Shop(_line.Instead(_broker));
        (await Readiness(shop)).Status.ShouldBe("Healthy");
        _line.Cut();
        await Eventually.Passes(async () =>
            (await Readiness(shop)).Broker.ShouldBe(
                "The broker does not answer: events are stored and published later."
            )
        );
        _line.Mend();
        await Eventually.Passes(async () => (await Readiness(shop)).Status.ShouldBe("Healthy"));
    }

    [Fact]
    public async Task A_service_is_not_ready_before_its_queues_are_there()
    {
        _line.Cut();
        await using var depot = await Town.Depot(_line.Instead(_broker), whenReady: false);
        var answer = await depot.Anonymous().GetAsync("/health/ready");
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("The broker has not answered yet.");

        _line.Mend();
        await Eventually.Holds(async () => (await depot.Anonymous().GetAsync("/health/ready")).IsSuccessStatusCode);
    }

    /// <summary>What anyone reads; an answer that is not 200 fails.</summary>
    private static async Task<(string Status, string Broker, string Subscriptions)> Readiness(TestService service)
    {
        var report = JsonNode.Parse(await service.Anonymous().GetStringAsync("/health/ready"))!;
        var checks = report["checks"]!
            .AsArray()
            .ToDictionary(c => c!["name"]!.GetValue<string>(), c => c!["description"]!.GetValue<string>());
        return (report["status"]!.GetValue<string>(), checks["broker"], checks["subscriptions"]);
    }

    /// <summary>Reads a gauge of one service, of whatever else runs in this process.</summary>
    private sealed class Gauge : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly Dictionary<string, long> _values = [];

        public Gauge(TestService service, string name)
        {
            var meters = service.Services.GetRequiredService<IMeterFactory>();
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == name && instrument.Meter.Scope == meters)
                    listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((_, value, tags, _) => _values[(string)tags[0].Value!] = value);
            _listener.Start();
        }

        public long Of(string subscription)
        {
            _listener.RecordObservableInstruments();
            return _values[subscription];
        }

        public void Dispose() => _listener.Dispose();
    }
}
