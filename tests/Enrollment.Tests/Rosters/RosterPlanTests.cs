using System.Text;
using System.Text.Json;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Rosters;
using PeerNetwork.Enrollment.Sites;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Rosters;

public class RosterPlanTests
{
    private const string Header = "no,name,site,boss,level\n";

    private static readonly RosterMapping Mapping = Read(
        """
        {
          "sites": [
            { "code": "BER", "name": "Berlin", "timeZone": "Europe/Berlin" },
            { "code": "CHI", "name": "Chicago", "timeZone": "America/Chicago" }
          ],
          "fields": { "employeeNumber": { "column": "no" }, "name": { "column": "name" }, "site": { "column": "site" },
                      "manager": { "column": "boss" },
                      "jobLevel": { "column": "level", "values": { "junior": "1", "senior": "3", "": "2" } } }
        }
        """
    );

    [Fact]
    public void New_people_are_planned_with_their_managers_first()
    {
        var plan = Plan("3,Cy,BER,2,junior\n2,Bo,BER,1,senior\n1,Al,CHI,,\n");
        plan.Errors.ShouldBeEmpty();
        plan.People.Select(p => p.Entry.EmployeeNumber).ShouldBe(["1", "2", "3"]);
        plan.People.ShouldAllBe(p => p.IsNew);
        plan.People[2].Entry.Employment.Manager.ShouldBe(plan.People[1].Id);
        plan.People.Select(p => p.Entry.Employment.JobLevel).ShouldBe([2, 3, 1]);
        plan.People[0].Entry.Employment.TimeZone.ShouldBe("America/Chicago");
        plan.Sites.Count.ShouldBe(2);
    }

    [Fact]
    public void The_same_file_again_plans_nothing()
    {
        const string Lines = "1,Al,BER,,\n2,Bo,BER,1,\n";
        var (people, sites) = After(Plan(Lines));
        var again = Plan(Lines, people, sites);
        again.People.ShouldBeEmpty();
        again.Sites.ShouldBeEmpty();
        again.Changes.ShouldBeEmpty();
        again.Unchanged.ShouldBe(2);
    }

    [Fact]
    public void The_subject_of_a_line_links_an_account()
    {
        var plan = Plan("1,Al,BER,,\n", mapping: WithSubjects("name"));
        plan.People.ShouldHaveSingleItem().Entry.Account.ShouldBe(TestTokens.AccountOf("Al"));
        var (people, sites) = After(plan);

        Plan("1,Al,BER,,\n", people, sites).People.ShouldBeEmpty("a roster without subjects changes no link");
        Plan("1,Al,BER,,\n", people, sites, WithSubjects("no"))
            .Changes.ShouldBe([
                new(2, "1", "account", $"{TestTokens.AccountOf("Al")}", $"{TestTokens.AccountOf("1")}"),
            ]);
    }

    [Fact]
    public void The_employee_number_may_be_the_subject()
    {
        var plan = Plan("1,Al,BER,,\n", mapping: Mapping with { SubjectIsEmployeeNumber = true });
        plan.People.ShouldHaveSingleItem().Entry.Account.ShouldBe(TestTokens.AccountOf("1"));
    }

    [Fact]
    public void One_account_is_of_one_person()
    {
        var (people, sites) = After(Plan("1,Al,BER,,\n", mapping: WithSubjects("name")));
        var plan = Plan("2,Al,BER,,\n3,Bo,BER,,\n4,Bo,BER,,\n", people, sites, WithSubjects("name"));

        plan.People.Select(p => p.Entry.EmployeeNumber).ShouldBe(["3"]);
        plan.Errors.ShouldBe([
            new(2, "name", "the subject is that of the employee number '1' already"),
            new(4, "name", "the subject is that of the employee number '3' already"),
        ]);
    }

    [Fact]
    public void What_changed_is_named_field_by_field()
    {
        var (people, sites) = After(Plan("1,Al,BER,,\n2,Bo,BER,1,junior\n3,Cy,BER,1,\n"));
        Plan("1,Al,BER,,\n2,Bo B.,CHI,3,senior\n3,Cy,BER,1,\n", people, sites)
            .Changes.ShouldBe([
                new(3, "2", "name", "Bo", "Bo B."),
                new(3, "2", "site", "BER", "CHI"),
                new(3, "2", "timeZone", "Europe/Berlin", "America/Chicago"),
                new(3, "2", "manager", "1", "3"),
                new(3, "2", "jobLevel", "1", "3"),
            ]);
    }

    [Fact]
    public void First_and_last_days_and_leaves_are_compared_with_what_is_scheduled()
    {
        // It is the first of March 2027.
        const string Before = "1,Al,2020-01-01,,no\n2,Bo,2027-05-01,,\n3,Cy,2020-01-01,2027-03-31,yes\n";
        var plan = PlanDays(Before);
        plan.Errors.ShouldBeEmpty();
        plan.Changes.Select(c => c.Field).ShouldBe(["added", "added", "added"]);
        var (people, sites) = After(plan);
        people.Select(p => p.Status).ShouldBe([PersonStatus.Active, PersonStatus.PreHire, PersonStatus.OnNotice]);

        PlanDays(Before, people, sites).Changes.ShouldBeEmpty();
        PlanDays("1,Al,2020-01-01,2027-06-30,yes\n2,Bo,2027-06-01,,\n3,Cy,2020-01-01,,\n", people, sites)
            .Changes.ShouldBe([
                new(2, "1", "lastDay", null, "2027-06-30"),
                new(2, "1", "onLeave", "no", "yes"),
                new(3, "2", "hiredOn", "2027-05-01", "2027-06-01"),
                new(4, "3", "lastDay", "2027-03-31", null),
                new(4, "3", "onLeave", "yes", "no"),
            ]);
    }

    [Fact]
    public void Who_has_left_already_is_not_added_and_leaves_where_known()
    {
        const string Before = "1,Al,2020-01-01,2027-02-28,\n2,Bo,2020-01-01,,\n3,Cy,2027-05-01,,\n";
        var plan = PlanDays(Before);
        plan.People.Select(p => p.Entry.EmployeeNumber).ShouldBe(["2", "3"]);
        plan.Unchanged.ShouldBe(1);
        var (people, sites) = After(plan);

        var next = PlanDays("2,Bo,2020-01-01,2027-02-28,\n", people, sites, AbsencePolicy.Leave);
        next.Changes.ShouldBe([new(2, "2", "left", null, null), new(null, "3", "left", null, null)]);
        next.Leavers.ShouldBe(people.Select(p => p.Id));
    }

    [Theory]
    [InlineData("1,Al,01.05.2027,,\n", "hired", "yyyy-MM-dd")]
    [InlineData("1,Al,,2027-02-30,\n", "last", "yyyy-MM-dd")]
    [InlineData("1,Al,,,perhaps\n", "away", "must be yes or no")]
    public void A_day_or_a_leave_that_cannot_be_read_is_an_error_of_its_line(
        string lines,
        string column,
        string message
    )
    {
        var error = PlanDays(lines).Errors.ShouldHaveSingleItem();
        (error.Line, error.Column).ShouldBe((2, column));
        error.Message.ShouldContain(message);
    }

    [Theory]
    [InlineData("1,Al,BER,9,\n", 2, "boss", "neither known nor on a line")]
    [InlineData("1,Al,BER,1,\n", 2, "boss", "nobody is their own manager")]
    [InlineData("1,Al,XXX,,\n", 2, "site", "the site 'XXX' is not known")]
    [InlineData("1,Al,,,\n", 2, "site", "must not be empty")]
    [InlineData(",Al,BER,,\n", 2, "no", "must not be empty")]
    [InlineData("1,Al,BER,,chief\n", 2, "level", "no value for 'chief'")]
    [InlineData("1,=1+1,BER,,\n", 2, "name", "must not begin with '='")]
    [InlineData("1,Al,BER\n", 2, null, "has 3 cells where the header has 5")]
    [InlineData("1,A\"l,BER,,\n", 2, null, "quotation mark")]
    [InlineData("1,\"Al\u0000\",BER,,\n", 2, "name", "control characters")]
    [InlineData("2,Bo,BER,,\n1,Al,BER,,\n2,Bo,BER,,\n", 4, "no", "already stands on line 2")]
    public void A_bad_line_is_named_with_its_column_and_what_to_change(
        string lines,
        int line,
        string? column,
        string message
    )
    {
        var error = Plan(lines).Errors.ShouldHaveSingleItem();
        (error.Line, error.Column).ShouldBe((line, column));
        error.Message.ShouldContain(message);
    }

    [Fact]
    public void A_huge_cell_is_an_error_of_its_line() =>
        Plan($"1,{new string('x', 3_000_000)},BER,,\n2,Bo,BER,,\n")
            .ShouldSatisfyAllConditions(
                plan => plan.Errors.Single().Message.ShouldContain("200 characters"),
                plan => plan.People.Single().Entry.EmployeeNumber.ShouldBe("2")
            );

    [Fact]
    public void Bad_lines_do_not_stop_the_good_ones()
    {
        var plan = Plan("1,Al,BER,,\n2,Bo,XXX,1,\n3,Cy,BER,1,\n");
        plan.People.Select(p => p.Entry.EmployeeNumber).ShouldBe(["1", "3"]);
        plan.Errors.Single().Line.ShouldBe(3);
    }

    [Fact]
    public void A_quotation_mark_that_is_never_closed_costs_only_its_line()
    {
        var plan = Plan("1,Al,BER,,\n2,\"Bo,BER,,\n3,Cy,BER,,\n");
        plan.People.Select(p => p.Entry.EmployeeNumber).ShouldBe(["1", "3"]);
        plan.Errors.Single().Line.ShouldBe(3);
    }

    [Fact]
    public void Lines_are_counted_as_an_editor_counts_them() =>
        Plan("1,\"Al\nBert\",BER,,\n\n2,Bo,XXX,,\n").Errors.Select(e => e.Line).ShouldBe([2, 5]);

    [Fact]
    public void A_circle_of_managers_is_an_error_of_each_of_its_lines()
    {
        var plan = Plan("1,Al,BER,2,\n2,Bo,BER,3,\n3,Cy,BER,1,\n4,Di,BER,1,\n5,Ed,BER,,\n");
        plan.Errors.Select(e => e.Line).ShouldBe([2, 3, 4, 5]);
        plan.Errors[0].Message.ShouldContain("circle");
        plan.Errors[3].Message.ShouldContain("mend line 2 first");
        plan.People.Single().Entry.EmployeeNumber.ShouldBe("5");
    }

    [Fact]
    public void A_circle_that_closes_over_known_people_is_found()
    {
        var (people, sites) = After(Plan("1,Al,BER,,\n2,Bo,BER,1,\n3,Cy,BER,2,\n"));
        Plan("1,Al,BER,3,\n", people, sites).Errors.Single().Message.ShouldContain("circle");
    }

    [Fact]
    public void A_long_chain_of_managers_is_no_trouble()
    {
        var lines = string.Concat(
            Enumerable.Range(1, 20_000).Select(n => $"{n},P{n},BER,{(n == 1 ? "" : n - 1)},\n").Reverse()
        );
        var plan = Plan(lines);
        plan.Errors.ShouldBeEmpty();
        plan.People.Select(p => p.Entry.EmployeeNumber).ShouldBe(Enumerable.Range(1, 20_000).Select(n => $"{n}"));
    }

    [Fact]
    public void A_manager_may_be_known_from_before()
    {
        var (people, sites) = After(Plan("1,Al,BER,,\n"));
        Plan("2,Bo,BER,1,\n", people, sites).People.Single().Entry.Employment.Manager.ShouldBe(people.Single().Id);
    }

    [Fact]
    public void Who_is_absent_stays_unless_the_mapping_says_otherwise()
    {
        var (people, sites) = After(Plan("1,Al,BER,,\n2,Bo,BER,,\n"));
        Plan("1,Al,BER,,\n", people, sites).Leavers.ShouldBeEmpty();
        Plan("1,Al,BER,,\n", people, sites, Mapping with { Absent = AbsencePolicy.Leave })
            .Leavers.ShouldBe([people.Single(p => p.EmployeeNumber == "2").Id]);
    }

    [Fact]
    public void Nobody_leaves_by_a_file_with_errors()
    {
        var (people, sites) = After(Plan("1,Al,BER,,\n2,Bo,BER,,\n"));
        Plan("1,Al,BER,,\n9,Zo,XXX,,\n", people, sites, Mapping with { Absent = AbsencePolicy.Leave })
            .Leavers.ShouldBeEmpty();
    }

    [Fact]
    public void A_corrected_time_zone_reaches_people_whom_the_file_does_not_list()
    {
        var (people, sites) = After(Plan("1,Al,BER,,\n2,Bo,CHI,,\n"));
        var moved = Mapping with { Sites = [new("CHI", "Chicago", "America/Denver")] };
        Plan("1,Al,BER,,\n", people, sites, moved)
            .Changes.ShouldBe([new(null, "2", "timeZone", "America/Chicago", "America/Denver")]);
    }

    [Theory]
    [InlineData(AbsencePolicy.Ignore)]
    [InlineData(AbsencePolicy.Leave)]
    public void A_person_without_an_employee_number_never_leaves_by_a_roster_but_follows_the_time_zone(
        AbsencePolicy absent
    )
    {
        var (people, sites) = After(Plan("1,Al,BER,,\n2,Bo,CHI,,\n"));
        people = [people[0], people[1] with { Number = null }];
        var moved = Mapping with { Absent = absent, Sites = [new("CHI", "Chicago", "America/Denver")] };
        var plan = Plan("1,Al,BER,,\n", people, sites, moved);
        plan.Leavers.ShouldBeEmpty();
        plan.Changes.ShouldBe([new(null, null, "timeZone", "America/Chicago", "America/Denver")]);
        plan.People.ShouldHaveSingleItem().Entry.EmployeeNumber.ShouldBeNull();
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("no,name,site,boss,level\n", "no lines below")]
    [InlineData("no;name;site;boss;level\n1;Al;BER;;\n", "Is the delimiter ';' rather than ','?")]
    [InlineData("no,name,site,boss\n1,Al,BER,\n", "'level'")]
    [InlineData("no,name,site,boss,level,no\n1,Al,BER,,,1\n", "more than once")]
    public void A_file_that_cannot_be_read_is_refused_with_the_reason(string csv, string reason) =>
        Should
            .Throw<DomainException>(() => RosterFile.Parse(Encoding.UTF8.GetBytes(csv), Mapping))
            .Message.ShouldContain(reason);

    [Fact]
    public void Another_encoding_is_refused_with_its_line() =>
        Should
            .Throw<DomainException>(() =>
                RosterFile.Parse(
                    [.. Encoding.UTF8.GetBytes(Header), .. Encoding.Latin1.GetBytes("1,Jürgen,BER,,\n")],
                    Mapping
                )
            )
            .Message.ShouldContain("line 2");

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_first_heading() =>
        RosterPlan
            .Of(
                RosterFile.Parse(
                    [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Header + "1,Al,BER,,\n")],
                    Mapping
                ),
                Mapping,
                [],
                [],
                TestData.RosterKeys(),
                Guid.NewGuid,
                TestData.Now
            )
            .People.ShouldHaveSingleItem();

    [Theory]
    [InlineData("80", 100, 80)]
    [InlineData("0.8", 1, 80)]
    [InlineData("1", 1, 100)]
    [InlineData("25.67", 38.5, 67)]
    [InlineData("150", 100, 150)]
    [InlineData("", 100, null)]
    public void The_working_time_is_a_part_of_what_is_full_time(string cell, double fullTime, int? percent)
    {
        var plan = PlanFacts($"1,4711,{cell},hybrid\n", (decimal)fullTime);
        plan.Errors.ShouldBeEmpty();
        var work = plan.People.ShouldHaveSingleItem().Entry.Employment;
        (work.CostCentre, work.WorkingTime, work.WorkMode).ShouldBe(("4711", percent, WorkMode.Hybrid));
    }

    [Theory]
    [InlineData("1,=4711,80,hybrid\n", "cost", "must not begin with '='")]
    [InlineData("1,4711,0,hybrid\n", "time", "fullTime in the mapping is 100; '0' is not")]
    [InlineData("1,4711,0.4,hybrid\n", "time", "1 to 150 percent")]
    [InlineData("1,4711,151,hybrid\n", "time", "1 to 150 percent")]
    [InlineData("1,4711,-20,hybrid\n", "time", "1 to 150 percent")]
    [InlineData("1,4711,80 %,hybrid\n", "time", "'80 %' is not")]
    [InlineData("1,4711,79228162514264337593543950335,hybrid\n", "time", "1 to 150 percent")]
    [InlineData("1,4711,80,at home\n", "mode", "onSite, hybrid or remote, which 'at home' is not")]
    public void A_fact_that_cannot_be_is_an_error_of_its_line(string lines, string column, string message)
    {
        var error = PlanFacts(lines).Errors.ShouldHaveSingleItem();
        error.Column.ShouldBe(column);
        error.Message.ShouldContain(message);
    }

    [Fact]
    public void Cost_centre_working_time_and_work_mode_are_compared()
    {
        var (people, sites) = After(PlanFacts("1,4711,80,onSite\n"));
        PlanFacts("1,4711,80,OnSite\n", 100, people, sites).Changes.ShouldBeEmpty();
        PlanFacts("1,,100,remote\n", 100, people, sites)
            .Changes.ShouldBe([
                new(2, "1", "costCentre", "4711", null),
                new(2, "1", "workingTime", "80", "100"),
                new(2, "1", "workMode", "onSite", "remote"),
            ]);
    }

    private static RosterPlan PlanFacts(
        string lines,
        decimal fullTime = 100,
        IReadOnlyList<Person>? people = null,
        IReadOnlyList<Site>? sites = null
    )
    {
        var mapping = Mapping with
        {
            FullTime = fullTime,
            Fields = new(
                EmployeeNumber: new(Column: "no"),
                Site: new(Constant: "BER"),
                CostCentre: new(Column: "cost"),
                WorkingTime: new(Column: "time"),
                WorkMode: new(Column: "mode")
            ),
        };
        return RosterPlan.Of(
            RosterFile.Parse(Encoding.UTF8.GetBytes($"no,cost,time,mode\n{lines}"), mapping),
            mapping,
            sites ?? [],
            people ?? [],
            TestData.RosterKeys(),
            Guid.NewGuid,
            TestData.Now
        );
    }

    private static RosterMapping WithSubjects(string column) =>
        Mapping with
        {
            Fields = Mapping.Fields with { Subject = new(Column: column) },
        };

    internal static RosterMapping Read(string json) =>
        JsonSerializer.Deserialize<RosterMapping>(
            json,
            new JsonSerializerOptions(JsonSerializerDefaults.Web).WithSharedConverters()
        )!;

    private static RosterPlan PlanDays(
        string lines,
        IReadOnlyList<Person>? people = null,
        IReadOnlyList<Site>? sites = null,
        AbsencePolicy absent = AbsencePolicy.Ignore
    )
    {
        var mapping = Mapping with
        {
            Absent = absent,
            Fields = new(
                EmployeeNumber: new(Column: "no"),
                Name: new(Column: "name"),
                Site: new(Constant: "BER"),
                HiredOn: new(Column: "hired"),
                LastDay: new(Column: "last"),
                OnLeave: new(Column: "away")
            ),
        };
        return RosterPlan.Of(
            RosterFile.Parse(Encoding.UTF8.GetBytes($"no,name,hired,last,away\n{lines}"), mapping),
            mapping,
            sites ?? [],
            people ?? [],
            TestData.RosterKeys(),
            Guid.NewGuid,
            TestData.Now
        );
    }

    private static RosterPlan Plan(
        string lines,
        IReadOnlyList<Person>? people = null,
        IReadOnlyList<Site>? sites = null,
        RosterMapping? mapping = null
    ) =>
        RosterPlan.Of(
            RosterFile.Parse(Encoding.UTF8.GetBytes(Header + lines), mapping ?? Mapping),
            mapping ?? Mapping,
            sites ?? [],
            people ?? [],
            TestData.RosterKeys(),
            Guid.NewGuid,
            TestData.Now
        );

    /// <summary>What is known once the plan has been carried out.</summary>
    private static (IReadOnlyList<Person>, IReadOnlyList<Site>) After(RosterPlan plan) =>
        (
            [
                .. plan.People.Select(p =>
                    RecordPerson.Decide(null, p.Id, p.Entry, TestData.Now).Aggregate((Person?)null, Person.Evolve)!
                ),
            ],
            [
                .. plan.Sites.Select(s =>
                    Site.Evolve(null, RecordSite.Decide(null, s.Id, s.Entry, TestData.Now).Single())
                ),
            ]
        );
}
