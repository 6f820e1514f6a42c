using PeerNetwork.Portal.Shell;

namespace PeerNetwork.Portal.Tests.Shell;

public class ZonesTests
{
    [Theory]
    [InlineData("2027-03-01T09:00", "2027-03-01T15:00Z")]
    [InlineData("2027-07-01T09:00", "2027-07-01T14:00Z")]
    [InlineData("2027-03-14T02:30", "2027-03-14T08:30Z")] // skipped: as long after midnight as usual
    [InlineData("2027-11-07T01:30", "2027-11-07T06:30Z")] // comes twice: the first
    public void A_wall_time_is_the_instant_that_the_API_takes_it_for(string wallTime, string instant) =>
        Zones
            .At("America/Chicago", DateTime.Parse(wallTime, System.Globalization.CultureInfo.InvariantCulture))
            .ShouldBe(DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void A_zone_that_the_machine_does_not_know_counts_as_UTC()
    {
        var now = new DateTimeOffset(2027, 3, 1, 12, 0, 0, TimeSpan.Zero);

        now.In("Atlantis/Capital").ShouldBe(now);
    }

    [Theory]
    [InlineData("America/New_York", "New York")]
    [InlineData("America/Argentina/Buenos_Aires", "Buenos Aires")]
    [InlineData("UTC", "UTC")]
    public void A_zone_is_named_by_its_place(string zone, string place) => Zones.PlaceOf(zone).ShouldBe(place);
}
