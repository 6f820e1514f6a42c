using PeerNetwork.Analytics.Facts;
using PeerNetwork.Analytics.Indicators;
using PeerNetwork.EventStore;

namespace PeerNetwork.Analytics;

/// <summary>What this service stores, under which names.</summary>
public static class Stored
{
    public static EventStoreBuilder AddStreams(this EventStoreBuilder store) => store.AddFacts();

    public static EventStoreBuilder AddTables(this EventStoreBuilder store) =>
        store.Async<Indicators.Directory>().Async<Participation>().Async<Pairing>().Async<Mentoring>();
}
