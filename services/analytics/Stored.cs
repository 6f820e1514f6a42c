using JasperFx.Events.Projections;
using Marten;
using PeerNetwork.Analytics.Facts;
using PeerNetwork.Analytics.Indicators;

namespace PeerNetwork.Analytics;

/// <summary>What this service stores, under which names.</summary>
public static class Stored
{
    /// <summary>Everything that this service stores.</summary>
    public static void Configure(StoreOptions options)
    {
        AddStreams(options);
        AddProjections(options);
    }

    public static void AddStreams(StoreOptions options) => options.AddFacts();

    public static void AddProjections(StoreOptions options)
    {
        options.Projections.Add(new Indicators.Directory(), ProjectionLifecycle.Async);
        options.Projections.Add(new Participation(), ProjectionLifecycle.Async);
        options.Projections.Add(new Pairing(), ProjectionLifecycle.Async);
        options.Projections.Add(new Mentoring(), ProjectionLifecycle.Async);
    }
}
