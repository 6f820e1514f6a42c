using Bunit;
using PeerNetwork.Portal.Home;

namespace PeerNetwork.Portal.Tests.Home;

public class FirstStepsTests : Component
{
    [Theory]
    [InlineData("employee", new[] { "/programs" })]
    [InlineData("coordinator", new[] { "/programs", "/coordination", "/insights" })]
    [InlineData("people-admin", new[] { "/programs", "/administration" })]
    [InlineData("overseer", new[] { "/programs", "/oversight" })]
    public void Each_role_is_led_to_the_places_that_are_open_to_it(string role, string[] places)
    {
        var page = Render<FirstSteps>(p => p.Add(c => c.Roles, [role]));

        page.FindAll("a")
            .Select(link => link.GetAttribute("href"))
            .ShouldBe([.. places, "/flash-sessions", "/coffee", "/connections"]);
        page.FindAll("a").Select(step => step.TextContent).ShouldNotContain(text => text.StartsWith("FirstSteps."));
    }
}
