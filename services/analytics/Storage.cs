using JasperFx.Events.Projections;
using Marten;
using PeerNetwork.Analytics.Indicators;
using PeerNetwork.Analytics.Installations;
using PeerNetwork.Analytics.Privacy;
using PeerNetwork.Analytics.Replication;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Analytics;

/// <summary>The event types and projections of this service.</summary>
public static class Storage
{
    /// <summary>Everything that this service stores.</summary>
    public static void Configure(StoreOptions options)
    {
        AddStreams(options);
        AddProjections(options);
        options.Schema.For<PartnerStatus>();
    }

    public static void AddStreams(StoreOptions options)
    {
        options.AddReplicatedEvents();
        options.Stream<SharedFigures>(s =>
            s.Event<FiguresReleased>("figures_released").Event<FiguresReceived>("figures_received")
        );
    }

    public static void AddProjections(StoreOptions options)
    {
        options.Projections.Add(new PersonalDataProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new Indicators.DirectoryProjection(), ProjectionLifecycle.Async);
        options.Projections.Add(new StaffChangesProjection(), ProjectionLifecycle.Async);
        options.Projections.Add(new ParticipationProjection(), ProjectionLifecycle.Async);
        options.Projections.Add(new MatchesProjection(), ProjectionLifecycle.Async);
        options.Projections.Add(new MentoringProjection(), ProjectionLifecycle.Async);
        options.Projections.Add(new SharedFiguresProjection(), ProjectionLifecycle.Async);
    }
}
