using PeerNetwork.Matching.Matches;
using static PeerNetwork.Matching.Tests.TestData;

namespace PeerNetwork.Matching.Tests.Matches;

public class MentorCapacityTests
{
    [Fact]
    public void A_place_is_free_until_it_is_taken_and_again_when_it_is_freed()
    {
        HasFree(OnePlace).ShouldBeTrue();
        HasFree(OnePlace, Taken).ShouldBeFalse();
        HasFree(OnePlace, Taken, Taken).ShouldBeFalse();
        HasFree(OnePlace, Taken, new CapacityReleased(TheProgram, Ada, OtherMatch, Now)).ShouldBeTrue();
    }

    [Fact]
    public void What_is_offered_anew_replaces_what_was_offered_before()
    {
        HasFree(OnePlace, Taken, OnePlace with { Capacity = 2 }).ShouldBeTrue();
        HasFree(OnePlace with { Capacity = 2 }, Taken, OnePlace).ShouldBeFalse();
    }

    [Fact]
    public void Who_withdraws_has_no_place_left() =>
        HasFree(OnePlace, new CapacityWithdrawn(TheProgram, Ada, TheApplication, Now)).ShouldBeFalse();

    private static bool HasFree(params CapacityEvent[] events) =>
        events.Aggregate((MentorCapacity?)null, MentorCapacity.Evolve)!.HasFreeCapacity;
}
