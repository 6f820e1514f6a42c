using System.Text.Json;
using PeerNetwork.Enrollment.Hris;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Rosters;
using PeerNetwork.Enrollment.Sites;
using PeerNetwork.Enrollment.Syncs;
using PeerNetwork.EventSourcing;
using static PeerNetwork.Enrollment.Tests.Syncs.FakeConnector;

namespace PeerNetwork.Enrollment.Tests.Syncs;

public class WorkerRecordsTests
{
    private static readonly RosterMapping Mapping = Read(SyncHost.SourceMapping);

    [Theory]
    [InlineData("employeeNumber", true)]
    [InlineData("manager", true)]
    [InlineData("custom.shift", true)]
    [InlineData("custom.", false)]
    [InlineData("Name", false)]
    public void The_columns_are_those_of_a_worker(string column, bool isColumn) =>
        WorkerRecords.IsColumn(column).ShouldBe(isColumn);

    [Fact]
    public void A_custom_field_is_a_column_and_may_be_missing()
    {
        var mapping = Read(
            SyncHost.SourceMapping.Replace(
                "{ \"column\": \"department\" }",
                "{ \"columns\": [ \"costCentre\", \"custom.shift\", \"custom.none\" ] }",
                StringComparison.Ordinal
            )
        );
        Plan([Worker("a")], mapping: mapping)
            .People.ShouldHaveSingleItem()
            .Entry.Employment.Department.ShouldBe("early");
    }

    [Fact]
    public void The_later_report_of_a_worker_holds() =>
        Plan([Worker("a", name: "Old"), Worker("b"), Worker("a", name: "New")])
            .People.Select(p => p.Entry.Name)
            .ShouldBe(["New", "Name b"]);

    [Fact]
    public void A_manager_is_named_by_the_id_of_the_record()
    {
        var plan = Plan([Worker("b", "a"), Worker("a")]);
        plan.People.Select(p => p.Entry.EmployeeNumber).ShouldBe(["N-a", "N-b"]);
        plan.People[1].Entry.Employment.Manager.ShouldBe(plan.People[0].Id);
        var known = After(plan);
        Plan([Worker("c", "b")], known, Mapping with { Absent = AbsencePolicy.Ignore })
            .People.ShouldHaveSingleItem()
            .Entry.Employment.Manager.ShouldBe(known[1].Id);
    }

    [Fact]
    public void Jobs_beside_the_main_one_name_their_managers_by_the_ids_of_records()
    {
        var second = Worker("b") with { OtherJobs = [new(null, null, "Sales", null, "a", "Deputy", null, "20")] };
        var plan = Plan([second, Worker("a")]);
        plan.Errors.ShouldBeEmpty();
        var (boss, entry) = (
            plan.People.Single(p => p.Entry.EmployeeNumber == "N-a").Id,
            plan.People.Single(p => p.Entry.EmployeeNumber == "N-b").Entry
        );
        entry.Employment.OtherJobs.ShouldBe([new(null, "Sales", boss, "Deputy", null)]);
        entry.Later.ShouldBeEmpty();

        var again = Plan([second, Worker("a")], After(plan));
        again.People.ShouldBeEmpty();
        again.Unchanged.ShouldBe(2);
        Plan([second with { OtherJobs = [] }, Worker("a")], After(plan))
            .Changes.ShouldHaveSingleItem()
            .Field.ShouldBe("otherJobs");
    }

    [Fact]
    public void A_person_with_a_new_employee_number_stays_the_same_person()
    {
        var known = After(Plan([Worker("a"), Worker("b", "a")]));
        var plan = Plan([Worker("a") with { EmployeeNumber = "N-9" }, Worker("b", "a")], known);
        plan.People.ShouldHaveSingleItem().Id.ShouldBe(known[0].Id);
        plan.Leavers.ShouldBeEmpty();
        plan.Changes.ShouldBe([new(1, "N-9", "employeeNumber", "N-a", "N-9")]);
    }

    [Fact]
    public void A_person_of_another_source_is_an_error()
    {
        var known = After(Plan([Worker("a")], source: "other"));
        Plan([Worker("x") with { EmployeeNumber = "N-a" }], known)
            .Errors.ShouldHaveSingleItem()
            .Message.ShouldContain("'other'");
        Plan([], known).Leavers.ShouldBeEmpty();
    }

    [Fact]
    public void Who_left_in_the_source_leaves_and_is_not_added()
    {
        var known = After(Plan([Worker("a"), Worker("b")]));
        var left = Worker("a") with { Status = HrisStatus.Left };
        var plan = Plan([left, Worker("b"), Worker("c") with { Status = HrisStatus.Left }], known);
        plan.Leavers.ShouldBe([known[0].Id]);
        plan.Leaving.ShouldBe(1);
        plan.People.ShouldBeEmpty();
        // The person goes on under another record.
        Plan([left, Worker("z") with { EmployeeNumber = "N-a" }, Worker("b")], known).Leavers.ShouldBeEmpty();
    }

    [Fact]
    public void A_last_day_that_is_new_counts_as_leaving()
    {
        var known = After(Plan([Worker("a"), Worker("b") with { LastDay = new(2090, 1, 1) }]));
        var ending = Plan(
            [Worker("a") with { LastDay = new(2090, 1, 1) }, Worker("b") with { LastDay = new(2091, 1, 1) }],
            known
        );
        ending.Leaving.ShouldBe(1);
        ending.Active.ShouldBe(2);
    }

    [Fact]
    public void Assignments_of_later_days_are_scheduled_by_the_clocks_of_their_site()
    {
        var now = Worker("a").Assignments[0];
        var worker = Worker("a") with
        {
            Assignments =
            [
                // Listed in any order; the first of March has begun in Berlin.
                now with
                {
                    From = new(2027, 6, 1),
                    Site = "CHI",
                    JobTitle = "Lead",
                },
                now with
                {
                    From = new(2027, 3, 1),
                    Department = "Sales",
                },
                now with
                {
                    From = new(2020, 1, 1),
                },
            ],
        };
        var plan = Plan([worker]);
        var entry = plan.People.ShouldHaveSingleItem().Entry;
        entry.Employment.Department.ShouldBe("Sales");
        entry.Later.ShouldBe([
            new(new(2027, 6, 1), new("CHI", "America/Chicago", null, "Research", "Lead", null, null)),
        ]);
        var known = After(plan);
        Plan([worker], known).Unchanged.ShouldBe(1);

        // HR takes the move back.
        var changed = Plan([Worker("a") with { Assignments = [worker.Assignments[1]] }], known);
        changed.Changes.ShouldBe([
            new(1, "N-a", "scheduled", "2027-06-01: site CHI, department Research, jobTitle Lead", null),
        ]);
        After(changed, known)[0].Scheduled.ShouldBeEmpty();
    }

    [Fact]
    public void Facts_of_an_assignment_come_by_the_mapping_and_change_on_later_days()
    {
        var mapping = Mapping with
        {
            Fields = Mapping.Fields with
            {
                CostCentre = new(Column: "costCentre"),
                WorkingTime = new(Column: "workingTime"),
                WorkMode = new(
                    Column: "workMode",
                    Values: new Dictionary<string, string> { ["Home"] = "remote", ["Office"] = "onSite" }
                ),
            },
        };
        var now = Worker("a").Assignments[0] with { CostCentre = "1", WorkingTime = "60", WorkMode = "Office" };
        var later = now with { From = new(2027, 6, 1), CostCentre = "2", WorkingTime = "100", WorkMode = "Home" };

        var plan = Plan([Worker("a") with { Assignments = [now, later] }], mapping: mapping);

        var entry = plan.People.ShouldHaveSingleItem().Entry;
        (entry.Employment.CostCentre, entry.Employment.WorkingTime, entry.Employment.WorkMode).ShouldBe(
            ("1", 60, WorkMode.OnSite)
        );
        entry
            .Later!.ShouldHaveSingleItem()
            .Change.ShouldBe(
                PersonChange.None with
                {
                    CostCentre = "2",
                    WorkingTime = 100,
                    WorkMode = WorkMode.Remote,
                }
            );
        Plan([Worker("a") with { Assignments = [now] }], After(plan), mapping)
            .Changes.ShouldHaveSingleItem()
            .Old.ShouldBe("2027-06-01: costCentre 2, workingTime 100, workMode remote");
    }

    [Fact]
    public void A_later_assignment_without_a_manager_or_a_title_clears_them()
    {
        var now = Worker("a").Assignments[0];
        var boss = Worker("a");
        var worker = Worker("b", "a") with
        {
            Assignments =
            [
                now with
                {
                    Manager = "a",
                },
                now with
                {
                    From = new(2027, 6, 1),
                    Manager = null,
                    JobTitle = null,
                },
                // A manager who is not known is no reason to clear the present one.
                now with
                {
                    From = new(2027, 7, 1),
                    Manager = "z",
                    JobTitle = null,
                },
            ],
        };

        var plan = Plan([boss, worker]);

        plan.People[1]
            .Entry.Later.ShouldBe([
                new(new(2027, 6, 1), PersonChange.None with { Clear = new(Manager: true, JobTitle: true) }),
            ]);
        var known = After(plan);
        Plan([boss, worker], known).Unchanged.ShouldBe(2);
        Plan([boss, worker with { Assignments = [worker.Assignments[0]] }], known)
            .Changes.ShouldHaveSingleItem()
            .Old.ShouldBe("2027-06-01: manager cleared, jobTitle cleared");
    }

    [Fact]
    public void Who_has_not_begun_needs_a_first_day()
    {
        var error = Plan([Worker("a") with { Status = HrisStatus.PreHire, HiredOn = null }]).Errors.Single();
        error.Column.ShouldBe("hiredOn");
    }

    [Fact]
    public void A_record_needs_a_usable_id() =>
        Plan([Worker("a\0")]).Errors.ShouldHaveSingleItem().Message.ShouldContain("the id of a record");

    private static RosterPlan Plan(
        HrisWorker[] workers,
        IReadOnlyList<Person>? known = null,
        RosterMapping? mapping = null,
        string source = "hr"
    )
    {
        var berlin = new Site(TestData.SiteId, "BER", "Berlin", "Europe/Berlin", "DE");
        var chicago = new Site(new(Guid.NewGuid()), "CHI", "Chicago", "America/Chicago", "US");
        var records = WorkerRecords.Of(source, workers, mapping ?? Mapping);
        return RosterPlan.Of(
            records,
            mapping ?? Mapping,
            [berlin, chicago],
            known ?? [],
            TestData.RosterKeys(),
            Guid.NewGuid,
            TestData.Now
        );
    }

    /// <summary>The people after the plan was written.</summary>
    private static Person[] After(RosterPlan plan, IReadOnlyList<Person>? known = null) =>
        [
            .. plan.People.Select(p =>
            {
                var before = known?.FirstOrDefault(k => k.Id == p.Id);
                return RecordPerson.Decide(before, p.Id, p.Entry, TestData.Now).Aggregate(before, Person.Evolve)!;
            }),
        ];

    private static RosterMapping Read(string json) =>
        JsonSerializer.Deserialize<RosterMapping>(
            json,
            new JsonSerializerOptions(JsonSerializerDefaults.Web).WithSharedConverters()
        )!;
}
