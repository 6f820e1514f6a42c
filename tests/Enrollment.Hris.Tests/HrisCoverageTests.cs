namespace PeerNetwork.Enrollment.Hris.Tests;

public sealed class HrisCoverageTests
{
    [Fact]
    public void Shares_are_counted_over_all_pages()
    {
        var coverage = HrisCoverage
            .Empty.Add([Company.Minimal("1") with { Email = "a@example.com" }, Company.Minimal("2")])
            .Add([Company.Minimal("3"), Company.Minimal("4")]);

        coverage.Workers.ShouldBe(4);
        coverage.Share("email").ShouldBe(0.25);
        coverage.EmptyFields.ShouldNotContain("email");
        coverage.EmptyFields.ShouldContain("hiredOn");
    }

    [Fact]
    public void Those_that_the_source_knows_no_more_do_not_count() =>
        HrisCoverage.Empty.Add([Company.Minimal("1") with { IsDeleted = true }]).Workers.ShouldBe(0);

    [Fact]
    public void Of_no_workers_nothing_is_missing()
    {
        HrisCoverage.Empty.EmptyFields.ShouldBeEmpty();
        HrisCoverage.Empty.Share("email").ShouldBe(0);
    }

    [Fact]
    public void Each_field_counts_by_itself()
    {
        var full = Company.Generate(1)[0].Worker with
        {
            Status = HrisStatus.Active,
            Email = "a@example.com",
            LastDay = Company.Today,
            Languages = ["de"],
            Assignments = [new(null, "BER", "R&D", "CC1", "7", "Engineer", "L1")],
        };
        HrisWorker[] lacking =
        [
            full with
            {
                EmployeeNumber = null,
            },
            full with
            {
                Name = null,
            },
            full with
            {
                Email = null,
            },
            full with
            {
                Status = HrisStatus.Unknown,
            },
            full with
            {
                HiredOn = null,
            },
            full with
            {
                LastDay = null,
            },
            full with
            {
                Assignments = [full.Assignments[0] with { Site = null }],
            },
            full with
            {
                Assignments = [full.Assignments[0] with { Department = null }],
            },
            full with
            {
                Assignments = [full.Assignments[0] with { CostCentre = null }],
            },
            full with
            {
                Assignments = [full.Assignments[0] with { Manager = null }],
            },
            full with
            {
                Assignments = [full.Assignments[0] with { JobTitle = null }],
            },
            full with
            {
                Assignments = [full.Assignments[0] with { JobLevel = null }],
            },
            full with
            {
                Languages = [],
            },
        ];

        HrisCoverage.Empty.Add([full]).EmptyFields.ShouldBeEmpty();
        lacking.Select(w => HrisCoverage.Empty.Add([w]).EmptyFields.ShouldHaveSingleItem()).ShouldBeUnique();
    }
}
