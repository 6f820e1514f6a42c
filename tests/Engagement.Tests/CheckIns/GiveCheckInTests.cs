using PeerNetwork.Engagement.CheckIns;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.EventSourcing;
using static PeerNetwork.Engagement.Tests.Samples;

namespace PeerNetwork.Engagement.Tests.CheckIns;

public class GiveCheckInTests
{
    [Fact]
    public void Each_side_checks_in_as_what_it_is()
    {
        Begun
            .When(m => GiveCheckIn.Decide(m, Mentor, CheckInStatus.OnTrack, 4, null, Now))
            .Then(new CheckInGiven(Id, ProgramOne, "CHI", Mentor, Side.Mentor, CheckInStatus.OnTrack, 4, null, Now));
        Begun
            .When(m => GiveCheckIn.Decide(m, Mentee, CheckInStatus.Stuck, 2, Mentee.Writes("No time"), Now))
            .Then(
                new CheckInGiven(
                    Id,
                    ProgramOne,
                    "CHI",
                    Mentee,
                    Side.Mentee,
                    CheckInStatus.Stuck,
                    2,
                    Mentee.Writes("No time"),
                    Now
                )
            );
    }

    [Fact]
    public void A_stranger_does_not_check_in() =>
        Begun
            .When(m => GiveCheckIn.Decide(m, Stranger, CheckInStatus.OnTrack, 4, null, Now))
            .ThenRefused(DomainError.Forbidden);

    [Fact]
    public void Nor_does_anybody_after_the_close() =>
        Begun
            .Given(Closed)
            .When(m => GiveCheckIn.Decide(m, Mentee, CheckInStatus.OnTrack, 4, null, Now))
            .ThenRefused(DomainError.Conflict, "closed");
}
