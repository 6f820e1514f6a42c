using PeerNetwork.EventSourcing;

namespace PeerNetwork.ServiceDefaults.Tests;

public sealed class AccessScopeTests
{
    private static readonly Guid One = new("00000000-0000-7000-8000-000000000001"),
        Two = new("00000000-0000-7000-8000-000000000002");

    /// <summary>All programs in Berlin, the first program in Chicago, the second one everywhere.</summary>
    private static readonly AccessScope Scope = new([
        new("coordinator", ["BER"], []),
        new("coordinator", ["CHI"], [One]),
        new("coordinator", ["*"], [Two]),
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
    public void Its_pairs_of_site_and_program_say_the_same()
    {
        var (sites, programs) = Scope.Pairs();
        sites.Zip(programs).ShouldBe([("BER", null), ("CHI", One), ("*", (Guid?)Two)]);
        new AccessScope([]).Pairs().Sites.ShouldBeEmpty();
    }

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
    ) => Scope.Includes(new("ambassador", [site], [.. programs.Select(p => p == 1 ? One : Two)])).ShouldBe(included);
}
