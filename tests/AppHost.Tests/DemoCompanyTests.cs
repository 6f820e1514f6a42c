using System.Globalization;
using CsvHelper;
using PeerNetwork.DemoCompany;

namespace PeerNetwork.AppHost.Tests;

public sealed class DemoCompanyTests
{
    private static readonly Company Company = Company.Generate(seed: 7);

    [Fact]
    public void The_same_seed_gives_the_same_company_to_the_byte_and_another_seed_another()
    {
        RosterOf(Company.Generate(7)).ShouldBe(RosterOf(Company));
        RosterOf(Company.Generate(8)).ShouldNotBe(RosterOf(Company));
    }

    [Fact]
    public void The_culture_of_the_machine_does_not_show()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
            RosterOf(Company.Generate(7)).ShouldBe(RosterOf(Company));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Sites_lie_in_many_zones_and_two_of_them_change_their_clocks_on_different_days()
    {
        Company.Sites.Count.ShouldBeGreaterThanOrEqualTo(12);
        Company.Sites.Select(s => s.TimeZone).Distinct().Count().ShouldBeGreaterThanOrEqualTo(6);
        Company.Sites.ShouldAllBe(s => Company.People.Any(p => p.SiteCode == s.Code));
        // Between 8 and 29 March 2026 Chicago is on summer time already and London not yet.
        OffsetOn("CHI", 15).ShouldNotBe(OffsetOn("CHI", 1));
        OffsetOn("LON", 15).ShouldBe(OffsetOn("LON", 1));
        OffsetOn("SIN", 15).ShouldBe(TimeSpan.FromHours(8));

        static TimeSpan OffsetOn(string site, int dayOfMarch) =>
            TimeZoneInfo
                .FindSystemTimeZoneById(Company.Sites.Single(s => s.Code == site).TimeZone)
                .GetUtcOffset(new DateTimeOffset(2026, 3, dayOfMarch, 12, 0, 0, TimeSpan.Zero));
    }

    [Theory]
    [InlineData(7, 5_000)]
    [InlineData(1, 200)]
    [InlineData(2, 1_003)]
    [InlineData(3, 30_000)]
    public void Everybody_reports_upwards_to_one_chief_executive(int seed, int people)
    {
        var company = Company.Generate(seed, people);
        var byNumber = company.People.ToDictionary(p => p.Number);
        byNumber.Count.ShouldBe(people);
        company.People.Single(p => p.Manager is null).Level.ShouldBe(8);
        // A manager always stands on a higher level, so a line cannot come back to where it began.
        company.People.Where(p => p.Manager is not null).ShouldAllBe(p => byNumber[p.Manager!].Level > p.Level);
        company
            .People.Where(p => p.Manager is not null)
            .CountBy(p => p.Manager!)
            .ShouldAllBe(manager => manager.Value >= 5 && manager.Value <= 12);
    }

    [Fact]
    public void Experience_fits_the_level_and_the_time_with_the_company()
    {
        Company.People.Select(p => p.Level).Distinct().Order().ShouldBe(Enumerable.Range(1, 8));
        Company.People.ShouldAllBe(p => p.Hired < Company.Day && p.Hired.AddDays((int)(p.Years * 366)) >= Company.Day);
        var means = Company
            .People.GroupBy(p => p.Level)
            .OrderBy(g => g.Key)
            .Select(g => g.Average(p => p.Years))
            .ToArray();
        means.ShouldBeInOrder(SortDirection.Ascending);
    }

    [Fact]
    public void E_mail_addresses_are_plain_unique_and_of_nobody()
    {
        Company
            .People.Select(p => p.Email)
            .Append(Company.Guest.Email)
            .Distinct()
            .Count()
            .ShouldBe(Company.People.Count + 1);
        Company.People.ShouldAllBe(p =>
            p.Email.EndsWith("@example.com", StringComparison.Ordinal) && p.Email.All(char.IsAscii)
        );
    }

    [Fact]
    public void Skills_come_from_a_taxonomy_without_doubles()
    {
        Skills.All.Count.ShouldBeInRange(110, 130);
        Skills.All.Distinct().Count().ShouldBe(Skills.All.Count);
        Company.People.ShouldAllBe(p =>
            p.Offers.Count >= 2
            && p.Offers.Concat(p.Wants).All(s => Skills.All.Contains(s.Skill) && s.Level >= 1 && s.Level <= 5)
        );
        Company.People.Count(p => p.Wants.Count > 0).ShouldBeGreaterThan(4_500);
        Company.People.ShouldAllBe(p => p.Offers.All(o => p.Wants.All(w => w.Skill != o.Skill)));
    }

    [Fact]
    public void Three_would_like_a_mentor_for_each_who_would_like_to_be_one()
    {
        var (mentors, mentees) = (
            Company.People.Count(p => p.Wish == Wish.Mentor),
            Company.People.Count(p => p.Wish == Wish.Mentee)
        );
        mentees.ShouldBeGreaterThanOrEqualTo(1_000);
        ((double)mentees / mentors).ShouldBeInRange(2.9, 3.1);
    }

    [Fact]
    public void The_two_main_sites_hold_enough_of_both_for_a_program()
    {
        var willing = Company.People.Where(p => p.SiteCode is "CHI" or "SIN").CountBy(p => p.Wish).ToDictionary();
        willing[Wish.Mentee].ShouldBeGreaterThanOrEqualTo(620);
        willing[Wish.Mentor].ShouldBeGreaterThanOrEqualTo(205);
    }

    [Fact]
    public void One_group_has_exactly_three_people() =>
        Company
            .People.Count(p => p is { SiteCode: Company.SmallSite, Department: Company.SmallDepartment })
            .ShouldBe(3);

    [Fact]
    public void An_alumnus_is_a_guest_and_not_in_the_roster()
    {
        Company.People.ShouldNotContain(p => p.Number == Company.Guest.FormerNumber);
        Company.People.ShouldContain(p => p.Number == Company.Guest.Host);
    }

    [Fact]
    public void The_roster_reads_back_as_the_people()
    {
        using var csv = CsvReader.Create(new StringReader(RosterOf(Company)));
        foreach (var person in Company.People)
        {
            csv.Read().ShouldBeTrue();
            csv.GetString("Employee ID").ShouldBe(person.Number);
            $"{csv.GetString("First Name")} {csv.GetString("Last Name")}".ShouldBe(person.Name);
            csv.GetString("Manager ID").ShouldBe(person.Manager ?? "");
            csv.GetString("Years of Experience").ShouldBe(person.Years.ToString(CultureInfo.InvariantCulture));
            csv.GetString("Skills Offered")
                .ShouldBe(string.Join(';', person.Offers.Select(s => $"{s.Skill}:{s.Level}")));
        }

        csv.Read().ShouldBeFalse();
    }

    private static string RosterOf(Company company)
    {
        using var writer = new StringWriter();
        company.WriteRoster(writer);
        return writer.ToString();
    }
}
