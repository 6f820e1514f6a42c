using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Localization;
using Microsoft.Playwright;
using PeerNetwork.Portal.Tests.Browser;
using PeerNetwork.Testing;
using static Microsoft.Playwright.Assertions;

namespace PeerNetwork.Portal.Tests.Journeys;

/// <summary>
/// J1: a coordinator drafts a program for two sites, from a template or empty, fills in what is missing, publishes it,
/// changes it and takes that back; the second site gets a coordinator of its own; the audit trail tells of the
/// publication.
/// </summary>
[Collection(RunningPortalCollection.Name)]
public sealed class DesignJourney(RunningPortal portal)
{
    private const string YearsOfExperience = "3";

    [Theory]
    [ClassData(typeof(Walks))]
    public async Task A_program_is_drafted_completed_published_and_handed_to_a_second_site(string language, int width)
    {
        var words = PageSteps.WordsIn(language);
        var name = $"First steps ({language})";
        var page = await portal.SignIn("Coordinator of all sites", language, width: width);
        await page.Link(words["Coordination.Entry"]).ClickAsync();
        var template = language is Walks.First ? "well-being" : "None";
        await Draft(page, words, name, template);
        if (language is Walks.First)
            await LookAtEveryScreen(page, name, "program-draft");
        await FillIn(page, words, template);
        await Save(page, words);
        await Expect(page.Locator("#missing")).ToHaveCountAsync(0);
        await Publish(page, words);
        var plan = page.Url;
        if (language is Walks.First)
            await LookAtEveryScreen(page, name, "program-published");
        await StayOnLeaving(page, words);
        await TakeBack(page, words, name);
        await page.Context.CloseAsync();

        await AnEmployeeFindsIt(language, width, words, name);
        await TokyoGetsACoordinator(language, width, words);
        await TheTrailTellsOfIt(language, width, plan);
    }

    private static async Task Draft(IPage page, IStringLocalizer words, string name, string template)
    {
        await Expect(page.Locator("h1")).ToHaveTextAsync(words["Coordination.Entry"]);
        await Expect(page.Locator(".cards .card").First).ToBeVisibleAsync();
        await page.OpenDialog(words["Plan.New"]);
        await page.OpenedDialog().GetByLabel(words["Plan.name"]).FillAsync(name);
        await page.ChooseAll(page.OpenedDialog(), words["Plan.siteCodes"], "Chicago", "Tokyo");
        await page.Choose(words["Plan.Template"], words[$"Plan.Template.{template}"]);
        await page.ShouldBeAccessible();
        await page.Confirm(words["Plan.Create"]);
        await Expect(page.Locator("h1")).ToHaveTextAsync(name);
        await Expect(page.Locator("#missing + ul li")).ToHaveCountAsync(template is "None" ? 7 : 1);
    }

    private static async Task FillIn(IPage page, IStringLocalizer words, string template)
    {
        var missing = template is "None" ? "guidelines" : "starts";
        await page.ShouldBeInteractive();
        await page.Locator("#missing + ul").GetByText(words[$"Plan.{missing}"]).ClickAsync();
        await Expect(page.Field(words[$"Plan.{missing}"])).ToBeFocusedAsync();
        await page.Fill(words["Plan.guidelines"], "Be on time.");
        await page.Fill(words["Plan.charter.purpose"], "Help new people find their way.");
        await page.Fill(words["Plan.charter.targetPopulation"], "Everyone in Chicago and Tokyo.");
        await page.Fill(words["Plan.charter.intendedOutcomes"], "People know whom to ask.");
        await page.Fill(words["Plan.starts"], DateTime.UtcNow.AddDays(7).ToString("d", CultureInfo.CurrentCulture));
        await page.Fill(words["Plan.meetingEveryDays"], "14");
        if (template is "None")
            await page.ChooseAll(page.Locator("main"), words["Plan.formats"], words["Plan.Format.OneToOne"]);
        await page.Button(words["Plan.AddTarget"]).ClickAsync();
        await page.Fill(words["Plan.InPercent", words["Plan.TargetValue"]], "60");
        await page.Fill(words["Plan.goals"], "know the company");
        var mentors = page.GetByRole(AriaRole.Group, new() { Name = words["Plan.Mentors"], Exact = true });
        await mentors.GetByLabel(words["Plan.minYearsOfExperience"]).FillAsync(YearsOfExperience);
        await page.Keyboard.PressAsync("Tab");
    }

    private static async Task Save(IPage page, IStringLocalizer words)
    {
        await page.Button(words["Plan.Save"]).ClickAsync();
        await Expect(page.GetByText(words["Plan.Saved"])).ToBeVisibleAsync();
    }

    private static async Task Publish(IPage page, IStringLocalizer words)
    {
        await page.OpenDialog(words["Plan.Publish"]);
        await Expect(page.OpenedDialog()).ToContainTextAsync(words["Plan.PublishText"]);
        await page.ShouldBeAccessible();
        await page.Confirm(words["Plan.Publish"]);
        await Expect(page.GetByText(words["Plan.Purpose.Published"])).ToBeVisibleAsync();
    }

    private static async Task StayOnLeaving(IPage page, IStringLocalizer words)
    {
        await page.ShouldBeInteractive();
        await page.Fill(words["Plan.meetingEveryDays"], "21");
        await page.Link(words["Programs.Entry"]).ClickAsync();
        await Expect(page.GetByText(words["Plan.LeaveTitle"])).ToBeVisibleAsync();
        await page.Confirm(words["Plan.Stay"]);
        await Expect(page.Field(words["Plan.meetingEveryDays"])).ToHaveValueAsync("21");
        await page.Button(words["Plan.Save"]).ClickAsync();
        await Expect(page.GetByText(words["Coordination.ReasonMissing"])).ToBeVisibleAsync();
        await page.Fill(words["Plan.Why"], "Mentors have <b>little</b> time.");
        await Save(page, words);
    }

    private static async Task TakeBack(IPage page, IStringLocalizer words, string name)
    {
        await page.Link(words["Plan.History"]).ClickAsync();
        var title = words["Plan.HistoryOf", name];
        await Expect(page.Locator("h1")).ToHaveTextAsync(title);
        var changed = page.Locator(".notes li").First;
        await Expect(changed).ToContainTextAsync("Mentors have <b>little</b> time.");
        await Expect(changed.Locator("dt")).ToHaveTextAsync(words["Plan.meetingEveryDays"]);
        await Expect(changed.Locator("dd")).ToHaveTextAsync(new Regex(@"14\s*21"));
        await LookAtEveryScreen(page, title, "program-history");

        await page.OpenDialog(words["Plan.Restore", 3]);
        await page.OpenedDialog().GetByLabel(words["Plan.Why"]).FillAsync("They have time again.");
        await page.ShouldBeAccessible();
        await page.Confirm(words["Plan.Restore", 3]);

        await Expect(page.Locator(".notes li").First.Locator("h2"))
            .ToHaveTextAsync(words["Plan.Version", 5, words["Plan.Change.Revised"].Value]);
        var file = await page.Link(words["Plan.Download"]).GetAttributeAsync("href");
        var answer = await page.Context.APIRequest.GetAsync(new Uri(new Uri(page.Url), file).ToString());
        await LoadFile(page, words, (await answer.TextAsync()).Replace("meetingEveryDays: 14", "meetingEveryDays: 7"));
    }

    private static async Task LoadFile(IPage page, IStringLocalizer words, string file)
    {
        await page.Link(words["Plan.Open"]).ClickAsync();
        await Expect(page.Button(words["Plan.LoadFile"])).ToBeVisibleAsync();
        var payload = new FilePayload
        {
            Name = "program.yaml",
            MimeType = "application/yaml",
            Buffer = Encoding.UTF8.GetBytes(file),
        };
        var changes = page.GetByRole(AriaRole.Region, new() { Name = words["Plan.FileChanges"], Exact = true });
        // The field listens a moment after it is there; a person needs longer to choose a file.
        await Eventually.Passes(async () =>
        {
            await page.Locator("input[type=file]").SetInputFilesAsync(payload);
            await Expect(changes.Locator("dd")).ToHaveTextAsync(new Regex(@"14\s*7"), new() { Timeout = 5_000 });
        });
        await Expect(page.Field(words["Plan.meetingEveryDays"])).ToHaveValueAsync("7");
        await page.ShouldBeAccessible();
        await page.Fill(words["Plan.Why"], "From the file.");
        await Save(page, words);
    }

    private async Task AnEmployeeFindsIt(string language, int width, IStringLocalizer words, string name)
    {
        var page = await portal.SignIn("Mentee", language, width: width);
        await page.Link(words["Programs.Entry"]).ClickAsync();
        await page.Link(words["Programs.Details", name]).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync(name);
        await Expect(page.Button(words["Apply.Title"])).ToBeVisibleAsync();
        await Expect(page.Locator(".rules li", new() { HasText = YearsOfExperience }))
            .ToContainTextAsync(words["Rule.Passed"]);
        await page.Context.CloseAsync();
    }

    private async Task TokyoGetsACoordinator(string language, int width, IStringLocalizer words)
    {
        var person = $"Mio Sato {language}";
        await portal.UploadRoster($"number,name,site,title,years\nJ1{language},{person},TYO,Lead,9\n");
        var page = await portal.SignIn("Human resources", language, width: width);
        await page.Link(words["Administration.Entry"]).ClickAsync();
        var found = page.Link(person);
        // The search hears of a new person a moment later.
        await Eventually.Passes(async () =>
        {
            await page.GetByLabel(words["Directory.Search"]).FillAsync("");
            await page.GetByLabel(words["Directory.Search"]).PressSequentiallyAsync(person);
            await Expect(found).ToBeVisibleAsync(new() { Timeout = 2000 });
        });
        await found.ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync(person);

        await page.OpenDialog(words["Person.Assign"]);
        await page.Choose(words["Person.Role"], words["StaffRole.coordinator"]);
        await page.ChooseAll(page.OpenedDialog(), words["Person.Sites"], "Tokyo");
        await page.OpenedDialog().GetByLabel(words["Administration.Reason"]).FillAsync("Runs the program in Tokyo.");
        await page.Confirm(words["Person.Assign"]);
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = words["StaffRole.coordinator"] })).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    private async Task TheTrailTellsOfIt(string language, int width, string plan)
    {
        var program = new Uri(plan).Segments[^2].TrimEnd('/');
        var page = await portal.SignIn("Overseer", language, width: width);
        await page.GotoAsync("/oversight/audit?service=enrollment&action=program_published");
        await page.ShouldBeInteractive();
        await page.Locator("tbody tr").First.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(page.Locator("dl.terms")).ToContainTextAsync(program);
        await page.Context.CloseAsync();
    }

    private static async Task LookAtEveryScreen(IPage page, string title, string name)
    {
        await page.ShouldLookRightOnEveryScreen(page.Url, name);
        await page.SetViewportSizeAsync(1280, 800);
        await Expect(page.Locator("h1")).ToHaveTextAsync(title);
        await page.ShouldBeInteractive();
    }
}
