using PeerNetwork.Enrollment.Sites;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Sites;

public class RecordSiteTests
{
    private static readonly SiteOpened Opened = new(
        TestData.SiteId,
        "BER",
        "Berlin",
        "Europe/Berlin",
        "DE",
        Source: null,
        TestData.Now
    );
    private readonly DeciderSpec<Site, SiteEvent> _spec = DeciderSpec.Of<Site, SiteEvent>(Site.Evolve);

    [Fact]
    public void A_new_site_is_opened() =>
        _spec.When(site => RecordSite.Decide(site, TestData.SiteId, TestData.Berlin, TestData.Now)).Then(Opened);

    [Fact]
    public void A_new_site_of_an_HR_system_is_known_as_such() =>
        _spec
            .When(site => RecordSite.Decide(site, TestData.SiteId, TestData.Berlin, TestData.Now, "hr"))
            .Then(Opened with { Source = "hr" });

    [Fact]
    public void A_site_named_again_is_as_it_was() =>
        _spec
            .Given(Opened)
            .When(site => RecordSite.Decide(site, TestData.SiteId, TestData.Berlin, TestData.Now))
            .ThenNothing();

    [Theory]
    [InlineData("Berlin Mitte", "Europe/Berlin", "DE")]
    [InlineData("Berlin", "Europe/Paris", "DE")]
    [InlineData("Berlin", "Europe/Berlin", null)]
    public void A_site_described_otherwise_is_changed(string name, string timeZone, string? country) =>
        _spec
            .Given(Opened)
            .When(site => RecordSite.Decide(site, TestData.SiteId, new("BER", name, timeZone, country), TestData.Now))
            .Then(new SiteChanged(TestData.SiteId, "BER", name, timeZone, country, TestData.Now));

    [Fact]
    public void A_change_can_be_changed_back() =>
        _spec
            .Given(Opened, new SiteChanged(TestData.SiteId, "BER", "Mitte", "Europe/Berlin", "DE", TestData.Now))
            .When(site => RecordSite.Decide(site, TestData.SiteId, TestData.Berlin, TestData.Now))
            .Then(new SiteChanged(TestData.SiteId, "BER", "Berlin", "Europe/Berlin", "DE", TestData.Now));
}
