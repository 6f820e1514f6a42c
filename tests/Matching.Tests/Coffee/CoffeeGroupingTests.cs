using PeerNetwork.Matching.Coffee;
using PeerNetwork.Matching.Engine;
using static PeerNetwork.Matching.Tests.TestData;

namespace PeerNetwork.Matching.Tests.Coffee;

public class CoffeeGroupingTests
{
    [Theory]
    [InlineData(0), InlineData(1), InlineData(2), InlineData(199), InlineData(200), InlineData(201)]
    [InlineData(399), InlineData(400), InlineData(401), InlineData(1_001)]
    public void Parts_hold_each_person_once_and_at_most_one_is_odd(int count)
    {
        var parts = CoffeeGrouping.Parts(TheProgram, 1, People(count)).ToArray();
        parts.SelectMany(part => part).ShouldBe(People(count), ignoreOrder: true);
        parts.Count(part => part.Length % 2 == 1).ShouldBe(count % 2);
        parts.ShouldAllBe(part => part.Length <= CoffeeGrouping.MaxPartSize);
        if (count > 1)
            parts.ShouldAllBe(part => part.Length > 1);
    }

    [Fact]
    public void Parts_differ_from_round_to_round_and_not_by_the_order_of_people()
    {
        var first = Ids(1, People(300));
        Ids(1, [.. People(300).Reverse()]).ShouldBe(first);
        Ids(2, People(300)).ShouldNotBe(first);
    }

    [Fact]
    public void Everyone_meets_all_others_before_a_pair_meets_again()
    {
        var (people, history) = (People(8), new List<CoffeeGroup>());
        for (var round = 1; round < people.Length; round++)
            history.AddRange(CoffeeGrouping.Form(TheProgram, round, people, history));
        history.Select(group => string.Join(' ', group.People.Order())).ShouldBeUnique();
        history.Count.ShouldBe(8 * 7 / 2);
    }

    [Fact]
    public void Rounds_in_a_row_without_others_are_waited()
    {
        var (ada, bo) = (Ada.Value, Bo.Value);
        CoffeeGroup[] history = [new(1, [ada]), new(2, [ada, bo]), new(3, [ada]), new(4, [bo]), new(5, [ada])];
        var waited = CoffeeMembers.RoundsWaited(history);
        (waited[ada], waited[bo]).ShouldBe((2, 1));
    }

    [Theory]
    [InlineData("Europe/Berlin", "Europe/Lisbon", "2026-03-02T09:00Z", "2026-03-02T16:00Z")]
    // The clocks of New York change three weeks before those of Berlin.
    [InlineData("Europe/Berlin", "America/New_York", "2026-03-02T14:00Z", "2026-03-02T16:00Z")]
    [InlineData("Pacific/Auckland", "America/Los_Angeles", "2026-03-01T20:00Z", "2026-03-02T01:00Z")]
    [InlineData("Europe/Berlin", "Asia/Tokyo", null, null)]
    public void Common_hours_are_those_of_all_time_zones(string one, string other, string? start, string? end)
    {
        var day = new DateOnly(2026, 3, 2);
        var common = WorkingHours.CommonTo([WorkingHours.On(day, one), WorkingHours.On(day, other)]);
        common.ShouldBe(
            start is null ? null : new WorkingHours(DateTimeOffset.Parse(start), DateTimeOffset.Parse(end!))
        );
    }

    [Fact]
    public void Three_people_share_what_each_two_of_them_do()
    {
        WorkingHours[] people =
        [
            .. new[] { "Europe/Berlin", "Europe/Lisbon", "America/New_York" }.Select(zone =>
                WorkingHours.On(new(2026, 3, 2), zone)
            ),
        ];
        WorkingHours.CommonTo(people)!.Start.Hour.ShouldBe(14);
        WorkingHours.CommonTo([.. people, WorkingHours.On(new(2026, 3, 2), "Asia/Tokyo")]).ShouldBeNull();
    }

    private static Guid[] Ids(int round, CoffeePerson[] people) =>
        [.. CoffeeGrouping.Parts(TheProgram, round, people).First().Select(person => person.Id)];

    private static CoffeePerson[] People(int count) =>
        [.. Enumerable.Range(100, count).Select(n => new CoffeePerson(Id(n), "BER", $"D{n % 5}", 8 * 60, 8 * 60))];
}
