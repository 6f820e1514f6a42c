using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Coordination.Programs;

namespace PeerNetwork.Portal.Tests.Coordination.Programs;

public class PlanChangesTests
{
    private static readonly ProgramPlan Before = new()
    {
        Name = "Leadership",
        SiteCodes = ["CHI"],
        Charter = new() { Purpose = "To lead", TargetPopulation = "All" },
        Goals = ["leadership"],
    };

    [Fact]
    public void A_part_that_is_left_out_equals_an_empty_one() =>
        PlanChanges.Between(Before, PlanChanges.Copy(Before)).ShouldBeEmpty();

    [Fact]
    public void Fields_are_named_as_the_api_names_them()
    {
        var after = PlanChanges.Copy(Before);
        after.Charter!.Purpose = "To follow";
        after.Eligibility!.Mentor!.MinJobLevel = 3;
        after.Goals = ["leadership", "career change"];

        PlanChanges
            .Between(Before, after)
            .ShouldBe(["charter.purpose", "goals", "eligibility.mentor.minJobLevel"], ignoreOrder: true);
    }

    [Fact]
    public void Of_two_changes_each_keeps_its_fields_and_mine_wins_where_both_changed()
    {
        var (theirs, mine) = (PlanChanges.Copy(Before), PlanChanges.Copy(Before));
        (theirs.Name, theirs.Charter!.Purpose, theirs.MeetingEveryDays) = ("Theirs", "Theirs", 7);
        (mine.Name, mine.Charter!.TargetPopulation) = ("Mine", "Mine");

        var merged = PlanChanges.Merge(Before, theirs, mine);

        (merged.Name, merged.Charter!.Purpose, merged.Charter.TargetPopulation, merged.MeetingEveryDays).ShouldBe(
            ("Mine", "Theirs", "Mine", 7)
        );
    }
}
