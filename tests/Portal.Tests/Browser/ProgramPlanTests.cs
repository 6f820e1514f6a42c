using static Microsoft.Playwright.Assertions;

namespace PeerNetwork.Portal.Tests.Browser;

/// <summary>Who may open the plan of a program.</summary>
[Collection(RunningPortalCollection.Name)]
public sealed class ProgramPlanTests(RunningPortal portal)
{
    [Theory]
    [InlineData("Mentee")]
    [InlineData("Sponsor")]
    public async Task Who_coordinates_nothing_may_not_open_a_plan(string persona)
    {
        var page = await portal.SignIn(persona);

        await page.GotoAsync($"/coordination/programs/{portal.Program}/plan");

        await Expect(page.Locator(".state h2")).ToHaveTextAsync("This page is not open to you");
        await page.Context.CloseAsync();
    }
}
