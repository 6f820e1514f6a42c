using System.Text.Json;
using PeerNetwork.Enrollment.Hris;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.People.Merges;
using PeerNetwork.Enrollment.Rosters;
using PeerNetwork.Enrollment.Sites;
using PeerNetwork.Enrollment.Syncs;
using PeerNetwork.Enrollment.Tests.Syncs;
using PeerNetwork.EventSourcing;
using static PeerNetwork.Enrollment.Tests.Merges.MergeScenario;
using static PeerNetwork.Enrollment.Tests.Syncs.FakeConnector;

namespace PeerNetwork.Enrollment.Tests.Merges;

/// <summary>A sync after a merge. HR names the survivor by the record "one", and the duplicate by "two".</summary>
public class MergedRecordsTests
{
    private static readonly RosterMapping Mapping = JsonSerializer.Deserialize<RosterMapping>(
        SyncHost.SourceMapping,
        new JsonSerializerOptions(JsonSerializerDefaults.Web).WithSharedConverters()
    )!;

    private static readonly Person Known = Merged();

    [Fact]
    public void A_record_that_does_not_speak_is_skipped_whatever_its_number()
    {
        var plan = Plan(Worker("one"), Worker("two"));
        plan.Merged.ShouldBe(1);
        plan.Unchanged.ShouldBe(1);
        plan.AllChanges.ShouldBeEmpty();
        Plan(Worker("one"), Worker("two") with { EmployeeNumber = "N-new" }).Merged.ShouldBe(1);
    }

    [Fact]
    public void Its_absence_and_its_end_make_no_one_leave()
    {
        foreach (
            var plan in (RosterPlan[])
                [Plan(Worker("one")), Plan(Worker("one"), Worker("two") with { Status = HrisStatus.Left })]
        )
        {
            plan.Leaving.ShouldBe(0);
            plan.AllChanges.ShouldBeEmpty();
        }

        Plan(Worker("two")).Leaving.ShouldBe(1, "the record that speaks is absent");
    }

    [Fact]
    public void A_manager_who_is_named_by_it_is_the_survivor()
    {
        var plan = Plan(Worker("one"), Worker("three", "two"));
        plan.Errors.ShouldBeEmpty();
        plan.People.ShouldHaveSingleItem().Entry.Employment.Manager.ShouldBe(Survivor);
    }

    [Fact]
    public void The_manager_of_another_job_who_is_named_by_it_is_the_survivor_too()
    {
        var plan = Plan(
            Worker("one"),
            Worker("three") with
            {
                OtherJobs = [new(null, null, "Sales", null, "two", null, null)],
            }
        );
        plan.Errors.ShouldBeEmpty();
        plan.People.ShouldHaveSingleItem().Entry.Employment.OtherJobs.ShouldHaveSingleItem().Manager.ShouldBe(Survivor);
    }

    [Fact]
    public void The_record_that_speaks_may_get_the_number_of_the_other_one()
    {
        var plan = Plan(Worker("one") with { EmployeeNumber = "N-two" });
        plan.Merged.ShouldBe(0);
        var entry = plan.People.ShouldHaveSingleItem().Entry;
        RecordPerson
            .Decide(Known, Survivor, entry, TestData.Now)
            .ShouldHaveSingleItem()
            .ShouldBeOfType<PersonChanged>()
            .EmployeeNumber!.Text.Text.ShouldBe("N-two");
    }

    private static Person Merged()
    {
        var people = Planned([], MergedRecords.None, Worker("one"), Worker("two")).People;
        var one = Recorded(people[0].Entry, Survivor);
        return one.After(
            MergeScenario.Merged(Parties(one, Recorded(people[1].Entry, Duplicate)), SpeakingRecord.Survivor)
        );
    }

    private static Person Recorded(HrRecord entry, PersonId id) =>
        RecordPerson.Decide(null, id, entry, TestData.Now).Aggregate((Person?)null, Person.Evolve)!;

    private static RosterPlan Plan(params HrisWorker[] workers)
    {
        var silent = Known.Merges[0].Made.Silent;
        var merged = new MergedRecords();
        merged.Add(silent.NumberKey, silent.SourceKey, Survivor);
        return Planned([Known], merged, workers);
    }

    private static RosterPlan Planned(IReadOnlyList<Person> known, MergedRecords merged, params HrisWorker[] workers) =>
        RosterPlan.Of(
            WorkerRecords.Of("hr", workers, Mapping),
            Mapping,
            [
                new Site(TestData.SiteId, "BER", "Berlin", "Europe/Berlin", "DE"),
                new Site(new(Guid.NewGuid()), "CHI", "Chicago", "America/Chicago", "US"),
                new Site(new(Guid.NewGuid()), "OSL", "Oslo", "Europe/Oslo", "NO"),
            ],
            known,
            TestData.RosterKeys() with
            {
                Merged = merged,
            },
            Guid.NewGuid,
            TestData.Now
        );
}
