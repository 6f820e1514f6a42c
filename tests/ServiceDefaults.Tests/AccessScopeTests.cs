using PeerNetwork.EventSourcing;

namespace PeerNetwork.ServiceDefaults.Tests;

public sealed class AccessScopeTests
{
    private static readonly Guid One = new("00000000-0000-7000-8000-000000000001"),
        Two = new("00000000-0000-7000-8000-000000000002");

    /// <summary>All programs in Berlin, the first program in Chicago, the second one everywhere.</summary>
    private static readonly AccessScope Scope = new([
        new("coordinator", ["BER"], [], []),
        new("coordinator", ["CHI"], [One], []),
        new("coordinator", ["*"], [Two], []),
    ]);

    /// <summary>Sales in Berlin for the first program, two departments in Chicago, and all of New York.</summary>
    private static readonly AccessScope ForDepartments = new([
        new("coordinator", ["BER"], [One], ["Sales"]),
        new("coordinator", ["CHI"], [], ["Legal", "Research"]),
        new("coordinator", ["NYC"], [], []),
    ]);

    [Theory]
    [InlineData("BER", 1, true)]
    [InlineData("BER", 2, true)]
    [InlineData("CHI", 1, true)]
    [InlineData("CHI", 2, true)]
    [InlineData("NYC", 1, false)]
    [InlineData("NYC", 2, true)]
    [InlineData("*", 1, false)]
    [InlineData("*", 2, true)]
    public void It_covers_a_site_for_a_program(string site, int program, bool covered) =>
        Scope.Covers(site, program == 1 ? One : Two).ShouldBe(covered);

    [Fact]
    public void It_names_the_sites_of_a_program()
    {
        Scope.SitesIn(One).ShouldBe(["BER", "CHI"]);
        Scope.SitesIn(Two).ShouldBe(["BER", "*"]);
        Scope.Sites.ShouldBe(["BER", "CHI", "*"]);
    }

    [Fact]
    public void In_JSON_it_says_the_same()
    {
        new AccessScope([new("coordinator", ["BER"], [One], ["Sales"])])
            .ToJson()
            .ShouldBe(
                """[{"role":"coordinator","sites":["BER"],"programs":"""
                    + """["00000000-0000-7000-8000-000000000001"],"departments":["Sales"]}]"""
            );
        new AccessScope([]).ToJson().ShouldBe("[]");
    }

    [Theory]
    [InlineData("BER", 1, "Sales", true)]
    [InlineData("BER", 1, "Legal", false)]
    [InlineData("BER", 1, null, false)]
    [InlineData("BER", 2, "Sales", false)]
    [InlineData("CHI", 1, "Sales", false)]
    [InlineData("CHI", 1, "Legal", true)]
    [InlineData("CHI", 2, "Legal", true)]
    [InlineData("NYC", 1, "Sales", true)]
    [InlineData("NYC", 1, null, true)]
    public void It_covers_the_people_of_departments(string site, int program, string? department, bool covered) =>
        ForDepartments.Covers(site, program == 1 ? One : Two, department).ShouldBe(covered);

    [Fact]
    public void For_departments_it_covers_nothing_that_is_about_a_whole_site()
    {
        ForDepartments.Covers("BER", One).ShouldBeFalse();
        ForDepartments.Covers("BER").ShouldBeFalse();
        ForDepartments.Covers("NYC", One).ShouldBeTrue();
        ForDepartments.Covers("NYC").ShouldBeTrue();
        ForDepartments.SitesIn(One).ShouldBe(["NYC"]);
        ForDepartments.Sites.ShouldBe(["BER", "CHI", "NYC"]);
        (ForDepartments.CoversPartOf("BER", One), ForDepartments.CoversPartOf("BER", Two)).ShouldBe((true, false));
        (ForDepartments.CoversPartOf("CHI"), ForDepartments.CoversPartOf("OSL")).ShouldBe((true, false));
        (ForDepartments.CoversPerson("CHI", "Legal"), ForDepartments.CoversPerson("CHI", null)).ShouldBe((true, false));
    }

    [Fact]
    public void The_problem_says_that_a_role_without_departments_is_needed()
    {
        const string Advice = "ask for a role without departments";
        Should.Throw<DomainException>(() => ForDepartments.Require("BER")).Message.ShouldContain(Advice);
        Should.Throw<DomainException>(() => ForDepartments.Require(["BER"], One)).Message.ShouldContain(Advice);
        Should.Throw<DomainException>(() => ForDepartments.Require(["BER"], Two)).Message.ShouldNotContain(Advice);
        Should.NotThrow(() => ForDepartments.RequireAllDepartments());
        var sponsor = new AccessScope([new("sponsor", ["*"], [], ["Sales"])]);
        Should.Throw<DomainException>(() => sponsor.RequireAllDepartments()).Message.ShouldContain(Advice);
    }

    [Theory]
    [InlineData("BER", "Sales", null)]
    [InlineData("BER", "Legal", "You have no access to people of this department.")]
    [InlineData("OSL", "Sales", "You have no access to the site OSL.")]
    public void Who_is_outside_the_departments_is_not_seen(string site, string department, string? problem)
    {
        if (problem is null)
            Should.NotThrow(() => ForDepartments.RequirePerson(site, department));
        else
            Should
                .Throw<DomainException>(() => ForDepartments.RequirePerson(site, department))
                .Message.ShouldBe(problem);
    }

    [Theory]
    [InlineData(true, "BER", 1, "Sales")]
    [InlineData(false, "BER", 1, "Sales", "Legal")]
    [InlineData(false, "BER", 1)]
    [InlineData(true, "CHI", 2, "Legal", "Research")]
    [InlineData(true, "NYC", 1, "Sales")]
    [InlineData(true, "NYC", 1)]
    public void It_includes_a_grant_for_the_own_departments(
        bool included,
        string site,
        int program,
        params string[] departments
    ) => ForDepartments.Includes(new("ambassador", [site], [program == 1 ? One : Two], departments)).ShouldBe(included);

    [Fact]
    public void A_requirement_names_the_first_site_that_is_missing()
    {
        Should.NotThrow(() => Scope.Require(["BER", "CHI"], One));
        Should
            .Throw<DomainException>(() => Scope.Require(["BER", "NYC"], One))
            .Message.ShouldBe("You have no access to the site NYC.");
        Should.Throw<DomainException>(() => new AccessScope([]).Require("BER"));
    }

    [Theory]
    [InlineData(true, "BER")]
    [InlineData(true, "BER", 1)]
    [InlineData(false, "CHI")]
    [InlineData(true, "CHI", 1)]
    [InlineData(false, "CHI", 1, 2)]
    [InlineData(false, "*")]
    [InlineData(true, "*", 2)]
    [InlineData(false, "*", 1)]
    public void It_includes_a_grant_that_one_of_its_own_covers_whole(
        bool included,
        string site,
        params int[] programs
    ) =>
        Scope.Includes(new("ambassador", [site], [.. programs.Select(p => p == 1 ? One : Two)], [])).ShouldBe(included);
}
