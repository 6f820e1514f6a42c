using Microsoft.Playwright;
using PeerNetwork.Testing;
using static Microsoft.Playwright.Assertions;
using static PeerNetwork.Portal.Tests.Browser.AdministrationSteps;

namespace PeerNetwork.Portal.Tests.Browser;

/// <summary>The people administration joins records, and lets guests in, on the running platform.</summary>
[Collection(RunningPortalCollection.Name)]
public sealed class DuplicatesAndGuestsTests(RunningPortal portal)
{
    private const string Persona = "Human resources";

    [Fact]
    public async Task Two_records_of_a_person_are_merged_and_separated_again()
    {
        await portal.UploadRoster(
            """
            number,name,site,title,years
            D1,Dora <b>Twin</b>,CHI,Analyst,3
            D2,Dora <b>Twin</b>,CHI,Director,9
            E1,Erin Alike,CHI,Analyst,3
            E2,Erin Alike,CHI,Engineer,4

            """
        );
        var page = await portal.SignIn(Persona);
        await page.GetByRole(AriaRole.Link, new() { Name = "Administration" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Duplicates", Exact = true }).ClickAsync();
        await ShouldList(page, "Dora <b>Twin</b>");
        await ShouldList(page, "Erin Alike");
        await page.ShouldLookRightOnEveryScreen(page.Url, "administration-duplicates");

        await page.ShouldBeInteractive();
        await Card(page, "Erin Alike").GetByRole(AriaRole.Button).ClickAsync();
        await Fill(page, "Why", "Two sisters.");
        await Confirm(page, "These are two people");
        await Expect(Card(page, "Erin Alike")).ToHaveCountAsync(0);

        await Card(page, "Dora <b>Twin</b>").GetByRole(AriaRole.Link, new() { Name = "Compare" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Merge two records");
        await page.Choose("Record that stays", "Record D1");
        await page.Choose("HR data that holds", "Record D2");
        await Expect(Merged(page, "Employee number")).ToHaveTextAsync("D2");
        await Expect(Merged(page, "Job title")).ToHaveTextAsync("Director");
        await Expect(page.GetByText("What HR sends about Record D1 is skipped from then on.")).ToBeVisibleAsync();
        await page.ShouldLookRightOnEveryScreen(page.Url, "administration-merge");
        await Open(page, "Merge");
        await page.ShouldBeAccessible();
        await Fill(page, "Why", "Hired again.");
        await Confirm(page, "Merge");

        await Expect(page.Locator("h1")).ToHaveTextAsync("Dora <b>Twin</b>");
        await Expect(page.GetByText("Hired again.")).ToBeVisibleAsync();
        await Expect(Fact(page, "Employee number")).ToHaveTextAsync("D2");
        await page.ShouldLookRightOnEveryScreen(page.Url, "administration-merged");
        await Open(page, "Undo");
        await Fill(page, "Why", "Two sisters.");
        await Confirm(page, "Undo");
        await Expect(Fact(page, "Employee number")).ToHaveTextAsync("D1");
        await Expect(page.GetByText("Merged records")).ToHaveCountAsync(0);

        await page.GotoAsync("/administration/duplicates");
        await ShouldList(page, "Dora <b>Twin</b>");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task What_stands_against_a_merge_is_said_before_it()
    {
        await portal.UploadRoster(
            "number,name,site,title,years\nF1,Faye Lead,CHI,Lead,3\nF2,Faye Lead,CHI,Analyst,4\n"
        );
        var page = await portal.SignIn(Persona);
        await page.GotoAsync("/administration/people");
        await page.ShouldBeInteractive();
        await OpenPerson(page, "F2", "Faye Lead");
        await Open(page, "Assign a role");
        await Choose(page, "Role", "Ambassador");
        await Fill(page, "Why", "Helps.");
        await Confirm(page, "Assign a role");
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "Ambassador" })).ToBeVisibleAsync();

        await page.GotoAsync("/administration/duplicates");
        await ShouldList(page, "Faye Lead");
        await Card(page, "Faye Lead").GetByRole(AriaRole.Link, new() { Name = "Compare" }).ClickAsync();
        await page.Choose("Record that stays", "Record F1");
        await Expect(page.Locator(".mud-alert")).ToContainTextAsync("The duplicate has roles");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Merge", Exact = true })).ToHaveCountAsync(0);
        await page.ShouldLookRightOnEveryScreen(page.Url, "administration-merge-obstacle");
        await page.ShouldBeInteractive();
        await page.Choose("Record that stays", "Record F2");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Merge", Exact = true })).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_guest_of_an_organisation_is_invited_stays_longer_and_leaves()
    {
        var page = await portal.SignIn(Persona);
        await page.GetByRole(AriaRole.Link, new() { Name = "Administration" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Guests", Exact = true }).ClickAsync();
        var organisations = page.GetByRole(AriaRole.Tab, new() { Name = "Organisations" });
        // A click while the page still loads may have no effect.
        await Eventually.Passes(async () =>
        {
            await organisations.ClickAsync();
            await Expect(organisations).ToHaveAttributeAsync("aria-selected", "true", new() { Timeout = 2000 });
        });
        await Open(page, "Register an organisation");
        await page.ShouldBeAccessible();
        await Fill(page, "Name", "Northwind <i>Care</i>");
        await Fill(page, "Contact", "Nora North, nora@northwind.test");
        await Fill(page, "Terms", "What you hear stays here.");
        await Confirm(page, "Register an organisation");
        var organisation = page.GetByRole(AriaRole.Link, new() { Name = "Northwind <i>Care</i>" });
        await Expect(organisation).ToBeVisibleAsync();
        await page.ShouldLookRightOnEveryScreen(page.Url, "administration-partners");
        await organisation.ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Northwind <i>Care</i>");
        await Open(page, "Change the terms");
        await Fill(page, "Terms", "What you hear stays here, for ever.");
        await Confirm(page, "Change the terms");
        await Expect(Fact(page, "Version of the terms")).ToHaveTextAsync("2");
        await page.ShouldLookRightOnEveryScreen(page.Url, "administration-partner");

        await page.GetByRole(AriaRole.Link, new() { Name = "Guests of this organisation" }).ClickAsync();
        await Expect(page.GetByText("No guests")).ToBeVisibleAsync();
        await Open(page, "Invite a guest");
        await page.ShouldBeAccessible();
        await Choose(page, "Kind", "Partner");
        await Choose(page, "Organisation", "Northwind <i>Care</i>");
        await Fill(page, "Name", "Gwen Guest");
        await Fill(page, "Mail address", "gwen@northwind.test");
        await Choose(page, "Site", "Chicago");
        await Find(page, "Sponsor", "Cheyanne", "Cheyanne Hackett");
        await Fill(page, "Last day", InDays(20));
        await Confirm(page, "Invite a guest");
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "Ends within 30 days" })).ToBeVisibleAsync();
        await page.ShouldLookRightOnEveryScreen(page.Url, "administration-guests");

        await page.GetByRole(AriaRole.Link, new() { Name = "Gwen Guest" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Gwen Guest");
        await Open(page, "Extend the term");
        await Fill(page, "Last day", InDays(200));
        await Confirm(page, "Extend the term");
        await Expect(Fact(page, "Last day")).ToContainTextAsync($"{DateTime.UtcNow.AddDays(200):MMMM d, yyyy}");
        await Open(page, "Name another sponsor");
        await Find(page, "Sponsor", "Aiko", "Aiko Tanaka");
        await Confirm(page, "Name another sponsor");
        await Expect(Fact(page, "Sponsor")).ToHaveTextAsync("Aiko Tanaka");
        await page.ShouldLookRightOnEveryScreen(page.Url, "administration-guest");
        await Open(page, "End the access");
        await Confirm(page, "End the access");
        await Expect(page.GetByText("No access as a guest now")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "All guests" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Invite a guest" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Gwen Guest" })).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_agreement_of_guests_is_written_and_an_organisation_ends()
    {
        var page = await portal.SignIn(Persona);
        await page.GotoAsync("/administration/guests?tab=agreement");
        await Open(page, "Write the agreement");
        await Fill(page, "Agreement", "Be kind.\nTell nobody.");
        await Confirm(page, "Write the agreement");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Version 1" })).ToBeVisibleAsync();
        await page.ShouldLookRightOnEveryScreen(page.Url, "administration-agreement");

        await page.GotoAsync("/administration/guests?tab=partners");
        await Open(page, "Register an organisation");
        await Fill(page, "Name", "Southwind");
        await Fill(page, "Contact", "Sam South");
        await Fill(page, "Terms", "What you hear stays here.");
        await Confirm(page, "Register an organisation");
        await page.GetByRole(AriaRole.Link, new() { Name = "Southwind" }).ClickAsync();
        await Expect(Fact(page, "Last day")).ToHaveTextAsync("No end known");
        await Open(page, "End the work together");
        await Fill(page, "Last day", InDays(30));
        await Confirm(page, "End the work together");
        await Expect(Fact(page, "Last day")).ToContainTextAsync($"{DateTime.UtcNow.AddDays(30):MMMM d, yyyy}");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Change the terms" })).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }

    private static ILocator Card(IPage page, string name) => page.Locator(".card", new() { HasText = name });

    private static ILocator Fact(IPage page, string name) => page.Locator($"dl div:has(> dt:text-is('{name}')) > dd");

    private static ILocator Merged(IPage page, string field) =>
        page.GetByRole(AriaRole.Row)
            .Filter(new() { Has = page.GetByRole(AriaRole.Rowheader, new() { Name = field, Exact = true }) })
            .GetByRole(AriaRole.Cell)
            .Last;

    /// <summary>The search for pairs hears of a person a moment later.</summary>
    private static async Task ShouldList(IPage page, string name)
    {
        await Expect(page.Locator("h1")).ToHaveTextAsync("Duplicates");
        await Eventually.Passes(async () =>
        {
            await page.ReloadAsync();
            await Expect(Card(page, name)).ToBeVisibleAsync(new() { Timeout = 2000 });
        });
        await page.ShouldBeInteractive();
    }
}
