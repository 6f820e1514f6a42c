using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using PeerNetwork.Testing;
using static Microsoft.Playwright.Assertions;

namespace PeerNetwork.Portal.Tests.Browser;

/// <summary>
/// A mentee applies, reads why this mentor, accepts, and accepts the agreement: in German, at the width of a phone,
/// with the keyboard alone.
/// </summary>
[Collection(RunningPortalCollection.Name)]
public sealed class KeyboardTests(RunningPortal portal)
{
    private const string Mentor = "CHI1";
    private const int MostStops = 60;

    [Fact]
    public async Task A_mentee_finds_a_mentor_without_a_mouse()
    {
        var program = await RunningProgram.Begin(portal, "Neue Wege");
        await program.Apply(Mentor, "mentor");
        var page = await SignIn("Mentee");

        await Apply(page);
        await program.ApproveAll();
        await program.ShouldBeInPool(people: 2);
        await program.SendOffers();
        await Accept(page);
        await program.Accept(Mentor);
        await ProposeAgreement();
        await AcceptAgreement(page);
        await page.Context.CloseAsync();
    }

    private async Task<IPage> SignIn(string persona)
    {
        var page = await portal.Open("de");
        await page.SetViewportSizeAsync(360, 800);
        await Press(page, page.GetByRole(AriaRole.Link, new() { Name = persona, Exact = true }));
        await page.ShouldArriveAt(portal.Platform.Gateway);
        await page.ShouldBeInteractive();
        return page;
    }

    private static async Task Apply(IPage page)
    {
        await Press(page, Link(page, "Programme"));
        await ShouldBeAt(page, "Programme");
        await Press(page, Link(page, "Neue Wege ansehen"));
        await ShouldBeAt(page, "Neue Wege");
        await Press(page, Button(page, "Bewerben"));
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await Press(page, page.GetByLabel("Ich habe die Leitlinien gelesen und nehme sie an"), "Space");
        await Press(page, Button(page, "Senden"));
        await Expect(page.GetByText("Als Nächstes liest sie die Koordination.")).ToBeVisibleAsync();
    }

    private static async Task Accept(IPage page)
    {
        await Press(page, Link(page, "Start"));
        await Press(page, Link(page, "Ansehen, warum"));
        await ShouldBeAt(page, "Lernen Sie Colleague 1 kennen");
        await Press(page, Button(page, "Zusagen"));
        await Press(page, page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Zusagen" }));
        await Expect(page.GetByText("Sie haben zugesagt. Colleague 1 hat noch nicht geantwortet.")).ToBeVisibleAsync();
    }

    private async Task ProposeAgreement()
    {
        using var mentor = await portal.Client(Mentor, "employee");
        JsonElement[] mentorships = [];
        await Eventually.Holds(
            async () =>
            {
                var mine = await mentor.GetFromJsonAsync<JsonElement>("engagement/me/mentorships");
                mentorships = [.. mine.GetProperty("items").EnumerateArray()];
                return mentorships is [_];
            },
            "the mentorship to begin"
        );
        await RunningPortal.Done(
            await mentor.PostAsJsonAsync(
                $"engagement/mentorships/{mentorships[0].GetProperty("id").GetGuid()}/agreement",
                new
                {
                    goals = "Ein neues Feld",
                    meetingEveryDays = 14,
                    boundaries = "Keine Hausaufgaben",
                    confidentiality = "Es bleibt unter uns.",
                    channel = "Video",
                    answerWithinHours = 48,
                }
            )
        );
    }

    private static async Task AcceptAgreement(IPage page)
    {
        await Press(page, Link(page, "Start"));
        await Press(page, Button(page, "Lesen und antworten"));
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Ein neues Feld");
        await Press(page, Button(page, "Zustimmen"));
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Expect(Button(page, "Lesen und antworten")).ToHaveCountAsync(0);
    }

    /// <summary>Goes on with Tab until the element has the focus, which can be seen, and presses the key.</summary>
    private static async Task Press(IPage page, ILocator element, string key = "Enter")
    {
        await Expect(element).ToBeVisibleAsync();
        for (var stop = 0; stop < MostStops; stop++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (!await element.EvaluateAsync<bool>("element => element === document.activeElement"))
                continue;
            (await element.EvaluateAsync<bool>("element => element.matches(':focus-visible')")).ShouldBeTrue();
            await page.Keyboard.PressAsync(key);
            return;
        }

        throw new ShouldAssertException($"{element} is not reached by the keyboard.");
    }

    /// <summary>A page that comes has the focus on its title.</summary>
    private static async Task ShouldBeAt(IPage page, string title)
    {
        await Expect(page.Locator("h1")).ToHaveTextAsync(title);
        await Expect(page.Locator("h1")).ToBeFocusedAsync();
    }

    private static ILocator Link(IPage page, string name) =>
        page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    private static ILocator Button(IPage page, string name) =>
        page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}
