using PeerNetwork.Portal.Administration;

namespace PeerNetwork.Portal.Tests.Administration;

public class GuestsQueryTests
{
    [Fact]
    public void All_that_is_chosen_is_in_the_address()
    {
        var partner = Guid.CreateVersion7();

        var query = GuestsQuery.Of($"{partner}", "2027-05-31", "next");

        query.ShouldBe(new(partner, new DateOnly(2027, 5, 31), "next"));
        query.Address.ShouldBe($"/administration/guests?partner={partner}&endsBefore=2027-05-31&cursor=next");
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("acme", "tomorrow")]
    public void What_is_no_id_and_no_day_chooses_nothing(string? partner, string? endsBefore)
    {
        var query = GuestsQuery.Of(partner, endsBefore, null);

        query.ShouldBe(new());
        query.Address.ShouldBe("/administration/guests");
    }
}
