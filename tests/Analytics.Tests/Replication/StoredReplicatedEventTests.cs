using PeerNetwork.Analytics.Replication;
using PeerNetwork.Contracts.Engagement;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.Contracts.Matching;
using PeerNetwork.Testing;

namespace PeerNetwork.Analytics.Tests.Replication;

public sealed class StoredReplicatedEventTests
{
    /// <summary>These belong to no program, so that no figure counts them.</summary>
    private static readonly Type[] ByThemselves =
    [
        typeof(ConnectionRequested),
        typeof(ConnectionRequestEnded),
        typeof(ConnectionAccepted),
        typeof(ConnectionInvalidated),
        typeof(ConnectionClosed),
    ];

    [Fact]
    public void Facts_are_stored_as_they_always_were() =>
        GoldenFiles.Events(Storage.AddStreams, [.. TestData.All, .. TestData.SharedFigures]);

    [Fact]
    public void Every_public_event_is_kept_but_that_for_matching_alone_and_those_of_connections() =>
        ReplicatedEvents
            .All.Select(kind => kind.Contract)
            .Append(typeof(MatchingProfileCompleted))
            .Concat(ByThemselves)
            .ShouldBe(
                typeof(SiteRecorded).Assembly.GetExportedTypes().Where(type => type.GetProperty("Version") is not null),
                ignoreOrder: true
            );
}
