using System.Net.Http.Json;
using System.Text.Json;
using PeerNetwork.Testing;
using static Microsoft.Playwright.Assertions;

namespace PeerNetwork.Portal.Tests.Browser;

/// <summary>An applicant hears of the approval, and chooses what comes by mail, by clicks.</summary>
[Collection(RunningPortalCollection.Name)]
public sealed class NoticesTests(RunningPortal portal)
{
    [Fact]
    public async Task A_colleague_reads_a_notice_and_chooses_what_comes_by_mail()
    {
        var program = await portal.PublishProgram("Notices in Chicago");
        using var coordinator = await portal.Client("coordinator", "coordinator");
        using var colleague = await portal.Client("100643", "employee");
        var applied = await RunningPortal.Done(
            await colleague.PostAsJsonAsync(
                "enrollment/applications",
                new
                {
                    program,
                    role = "mentee",
                    guidelinesVersion = 1,
                    mentorCapacity = 0,
                    goals = new[] { "leadership" },
                }
            )
        );
        var application = (await applied.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
        await RunningPortal.Done(await coordinator.PostAsync($"enrollment/applications/{application}/approve", null));

        await Eventually.Passes(async () =>
            (await colleague.GetStringAsync("enrollment/notices/mine")).ShouldContain("Notices in Chicago")
        );

        var page = await portal.SignIn("Mentee");
        await page.Locator("header a[href='/notices']").ClickAsync();
        await Expect(page.GetByText("You are admitted to Notices in Chicago")).ToBeVisibleAsync();
        await page.ShouldLookRightOnEveryScreen(null, "notices");
        await page.OpenDialog("Choose what comes by mail");
        await page.ShouldLookRightOnEveryScreen(null, "notice-preferences");
        await page.ShouldBeAccessible();
        await page.Confirm("Save");
        await page.Context.CloseAsync();
    }
}
