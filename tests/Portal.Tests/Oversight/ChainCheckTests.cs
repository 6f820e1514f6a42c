using Bunit;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Portal.Oversight;

namespace PeerNetwork.Portal.Tests.Oversight;

public class ChainCheckTests : Component
{
    [Fact]
    public void A_whole_chain_is_said_to_be_whole()
    {
        using var api = new FakeApi(Report());

        var check = Check(api);

        check.WaitForAssertion(() => check.Find(".mud-alert").TextContent.ShouldContain("Nothing was changed"));
        check.Markup.ShouldContain("Entries: 1,200. Days: 3.");
        check.Markup.ShouldContain("Entries too new to be linked: 2.");
        api.Requests.ShouldHaveSingleItem().Request.ShouldBe("POST /operations/audit-verification");
    }

    [Fact]
    public void Each_fault_is_named()
    {
        using var api = new FakeApi(Report("The event 4 is not what it was.", "The event 7 is missing."));

        var check = Check(api);

        check.WaitForAssertion(() => check.FindAll("li").Count.ShouldBe(2));
        check.Markup.ShouldContain("The trail is not what was written. Faults: 2");
        check.Markup.ShouldNotContain("Nothing was changed");
    }

    [Fact]
    public void A_check_that_fails_says_so_and_can_be_repeated()
    {
        using var api = new FakeApi(TestOverseer.Unavailable, Report());
        var check = Check(api);
        check.WaitForAssertion(() => check.Find(".mud-alert").TextContent.ShouldContain("does not answer"));

        check.Find("button").Click();

        check.WaitForAssertion(() => check.Find(".mud-alert").TextContent.ShouldContain("Nothing was changed"));
    }

    private IRenderedComponent<ChainCheck> Check(FakeApi api)
    {
        Services.AddSingleton(TestOverseer.Clients(api));
        var check = Render<ChainCheck>(p => p.Add(c => c.Service, "matching"));
        check.Find("button").GetAttribute("aria-label").ShouldBe("Check: Matching");
        check.Find("button").Click();
        return check;
    }

    private static HttpResponseMessage Report(params string[] faults) =>
        FakeApi.Json(
            new
            {
                service = "matching",
                events = 1200,
                days = 3,
                unchained = 2,
                faultCount = faults.Length,
                faults = faults.Select(sentence => new { kind = "altered", sentence }),
            }
        );
}
