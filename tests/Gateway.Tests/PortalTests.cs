using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;

namespace PeerNetwork.Gateway.Tests;

public class PortalTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/programs/7?role=mentor")]
    [InlineData("/people/search")]
    public async Task What_is_no_path_of_the_API_is_a_page_and_needs_no_token(string path)
    {
        await using var portal = await Start("page");
        await using var gateway = GatewayHost.With(("Services:portal:http:0", portal.Address));

        (await gateway.Client.GetStringAsync(path)).ShouldBe("page");

        var seen = portal.Requests.ShouldHaveSingleItem();
        seen.Target.ShouldBe(path);
        seen.Headers["X-Forwarded-Host"].ShouldBe(gateway.Client.BaseAddress!.Authority);
    }

    [Theory]
    [InlineData("/enrollment/programs", HttpStatusCode.Unauthorized)]
    [InlineData("/matching/unknown", HttpStatusCode.Unauthorized)]
    [InlineData("/scim/v2/Users", HttpStatusCode.ServiceUnavailable)]
    [InlineData("/health/ready", HttpStatusCode.OK)]
    [InlineData("/openapi", HttpStatusCode.OK)]
    public async Task Paths_of_the_API_do_not_lead_to_the_portal(string path, HttpStatusCode status)
    {
        await using var portal = await Start("page");
        await using var gateway = GatewayHost.With(("Services:portal:http:0", portal.Address));

        (await gateway.Client.GetAsync(path)).StatusCode.ShouldBe(status);

        portal.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_portal_is_no_part_of_the_document_of_the_API()
    {
        await using var portal = await Start("page");
        await using var gateway = GatewayHost.With(("Services:portal:http:0", portal.Address));

        var document = JsonDocument.Parse(await gateway.Client.GetStringAsync("/openapi")).RootElement;

        document.GetProperty("x-unavailable").EnumerateArray().Select(s => $"{s}").ShouldNotContain("portal");
    }

    [Fact]
    public async Task A_browser_stays_with_its_replica_until_that_one_is_gone()
    {
        var one = await Start("one");
        var other = await Start("other");
        await using var gateway = GatewayHost.With(
            ("Services:portal:http:0", one.Address),
            ("Services:portal-2:http:0", other.Address)
        );
        using var browser = new HttpClient { BaseAddress = gateway.Client.BaseAddress };

        var first = await browser.GetStringAsync("/");
        for (var i = 0; i < 20; i++)
            (await browser.GetStringAsync("/")).ShouldBe(first);

        await (first == "one" ? one : other).DisposeAsync();
        (await browser.GetStringAsync("/")).ShouldBe(first == "one" ? "other" : "one");
        await (first == "one" ? other : one).DisposeAsync();
    }

    private static Task<Backend> Start(string page) => Backend.Start(app => app.Map("/{**rest}", () => page));
}
