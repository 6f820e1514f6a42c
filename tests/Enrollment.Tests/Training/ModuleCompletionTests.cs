using System.Globalization;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.Enrollment.Training;

namespace PeerNetwork.Enrollment.Tests.Training;

public class ModuleCompletionTests
{
    private static readonly DateOnly Today = new(2027, 3, 1);

    [Theory]
    [InlineData("2027-01-31", 1, "2027-02-28")]
    [InlineData("2028-01-31", 1, "2028-02-29")]
    [InlineData("2028-02-29", 12, "2029-02-28")]
    [InlineData("2027-02-28", 1, "2027-03-28")]
    [InlineData("2027-12-31", 60, "2032-12-31")]
    public void It_is_valid_until_the_same_day_of_a_later_month_or_the_last_one(string on, int months, string until)
    {
        var completion = Of(months, Day(on));

        completion.ValidUntil.ShouldBe(Day(until));
        completion.LapsesAt.ShouldBe(new(Day(until).AddDays(1), TimeOnly.MinValue, TimeSpan.Zero));
    }

    [Theory]
    [InlineData("2028-01-30", CompletionState.Valid)]
    [InlineData("2028-01-31", CompletionState.DueSoon)]
    [InlineData("2028-03-01", CompletionState.DueSoon)]
    [InlineData("2028-03-02", CompletionState.Lapsed)]
    [InlineData("2031-03-02", CompletionState.Lapsed)]
    public void It_is_due_30_days_before_its_last_day_and_lapses_after_that(string day, CompletionState state)
    {
        var completion = Of(12, Today);

        completion.StateOn(Day(day)).ShouldBe(state);
        completion.IsMissingOn(Day(day)).ShouldBe(state is CompletionState.Lapsed);
    }

    [Fact]
    public void A_validity_of_a_month_is_not_due_on_the_day_of_the_completion()
    {
        var completion = Of(1, new(2027, 2, 1));

        completion.StateOn(new(2027, 2, 1)).ShouldBe(CompletionState.Valid);
        completion.StateOn(new(2027, 2, 2)).ShouldBe(CompletionState.DueSoon);
    }

    [Fact]
    public void Without_a_validity_it_is_valid_for_good()
    {
        var completion = Of(null, new(1999, 1, 1));

        completion.StateOn(Today).ShouldBe(CompletionState.Valid);
        completion.ValidUntil.ShouldBeNull();
        completion.LapsesAt.ShouldBeNull();
    }

    [Fact]
    public void Without_a_completion_it_is_open()
    {
        var completion = TestData.Person().CompletionOf(TestData.ProgramId, Module(12));

        completion.CompletedOn.ShouldBeNull();
        completion.StateOn(Today).ShouldBe(CompletionState.Open);
        completion.IsMissingOn(Today).ShouldBeTrue();
        completion.LapsesAt.ShouldBeNull();
    }

    [Fact]
    public void The_last_completion_counts_on_its_day_in_UTC()
    {
        var person = TestData.Person() with
        {
            Completed =
            [
                new(TestData.ProgramId, "basics", new(2027, 5, 1, 1, 0, 0, TimeSpan.FromHours(2))),
                new(TestData.ProgramId, "basics", new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero)),
                new(TestData.ProgramId, "other", new(2027, 6, 1, 0, 0, 0, TimeSpan.Zero)),
                new(new(Guid.Empty), "basics", new(2027, 7, 1, 0, 0, 0, TimeSpan.Zero)),
            ],
        };

        person.CompletionOf(TestData.ProgramId, Module(null)).CompletedOn.ShouldBe(new DateOnly(2027, 4, 30));
    }

    private static ModuleCompletion Of(int? months, DateOnly on) => new(Module(months), on);

    private static TrainingModule Module(int? months) =>
        new("basics", "Basics", ParticipantRole.Both, ValidMonths: months);

    private static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);
}
