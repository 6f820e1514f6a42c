using System.Text;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Rosters;

namespace PeerNetwork.Enrollment.Tests.Rosters;

/// <summary>Several lines with one employee number are the jobs of one person.</summary>
public class OtherJobLinesTests
{
    private const string Header = "no,name,site,boss,unit,title,time,main\n";

    private static readonly RosterMapping Mapping = RosterPlanTests.Read(
        """
        {
          "fullTime": 40,
          "sites": [
            { "code": "BER", "name": "Berlin", "timeZone": "Europe/Berlin" },
            { "code": "CHI", "name": "Chicago", "timeZone": "America/Chicago" }
          ],
          "fields": { "employeeNumber": { "column": "no" }, "name": { "column": "name" }, "site": { "column": "site" },
                      "manager": { "column": "boss" }, "department": { "column": "unit" },
                      "jobTitle": { "column": "title" }, "workingTime": { "column": "time" },
                      "primaryJob": { "column": "main" } }
        }
        """
    );

    [Fact]
    public void The_main_job_speaks_and_the_other_lines_are_other_jobs()
    {
        var plan = Plan("1,Al,CHI,3,Sales,Deputy,8,no\n2,Bo,BER,1,,,,\n1,Al,BER,,Data,Lead,32,yes\n3,Cy,BER,,,,,\n");

        plan.Errors.ShouldBeEmpty();
        plan.People.Count.ShouldBe(3);
        var work = Of(plan, "1").Entry.Employment;
        (work.SiteCode, work.Department, work.WorkingTime, work.Manager).ShouldBe(("BER", "Data", 80, null));
        work.OtherJobs.ShouldBe([new("CHI", "Sales", Of(plan, "3").Id, "Deputy", 20)]);
        Of(plan, "2").Entry.Employment.Manager.ShouldBe(Of(plan, "1").Id);
    }

    [Fact]
    public void The_same_jobs_in_another_order_plan_nothing()
    {
        const string Main = "1,Al,BER,,Data,Lead,20,yes\n",
            Deputy = "1,Al,CHI,2,Sales,Deputy,10,no\n",
            Matrix = "1,Al,BER,2,Tax,,,no\n",
            Boss = "2,Bo,BER,,,,,\n";
        var people = After(Plan(Main + Deputy + Matrix + Boss));

        var again = Plan(Boss + Matrix + Main + Deputy, people);

        again.Changes.ShouldBeEmpty();
        again.Unchanged.ShouldBe(2);
        var changes = Plan(Main + Deputy + Boss, people).Changes;
        changes.ShouldBe([
            new(
                2,
                "1",
                "otherJobs",
                "BER, Tax, manager 2; CHI, Sales, Deputy, 25 %, manager 2",
                "CHI, Sales, Deputy, 25 %, manager 2"
            ),
        ]);
    }

    [Theory]
    [InlineData("1,Al,BER,,,,,no\n1,Al,CHI,,,,,no\n")]
    [InlineData("1,Al,BER,,,,,yes\n1,Al,CHI,,,,,yes\n")]
    public void Without_exactly_one_main_job_the_second_line_is_an_error(string lines)
    {
        var error = Plan(lines).Errors.ShouldHaveSingleItem();
        error.Line.ShouldBe(3);
        error.Message.ShouldContain("already stands on line 2");
    }

    [Fact]
    public void Without_a_column_of_main_jobs_the_second_line_is_an_error()
    {
        var mapping = Mapping with { Fields = Mapping.Fields with { PrimaryJob = null } };
        Plan("1,Al,BER,,,,,yes\n1,Al,CHI,,,,,no\n", mapping: mapping)
            .Errors.ShouldHaveSingleItem()
            .Message.ShouldContain("already stands on line 2");
    }

    [Theory]
    [InlineData("1,Al,BER,9,,,,no\n", "boss", "neither known")]
    [InlineData("1,Al,BER,1,,,,no\n", "boss", "their own manager")]
    [InlineData("1,Al,XXX,,,,,no\n", "site", "'XXX' is not known")]
    [InlineData("1,Al,BER,,,,half,no\n", "time", "percent of full time")]
    [InlineData("1,Al,BER,,,,,perhaps\n", "main", "must be yes or no")]
    [InlineData("1,Al,BER,,=1,,,no\n", "unit", "formulas")]
    public void What_is_wrong_is_an_error_of_the_line_of_the_job(string job, string column, string message)
    {
        var plan = Plan($"1,Al,BER,,,,,yes\n{job}2,Bo,BER,,,,,\n");

        plan.People.Select(p => p.Entry.EmployeeNumber).ShouldBe(["2"]);
        var error = plan.Errors.ShouldHaveSingleItem();
        (error.Line, error.Column).ShouldBe((3, column));
        error.Message.ShouldContain(message);
    }

    [Fact]
    public void A_person_has_up_to_ten_other_jobs()
    {
        string Jobs(int count) =>
            string.Concat(Enumerable.Range(1, count).Select(i => $"1,Al,BER,,Unit {i},,,no\n")) + "1,Al,BER,,,,,yes\n";

        Of(Plan(Jobs(10)), "1").Entry.Employment.OtherJobs.Count.ShouldBe(10);
        Plan(Jobs(11)).Errors.ShouldHaveSingleItem().Message.ShouldContain("up to 10 jobs");
    }

    [Fact]
    public void Who_reports_to_a_line_that_cannot_be_written_is_not_written_either()
    {
        // 2 has an unknown manager in another job, 3 reports to 2 in another job, and 4 to 3 in the main one.
        var plan = Plan(
            "4,Di,BER,3,,,,\n3,Cy,BER,,,,,yes\n3,Cy,BER,2,,,,no\n2,Bo,BER,,,,,yes\n2,Bo,BER,9,,,,no\n1,Al,BER,,,,,\n"
        );

        plan.People.Select(p => p.Entry.EmployeeNumber).ShouldBe(["1"]);
        plan.Errors.Select(e => e.Line).ShouldBe([2, 4, 6]);
    }

    [Fact]
    public void Two_people_may_manage_each_other_in_different_jobs()
    {
        var plan = Plan("1,Al,BER,,,,,yes\n1,Al,BER,2,,,,no\n2,Bo,BER,1,,,,\n");

        plan.Errors.ShouldBeEmpty();
        Of(plan, "1").Entry.Employment.OtherJobs.Single().Manager.ShouldBe(Of(plan, "2").Id);
    }

    private static PlannedPerson Of(RosterPlan plan, string number) =>
        plan.People.Single(p => p.Entry.EmployeeNumber == number);

    private static RosterPlan Plan(string lines, IReadOnlyList<Person>? people = null, RosterMapping? mapping = null) =>
        RosterPlan.Of(
            RosterFile.Parse(Encoding.UTF8.GetBytes(Header + lines), mapping ?? Mapping),
            mapping ?? Mapping,
            [],
            people ?? [],
            TestData.RosterKeys(),
            Guid.NewGuid,
            TestData.Now
        );

    /// <summary>Who is known once the plan has been carried out.</summary>
    private static Person[] After(RosterPlan plan) =>
        [
            .. plan.People.Select(p =>
                RecordPerson.Decide(null, p.Id, p.Entry, TestData.Now).Aggregate((Person?)null, Person.Evolve)!
            ),
        ];
}
