using PeerNetwork.Engagement.CheckIns;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.EventSourcing;
using static PeerNetwork.Engagement.Tests.TestData;

namespace PeerNetwork.Engagement.Tests.CheckIns;

public class GiveCheckInTests
{
    [Fact]
    public void Each_side_checks_in_as_what_it_is()
    {
        Begun
            .When(m => GiveCheckIn.Decide(m, Mentor, CheckInStatus.OnTrack, 4, null, Now))
            .Then(
                new CheckInGiven(Id, ProgramOne, "CHI", Mentor, MemberRole.Mentor, CheckInStatus.OnTrack, 4, null, Now)
            );
        Begun
            .When(m => GiveCheckIn.Decide(m, Mentee, CheckInStatus.Stuck, 2, Mentee.ToPersonalText("No time"), Now))
            .Then(
                new CheckInGiven(
                    Id,
                    ProgramOne,
                    "CHI",
                    Mentee,
                    MemberRole.Mentee,
                    CheckInStatus.Stuck,
                    2,
                    Mentee.ToPersonalText("No time"),
                    Now
                )
            );
    }

    [Fact]
    public void A_peer_checks_in_as_a_peer() =>
        BegunReciprocal
            .When(m => GiveCheckIn.Decide(m, Mentor, CheckInStatus.OnTrack, 4, null, Now))
            .Then(
                new CheckInGiven(Id, ProgramOne, "CHI", Mentor, MemberRole.Peer, CheckInStatus.OnTrack, 4, null, Now)
            );

    [Fact]
    public void A_stranger_does_not_check_in() =>
        Begun
            .When(m => GiveCheckIn.Decide(m, Stranger, CheckInStatus.OnTrack, 4, null, Now))
            .ThenThrows(DomainError.Forbidden);

    [Fact]
    public void Nor_does_anybody_after_the_close() =>
        Begun
            .Given(Closed)
            .When(m => GiveCheckIn.Decide(m, Mentee, CheckInStatus.OnTrack, 4, null, Now))
            .ThenThrows(DomainError.Conflict, "closed");
}
