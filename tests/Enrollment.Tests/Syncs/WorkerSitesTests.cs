using PeerNetwork.Enrollment.Hris;
using PeerNetwork.Enrollment.Rosters;
using PeerNetwork.Enrollment.Sites;
using PeerNetwork.Enrollment.Syncs;

namespace PeerNetwork.Enrollment.Tests.Syncs;

public class WorkerSitesTests
{
    private static readonly HrisSite Munich = new("MUC", "Munich", "Europe/Berlin", "DE");

    private static readonly FieldSource Column = new("site");

    [Fact]
    public void A_site_has_the_code_that_the_mapping_gives_it()
    {
        Of(Munich, Column).Complete.ShouldBe([new("MUC", "Munich", "Europe/Berlin", "DE")]);
        var mapped = Column with
        {
            Values = new Dictionary<string, string> { ["MUC"] = "M1" },
            Otherwise = "ELSE",
        };
        Of(Munich, mapped).Complete.ShouldBe([new("M1", "Munich", "Europe/Berlin", "DE")]);
        Of(Munich with { Id = "HAM" }, mapped).Codes.ShouldBeEmpty();
    }

    [Fact]
    public void Where_the_site_of_a_person_comes_from_elsewhere_no_site_is_added()
    {
        Of(Munich, new("custom.office")).ShouldBe(SourceSites.None);
        Of(Munich, new(Columns: ["site", "department"])).ShouldBe(SourceSites.None);
        Of(Munich, new(Constant: "BER")).ShouldBe(SourceSites.None);
    }

    [Theory]
    [InlineData("MUC", "Munich", null)]
    [InlineData("MUC", "Munich", "CET+1")]
    [InlineData("MUC", "", "Europe/Berlin")]
    [InlineData("Munich office", "Munich", "Europe/Berlin")]
    public void A_site_of_which_too_little_is_told_is_there_and_not_added(string id, string name, string? timeZone)
    {
        var sites = Of(new(id, name, timeZone, null), Column);
        sites.Complete.ShouldBeEmpty();
        sites.Codes.ShouldBe([id]);
    }

    [Theory]
    [InlineData("de", "DE")]
    [InlineData("Germany", null)]
    [InlineData("DEU", null)]
    public void A_country_is_a_code_of_two_letters(string country, string? expected) =>
        Of(Munich with { Country = country }, Column).Complete.ShouldHaveSingleItem().Country.ShouldBe(expected);

    [Fact]
    public void The_pages_may_name_a_site_several_times() =>
        WorkerSites
            .Of([Munich with { TimeZone = null }, Munich, Munich with { Name = "Other" }], Column, areAll: true)
            .Complete.ShouldHaveSingleItem()
            .Name.ShouldBe("Munich");

    [Fact]
    public void Sites_of_the_source_alone_are_missed_and_only_where_all_were_read()
    {
        Site[] known =
        [
            Known("MUC", "hr"),
            Known("HAM", "hr"),
            Known("ULM", "hr"),
            Known("BER", null),
            Known("OSL", "other"),
        ];
        Of(Munich, Column).FindMissing(known, "hr").ShouldBe(["HAM", "ULM"]);
        WorkerSites.Of([Munich], Column, areAll: false).FindMissing(known, "hr").ShouldBeEmpty();
        SourceSites.None.FindMissing(known, source: null).ShouldBeEmpty();

        static Site Known(string code, string? source) =>
            new(new(Guid.NewGuid()), code, code, "Europe/Berlin", "DE", source);
    }

    private static SourceSites Of(HrisSite site, FieldSource mapping) => WorkerSites.Of([site], mapping, areAll: true);
}
