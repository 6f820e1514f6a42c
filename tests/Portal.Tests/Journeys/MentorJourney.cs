using System.Globalization;
using Microsoft.Extensions.Localization;
using Microsoft.Playwright;
using PeerNetwork.Portal.Tests.Browser;
using static Microsoft.Playwright.Assertions;

namespace PeerNetwork.Portal.Tests.Journeys;

/// <summary>
/// J2: a mentor sees which rule fails, says how many hours there are, applies for two mentees, completes the training,
/// is ready to be matched, and pauses for a time.
/// </summary>
[Collection(RunningPortalCollection.Name)]
public sealed class MentorJourney(RunningPortal portal)
{
    private const string Module = "Listening well";
    private const int HoursAsked = 30;

    [Theory]
    [ClassData(typeof(Walks))]
    public async Task A_mentor_fulfils_a_rule_completes_the_training_is_ready_and_pauses(string language, int width)
    {
        var words = PageSteps.WordsIn(language);
        var program = await Begin($"Public speaking ({language})");
        var page = await portal.SignIn("Mentor", language, width: width);
        await SayHours(page, words, HoursAsked - 1);

        await page.GotoAsync($"/programs/{program.Id}");
        await Expect(HoursRule(page, words)).ToContainTextAsync(words["Rule.Failed"]);
        await SayHours(page, words, HoursAsked);
        await page.GotoAsync($"/programs/{program.Id}");
        await Expect(HoursRule(page, words)).ToContainTextAsync(words["Rule.Passed"]);
        await Apply(page, words);
        await program.ApproveAll();
        await CompleteTraining(page, words, program.Id, looks: language is Walks.First);
        await Pause(page, words);
        await page.Context.CloseAsync();
    }

    private async Task<RunningProgram> Begin(string name)
    {
        var module = new
        {
            code = "listening",
            title = Module,
            @for = "mentor",
        };
        var eligibility = new { mentor = new { hoursPerMonth = HoursAsked } };
        return await RunningProgram.Begin(portal, name, eligibility, [module]);
    }

    private static async Task SayHours(IPage page, IStringLocalizer words, int hours)
    {
        await page.GotoAsync("/profile");
        await page.OpenDialog(words["Profile.ChangeAbout"]);
        await page.OpenedDialog().GetByLabel(words["Profile.HoursPerMonth"]).FillAsync($"{hours}");
        await page.Confirm(words["Profile.Save"]);
        await Expect(page.OpenedDialog()).ToHaveCountAsync(0);
    }

    private static async Task Apply(IPage page, IStringLocalizer words)
    {
        await page.OpenDialog(words["Apply.Title"]);
        await page.GetByText(words["Apply.Mentor"]).ClickAsync();
        await page.Fill(words["Apply.Capacity"], "2");
        await page.GetByText(words["Apply.Accept"]).ClickAsync();
        await page.Confirm(words["Apply.Send"]);
        await Expect(page.GetByText(words["Application.submitted"])).ToBeVisibleAsync();
    }

    private static async Task CompleteTraining(IPage page, IStringLocalizer words, Guid program, bool looks)
    {
        await page.GotoAsync("/");
        await page.ShouldBeInteractive();
        if (looks)
            await LookAtEveryScreen(page, "/", "home-training");
        await page.Locator($"a[href='/programs/{program}']").ClickAsync();
        await Expect(page.GetByText(words["Application.approved"])).ToBeVisibleAsync();
        if (looks)
            await LookAtEveryScreen(page, $"/programs/{program}", "program-training");
        await page.OpenDialog(words["Joining.Complete", Module]);
        await page.Confirm(words["Joining.CompleteAction"]);
        await Expect(page.GetByText(words["Next.nextRun"])).ToBeVisibleAsync();
    }

    private static async Task Pause(IPage page, IStringLocalizer words)
    {
        await Expect(page.GetByText(words["Next.Load", 0, 2])).ToBeVisibleAsync();
        var back = DateTime.UtcNow.AddDays(30).ToString("d", CultureInfo.CurrentCulture);
        await page.OpenDialog(words["Pause.Action"]);
        await page.Fill(words["Pause.Back"], back);
        await page.Confirm(words["Pause.Action"]);
        await Expect(page.GetByText(words["Next.endOfPause", back])).ToBeVisibleAsync();
        await page.ShouldBeAccessible();

        await page.OpenDialog(words["Pause.Resume"]);
        await page.Confirm(words["Pause.Resume"]);
        await Expect(page.OpenedDialog()).ToHaveCountAsync(0);
        await Expect(page.GetByText(words["Next.nextRun"])).ToBeVisibleAsync();
        await Expect(page.Button(words["Pause.Action"])).ToBeVisibleAsync();
    }

    private static ILocator HoursRule(IPage page, IStringLocalizer words) =>
        page.Locator(
            ".rules li",
            new() { HasText = words["RuleText.hoursPerMonth", HoursAsked, ""].Value.Split('.')[0] }
        );

    private static async Task LookAtEveryScreen(IPage page, string address, string name)
    {
        await page.ShouldLookRightOnEveryScreen(address, name);
        await page.ShouldBeInteractive();
    }
}
