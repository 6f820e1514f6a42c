using PeerNetwork.Analytics.Replication;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.Testing;

namespace PeerNetwork.Analytics.Tests.Replication;

public sealed class StoredReplicatedEventTests
{
    [Fact]
    public void Facts_are_stored_as_they_always_were() =>
        GoldenFiles.Events(Storage.AddStreams, [.. TestData.All, .. TestData.SharedFigures]);

    [Fact]
    public void Every_public_event_is_kept_but_the_one_for_matching_alone() =>
        ReplicatedEvents
            .All.Select(kind => kind.Contract)
            .Append(typeof(MatchingProfileCompleted))
            .ShouldBe(
                typeof(SiteRecorded).Assembly.GetExportedTypes().Where(type => type.GetProperty("Version") is not null),
                ignoreOrder: true
            );
}
