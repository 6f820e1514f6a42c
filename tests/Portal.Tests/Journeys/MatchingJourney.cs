using System.Globalization;
using Microsoft.Extensions.Localization;
using Microsoft.Playwright;
using PeerNetwork.Portal.Tests.Browser;
using PeerNetwork.Portal.Words;
using PeerNetwork.Testing;
using static Microsoft.Playwright.Assertions;

namespace PeerNetwork.Portal.Tests.Journeys;

/// <summary>
/// J4: a coordinator approves applications, matches the people, keeps two pairs, compares with a variant that has a
/// bound of fairness, checks the proof, repeats the result from its record, and sends the offers; a mentor and a mentee
/// answer theirs.
/// </summary>
[Collection(RunningPortalCollection.Name)]
public sealed class MatchingJourney(RunningPortal portal)
{
    // They want the same, and so do the others: the two belong together.
    private const string Mentee = "100643",
        Mentor = "100190",
        Goal = "career change";

    private static readonly string[] OtherMentees = ["CHI10", "CHI11"];

    private const string OtherMentor = "CHI12";

    private static string TwoThirds => (2 / 3m).ToString("P0", CultureInfo.CurrentCulture);

    [Theory]
    [ClassData(typeof(Walks))]
    public async Task Variants_are_compared_and_one_becomes_offers(string language, int width)
    {
        var words = PageSteps.WordsIn(language);
        var name = $"Leadership ({language})";
        var program = await Begin(name);
        var page = await portal.SignIn("Coordinator of all sites", language, width: width);
        await page.Link(words["Coordination.Entry"]).ClickAsync();
        await page.Link(words["Coordination.Open", name]).ClickAsync();
        await Approve(page, words);
        await program.ShouldBeInPool(people: 5);
        await Match(page, words, name);
        await LookAtUnmatched(page, words);
        var second = await Keep(page, words, "Cheyanne Hackett", kept: 1);
        await Keep(page, words, "Colleague 12", kept: 2);
        await Bound(page, words);
        await Compare(page, words);
        await Prove(page, words);
        if (language is Walks.First)
            await EveryPageIsAccessible(page, program.Id, page.Url.Split('?')[0]);
        await Show(page, words, second);
        await Publish(page, words);
        await page.Context.CloseAsync();

        await AcceptOffer(language, width, "Mentor", words["Offer.Yours", "Lydia <img src=x onerror=alert(1)>"]);
        await AcceptOffer(language, width, "Mentee", words["Offer.Confirmed"]);
    }

    private async Task<RunningProgram> Begin(string name)
    {
        var program = await RunningProgram.Begin(portal, name);
        await program.Apply(Mentee, "mentee", Goal);
        await program.Apply(Mentor, "mentor", Goal);
        foreach (var mentee in OtherMentees)
            await program.Apply(mentee, "mentee");
        await program.Apply(OtherMentor, "mentor");
        return program;
    }

    private static async Task Approve(IPage page, IStringLocalizer words)
    {
        await page.ShouldBeInteractive();
        await page.Button(words["Applicants.DetailsOf", "Cheyanne Hackett"]).ClickAsync();
        await Expect(page.GetByText(words.Plural("Applicants.Capacity", 1))).ToBeVisibleAsync();
        await page.Button(words["Applicants.SelectAll"]).ClickAsync();
        await page.OpenDialog(words.Plural("Applicants.Approve", 5));
        await page.ShouldBeAccessible();
        await page.Confirm(words["Applicants.ApproveAction"]);
        await Expect(page.GetByText(words.Plural("Applicants.Approved", 5))).ToBeVisibleAsync();
    }

    private static async Task Match(IPage page, IStringLocalizer words, string program)
    {
        await page.Tab(words["Runs.Title"]).ClickAsync();
        await page.OpenDialog(words["Runs.Start"]);
        await Expect(page.GetByText(words["Policy.Weights"])).ToBeVisibleAsync();
        await page.ShouldBeAccessible();
        await page.Confirm(words["Runs.Start"]);
        await page.Locator("tbody").GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync(words["Run.Title", program]);
        await Expect(page.Locator(".figure").First).ToHaveTextAsync(TwoThirds);
    }

    /// <summary>One mentee is left, with a reason.</summary>
    private static async Task LookAtUnmatched(IPage page, IStringLocalizer words)
    {
        await page.Tab(words["Run.Unmatched"]).ClickAsync();
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        await Expect(page.Locator("tbody tr")).ToContainTextAsync("Colleague 1");
    }

    /// <summary>Keeps the pair of a mentor: in a variant of its own, which is in view then.</summary>
    private static async Task<string> Keep(IPage page, IStringLocalizer words, string mentor, int kept)
    {
        var variant = words["Run.VariantNumber", kept + 1].Value;
        await page.Tab(words["Run.Pairs"]).ClickAsync();
        await page.Locator("tbody tr", new() { HasText = mentor }).GetByRole(AriaRole.Button).ClickAsync();
        await page.OpenDialog(words["Pairs.Lock"]);
        await page.Confirm(words["Pairs.Lock"]);
        await Show(page, words, variant);
        try
        {
            await page.Tab(words["Run.Figures"]).ClickAsync();
        }
        catch
        {
            await page.ScreenshotAsync(new() { Path = "/tmp/fail.png", FullPage = true });
            throw;
        }
        await Expect(page.GetByText(words.Plural("Figures.Locked", kept))).ToBeVisibleAsync();
        return variant;
    }

    private static async Task Bound(IPage page, IStringLocalizer words)
    {
        const string name = "Fair";
        await page.OpenDialog(words["Run.AddVariant"]);
        var slider = page.OpenedDialog()
            .GetByRole(AriaRole.Slider, new() { Name = words["Factor.values"], Exact = true });
        await slider.PressAsync("End");
        await Expect(page.OpenedDialog()).ToContainTextAsync(words["Preview.Mean", "|", ""].Value.Split('|')[0]);
        await page.ShouldBeAccessible();
        await page.OpenedDialog().GetByLabel(words["Policy.Name"]).FillAsync(name);
        await page.OpenedDialog().GetByLabel(words["Policy.MaxLoadAboveMean"]).FillAsync("1");
        await page.Keyboard.PressAsync("Tab");
        await page.Confirm(words["Run.AddVariant"]);
        await Show(page, words, words["Run.NamedVariant", 4, name]);
        await Expect(page.GetByText(words["Figures.BoundsMet"])).ToBeVisibleAsync();
    }

    private static async Task Compare(IPage page, IStringLocalizer words)
    {
        await page.Tab(words["Run.Compare"]).ClickAsync();
        await Expect(page.GetByText(words.Plural("Compare.Unchanged", 3))).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = words["Compare.Matched"] }).First)
            .ToContainTextAsync(TwoThirds);
    }

    private static async Task Prove(IPage page, IStringLocalizer words)
    {
        await page.Tab(words["Run.Figures"]).ClickAsync();
        await page.Button(words["Certificate.Check"]).ClickAsync();
        await Expect(page.GetByText(words["Certificate.Holds"])).ToBeVisibleAsync();
        await page.Button(words["Certificate.Reproduce"]).ClickAsync();
        await Expect(page.GetByText(words["Certificate.Same"])).ToBeVisibleAsync();
    }

    private static async Task Show(IPage page, IStringLocalizer words, string variant)
    {
        await page.ShouldBeInteractive();
        await Expect(page.OpenedDialog()).ToHaveCountAsync(0);
        await page.Locator(".page-tabs").EvaluateAsync("tabs => tabs.dataset.before = 'true'");
        var option = page.GetByRole(AriaRole.Option, new() { Name = variant, Exact = true });
        // The list may close while the page is loaded again with the new variant.
        await Eventually.Passes(async () =>
        {
            if (!await option.IsVisibleAsync())
                await page.Field(words["Run.Variant"]).ClickAsync();
            await option.ClickAsync(new() { Timeout = 2000 });
        });
        // Those of the variant before go when those of this one are there.
        await Expect(page.Locator(".page-tabs:not([data-before])")).ToBeVisibleAsync();
    }

    private static async Task Publish(IPage page, IStringLocalizer words)
    {
        await page.OpenDialog(words["Run.Review"]);
        await page.Confirm(words["Run.Review"]);
        await page.OpenDialog(words["Run.Publish"]);
        await page.OpenedDialog().GetByLabel(words["Run.PublishReason"]).FillAsync("Two pairs that fit");
        await page.Confirm(words["Run.Publish"]);
        await Expect(page.GetByText(words.Plural("Run.Offers", 2))).ToBeVisibleAsync();
    }

    private async Task AcceptOffer(string language, int width, string persona, string then)
    {
        var words = PageSteps.WordsIn(language);
        var page = await portal.SignIn(persona, language, width: width);
        await page.Link(words["Offer.Read"]).ClickAsync();
        await Expect(page.Locator("ol li").First).ToBeVisibleAsync();
        if (language is Walks.First)
            await page.ShouldLookRightOnEveryScreen(page.Url, $"offer-{persona}");

        await page.OpenDialog(words["Offer.Accept"]);
        await page.Confirm(words["Offer.Accept"]);

        await Expect(page.GetByText(then)).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    private static async Task EveryPageIsAccessible(IPage page, Guid program, string run)
    {
        (string Name, string Address)[] pages =
        [
            ("coordination", "/coordination"),
            ("applicants", $"/coordination/programs/{program}?status=all"),
            ("runs", $"/coordination/programs/{program}?tab=matching"),
            ("run-figures", $"{run}?tab=figures"),
            ("run-pairs", $"{run}?tab=pairs"),
            ("run-unmatched", $"{run}?tab=unmatched"),
            ("run-compare", $"{run}?variant=4&tab=compare"),
        ];
        foreach (var (name, address) in pages)
            await page.ShouldLookRightOnEveryScreen(address, name);
    }
}
