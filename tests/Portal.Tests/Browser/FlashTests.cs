using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace PeerNetwork.Portal.Tests.Browser;

/// <summary>Flash sessions, by clicks.</summary>
[Collection(RunningPortalCollection.Name)]
public sealed class FlashTests(RunningPortal portal)
{
    private const string Mentor = "100190";

    [Fact]
    public async Task A_mentor_offers_a_session_and_an_employee_books_it_and_cancels()
    {
        var program = await RunningProgram.Begin(portal, "Quick questions", formats: ["oneToOne", "flash"]);
        await program.Apply(Mentor, "mentor");
        await program.ApproveAll();
        await program.ShouldBeInPool(people: 1);
        var mentor = await portal.SignIn("Mentor");
        await mentor.Link("Flash sessions").ClickAsync();
        await Expect(mentor.Locator("h1")).ToHaveTextAsync("Flash sessions");
        await Offer(mentor);

        var mentee = await portal.SignIn("Mentee");
        await mentee.GotoAsync("/flash-sessions?topic=sql");
        await mentee.ShouldLookRightOnEveryScreen("/flash-sessions?topic=sql", "flash-open");
        await mentee.OpenDialog("Book");
        await mentee.ShouldLookRightOnEveryScreen(null, "flash-book");
        await mentee.Confirm("Book");
        await Expect(mentee.Button("Cancel booking")).ToBeVisibleAsync();

        await mentor.ShouldLookRightOnEveryScreen("/flash-sessions", "flash-own");
        await Expect(mentor.GetByText("Booked by Lydia")).ToBeVisibleAsync();
        await mentee.OpenDialog("Cancel booking");
        await mentee.Confirm("Cancel booking");
        await Expect(mentee.Button("Book")).ToBeVisibleAsync();
        await mentor.Context.CloseAsync();
        await mentee.Context.CloseAsync();
    }

    private static async Task Offer(IPage page)
    {
        await page.OpenDialog("Offer a session");
        await page.Fill("Topic", "Window functions in SQL");
        await page.Fill("Day", DateTime.UtcNow.AddDays(10).ToString("M/d/yyyy", CultureInfo.InvariantCulture));
        await page.Fill("Time", "10:00 AM");
        await page.ShouldLookRightOnEveryScreen(null, "flash-offer");
        await page.Confirm("Offer a session");
        await Expect(page.GetByText("Not booked yet")).ToBeVisibleAsync();
    }
}
