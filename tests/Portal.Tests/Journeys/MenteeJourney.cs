using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Localization;
using Microsoft.Playwright;
using PeerNetwork.Portal.Tests.Browser;
using PeerNetwork.Testing;
using static Microsoft.Playwright.Assertions;

namespace PeerNetwork.Portal.Tests.Journeys;

/// <summary>
/// J3: a mentee applies, reads why this mentor, accepts, and accepts the agreement: with the keyboard alone.
/// </summary>
[Collection(RunningPortalCollection.Name)]
public sealed class MenteeJourney(RunningPortal portal)
{
    private const string Mentor = "CHI1",
        MentorName = "Colleague 1";

    private const int MostStops = 60;

    [Theory]
    [ClassData(typeof(Walks))]
    public async Task A_mentee_finds_a_mentor_without_a_mouse(string language, int width)
    {
        var words = PageSteps.WordsIn(language);
        var name = $"New ways ({language})";
        var program = await RunningProgram.Begin(portal, name);
        await program.Apply(Mentor, "mentor");
        var page = await SignIn("Mentee", language, width);

        await Apply(page, words, name);
        await program.ApproveAll();
        await program.ShouldBeInPool(people: 2);
        await ReadHowLongItTakes(page, words, name);
        await program.SendOffers();
        await Accept(page, words);
        await program.Accept(Mentor);
        await ProposeAgreement(program.Id);
        await AcceptAgreement(page, words);
        await page.Context.CloseAsync();
    }

    private async Task<IPage> SignIn(string persona, string language, int width)
    {
        var page = await portal.Open(language, width: width);
        await Press(page, page.Link(persona));
        await page.ShouldArriveAt(portal.Platform.Gateway);
        await page.ShouldBeInteractive();
        return page;
    }

    private static async Task Apply(IPage page, IStringLocalizer words, string program)
    {
        await Press(page, page.Link(words["Programs.Entry"]));
        await ShouldBeAt(page, words["Programs.Entry"]);
        await Press(page, page.Link(words["Programs.Details", program]));
        await ShouldBeAt(page, program);
        await Press(page, page.Button(words["Apply.Title"]));
        await Expect(page.OpenedDialog()).ToBeVisibleAsync();
        await Press(page, page.GetByLabel(words["Apply.Accept"]), "Space");
        await Press(page, page.Button(words["Apply.Send"]));
        await Expect(page.GetByText(words["Application.submitted"])).ToBeVisibleAsync();
    }

    private static async Task ReadHowLongItTakes(IPage page, IStringLocalizer words, string program)
    {
        await Press(page, page.Link(words["Programs.Entry"]));
        await ShouldBeAt(page, words["Programs.Entry"]);
        await Press(page, page.Link(words["Programs.Details", program]));
        await ShouldBeAt(page, program);
        await Expect(page.GetByText(words["Next.position", 1, 1])).ToBeVisibleAsync();
        await Expect(page.GetByText(words["Program.WaitUnknown"])).ToBeVisibleAsync();
    }

    private static async Task Accept(IPage page, IStringLocalizer words)
    {
        await Press(page, page.Link(words["Home.Entry"]));
        await Press(page, page.Link(words["Offer.Read"]));
        await ShouldBeAt(page, words["Offer.Meet", MentorName]);
        await Press(page, page.Button(words["Offer.Accept"]));
        await Press(page, page.OpenedDialog().GetByRole(AriaRole.Button, new() { Name = words["Offer.Accept"] }));
        await Expect(page.GetByText(words["Offer.Yours", MentorName])).ToBeVisibleAsync();
    }

    private async Task ProposeAgreement(Guid program)
    {
        using var mentor = await portal.Client(Mentor, "employee");
        Guid? mentorship = null;
        await Eventually.Holds(
            async () =>
            {
                var mine = await mentor.GetFromJsonAsync<JsonElement>("engagement/me/mentorships");
                mentorship = mine.GetProperty("items")
                    .EnumerateArray()
                    .Where(one => one.GetProperty("program").GetGuid() == program)
                    .Select(one => (Guid?)one.GetProperty("id").GetGuid())
                    .SingleOrDefault();
                return mentorship is not null;
            },
            "the mentorship to begin"
        );
        await RunningPortal.Done(
            await mentor.PostAsJsonAsync(
                $"engagement/mentorships/{mentorship}/agreement",
                new
                {
                    goals = "A new field",
                    meetingEveryDays = 14,
                    boundaries = "No homework",
                    confidentiality = "It stays between us.",
                    channel = "Video",
                    answerWithinHours = 48,
                }
            )
        );
    }

    private static async Task AcceptAgreement(IPage page, IStringLocalizer words)
    {
        await Press(page, page.Link(words["Home.Entry"]));
        await Press(page, page.Button(words["Agreement.Read"]));
        await Expect(page.OpenedDialog()).ToContainTextAsync("A new field");
        await Press(page, page.Button(words["Mentorship.Accept"]));
        await Expect(page.OpenedDialog()).ToHaveCountAsync(0);
        await Expect(page.Button(words["Agreement.Read"])).ToHaveCountAsync(0);
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
}
