using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Flash;
using PeerNetwork.ServiceDefaults;
using static PeerNetwork.Matching.Tests.TestData;

namespace PeerNetwork.Matching.Tests.Flash;

public class OfferFlashSlotTests
{
    private static readonly OfferFlashSlot.Request Request = new(TheProgram.Value, "sql", "2026-03-09T17:00", 30);

    [Fact]
    public void A_slot_is_offered_where_the_mentor_has_no_other()
    {
        OfferFlashSlot.Decide(null, SlotOffered).ShouldBe([SlotOffered]);
        var calendar = FlashCalendar.Evolve(null, SlotTimeTaken);
        Should.Throw<DomainException>(() => OfferFlashSlot.Decide(calendar, SlotOffered));
    }

    [Fact]
    public void The_time_is_by_the_clocks_of_the_zone()
    {
        TimeOf(Request).ShouldBe(new(new(2026, 3, 9, 17, 0, 0, TimeSpan.FromHours(1)), "Europe/Berlin", 30));
        var inChicago = TimeOf(Request with { Zone = "America/Chicago" });
        inChicago.StartsAt.Offset.ShouldBe(TimeSpan.FromHours(-5));
        inChicago.Zone.ShouldBe("America/Chicago");
    }

    [Fact]
    public void The_month_is_that_of_the_zone() =>
        TimeOf(Request with { Start = "2026-04-01T00:30" }).Month.ShouldBe(new(2026, 4, 1));

    [Theory]
    [InlineData("2026-03-29T02:30", "clocks are set forward")]
    [InlineData("2026-03-02T10:00", "in the future")]
    [InlineData("2026-08-29T11:01", "180 days")]
    public void Times_that_do_not_exist_or_lie_out_of_reach_are_named(string start, string message) =>
        Should
            .Throw<InvalidFieldException>(() => TimeOf(Request with { Start = start }))
            .Message.ShouldContain(message);

    [Fact]
    public void Of_a_time_that_comes_twice_the_first_is_meant() =>
        OfferFlashSlot
            .TimeOf(Request with { Start = "2026-10-25T02:30" }, "Europe/Berlin", Now.AddDays(200))
            .StartsAt.Offset.ShouldBe(TimeSpan.FromHours(2));

    [Fact]
    public void An_unknown_zone_of_the_mentor_has_to_be_replaced() =>
        Should.Throw<InvalidFieldException>(() => OfferFlashSlot.TimeOf(Request, "Mars/Olympus", Now));

    [Fact]
    public void Each_field_is_checked()
    {
        var validator = new OfferFlashSlot.Validator();
        validator.Validate(Request with { Zone = "Asia/Kolkata" }).Errors.ShouldBeEmpty();
        foreach (
            var (wrong, field) in (IEnumerable<(OfferFlashSlot.Request, string)>)
                [
                    (Request with { Topic = " " }, "Topic"),
                    (Request with { Topic = new('x', 101) }, "Topic"),
                    (Request with { Start = "2026-03-09" }, "Start"),
                    (Request with { Start = "9999-12-31T23:59" }, "Start"),
                    (Request with { Start = "-0044-03-15T12:00" }, "Start"),
                    (Request with { Minutes = 10 }, "Minutes"),
                    (Request with { Minutes = 65 }, "Minutes"),
                    (Request with { Minutes = 31 }, "Minutes"),
                    (Request with { Zone = "Mars/Olympus" }, "Zone"),
                ]
        )
            validator
                .Validate(wrong)
                .Errors.ShouldHaveSingleItem()
                .PropertyName.ShouldBe(field, StringCompareShould.IgnoreCase);
    }

    private static FlashTime TimeOf(OfferFlashSlot.Request request) =>
        OfferFlashSlot.TimeOf(request, "Europe/Berlin", Now);
}
