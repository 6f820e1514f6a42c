using PeerNetwork.Enrollment.Sites;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Sites;

public class RecordSiteTests
{
    private static readonly SiteOpened Opened = new(A.SiteId, "BER", "Berlin", "Europe/Berlin", "DE", A.Now);
    private readonly DeciderSpec<Site, SiteEvent> _story = DeciderSpec.Of<Site, SiteEvent>(Site.Evolve);

    [Fact]
    public void A_new_site_is_opened() =>
        _story.When(site => RecordSite.Decide(site, A.SiteId, A.Berlin, A.Now)).Then(Opened);

    [Fact]
    public void A_site_named_again_is_as_it_was() =>
        _story.Given(Opened).When(site => RecordSite.Decide(site, A.SiteId, A.Berlin, A.Now)).ThenNothing();

    [Theory]
    [InlineData("Berlin Mitte", "Europe/Berlin", "DE")]
    [InlineData("Berlin", "Europe/Paris", "DE")]
    [InlineData("Berlin", "Europe/Berlin", null)]
    public void A_site_described_otherwise_is_changed(string name, string timeZone, string? country) =>
        _story
            .Given(Opened)
            .When(site => RecordSite.Decide(site, A.SiteId, new("BER", name, timeZone, country), A.Now))
            .Then(new SiteChanged(A.SiteId, "BER", name, timeZone, country, A.Now));

    [Fact]
    public void A_change_can_be_changed_back() =>
        _story
            .Given(Opened, new SiteChanged(A.SiteId, "BER", "Mitte", "Europe/Berlin", "DE", A.Now))
            .When(site => RecordSite.Decide(site, A.SiteId, A.Berlin, A.Now))
            .Then(new SiteChanged(A.SiteId, "BER", "Berlin", "Europe/Berlin", "DE", A.Now));
}
