using PeerNetwork.Analytics.Facts;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.Testing;

namespace PeerNetwork.Analytics.Tests.Facts;

public sealed class StoredFactTests
{
    [Fact]
    public void Facts_are_stored_as_they_always_were() => Golden.Events(Stored.AddStreams, Samples.All);

    [Fact]
    public void Every_public_event_is_kept_but_the_one_for_matching_alone() =>
        AllFacts
            .Kinds.Select(kind => kind.Contract)
            .Append(typeof(MatchingProfileCompleted))
            .ShouldBe(
                typeof(SiteRecorded).Assembly.GetExportedTypes().Where(type => type.GetProperty("Version") is not null),
                ignoreOrder: true
            );
}
