using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;
using static PeerNetwork.Portal.Tests.Browser.AdministrationSteps;

namespace PeerNetwork.Portal.Tests.Browser;

/// <summary>The people administration at work, on the running platform.</summary>
[Collection(RunningPortalCollection.Name)]
public sealed class AdministrationTests(RunningPortal portal)
{
    private const string Persona = "Human resources";

    [Fact]
    public async Task A_person_is_found_by_three_letters_and_moves_on_a_day()
    {
        await portal.UploadRoster("number,name,site,title,years\nW1,Zora Quist,CHI,Analyst,3\n");
        var page = await portal.SignIn(Persona);
        await page.GetByRole(AriaRole.Link, new() { Name = "Administration" }).ClickAsync();
        await OpenPerson(page, "Zor", "Zora Quist");
        page.Url.ShouldNotContain("Zor");

        await Open(page, "Schedule a change");
        await page.ShouldBeAccessible();
        await Fill(page, "First day", InDays(60));
        await Choose(page, "Site", "Tokyo");
        await Confirm(page, "Schedule a change");
        await Expect(page.GetByText("Site: Tokyo")).ToBeVisibleAsync();

        await Open(page, "Assign a role");
        await Choose(page, "Role", "Sponsor");
        await Fill(page, "Last day", InDays(90));
        await Fill(page, "Why", "Pays for the program.");
        await Confirm(page, "Assign a role");
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "Sponsor" })).ToBeVisibleAsync();
        await page.ShouldLookRightOnEveryScreen(page.Url, "administration-person");

        await Open(page, "Revoke");
        await Fill(page, "Why", "Pays no more.");
        await Confirm(page, "Revoke");
        await Expect(page.GetByText("This person has no role.")).ToBeVisibleAsync();
        await Open(page, "Cancel change");
        await Confirm(page, "Cancel change");
        await Expect(page.GetByText("Nothing is scheduled.")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_roster_that_removes_too_many_is_rejected_and_a_good_one_applied()
    {
        var page = await portal.SignIn(Persona);
        await page.GotoAsync("/administration/hr");
        await page.GetByRole(AriaRole.Link, new() { Name = "Upload a roster" }).ClickAsync();
        await ChooseFile(page, "employeeNumber,name,site\n100777,Aiko Tanaka,TYO\n");
        await page.GetByLabel("People who are not in the file have left").CheckAsync();
        await Check(page);
        await Expect(Figure(page, "leave")).ToHaveTextAsync(new Regex(@"^\d{2,}$"));
        await page.ShouldLookRightOnEveryScreen(null, "administration-upload");
        await Open(page, "Upload");
        await Confirm(page, "Upload");

        await Expect(page.Locator("h1")).ToHaveTextAsync("Uploaded roster");
        await Expect(page.GetByText("More people would leave than usual.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "Leaves" }).First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Next page" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "First page" })).ToBeVisibleAsync();
        await page.ShouldLookRightOnEveryScreen(page.Url, "administration-sync");
        await Open(page, "Reject");
        await Fill(page, "Why", "The file is cut off.");
        await Confirm(page, "Reject");
        await Expect(page.GetByText("Nothing was written.")).ToBeVisibleAsync();

        await page.GotoAsync("/administration/hr/upload");
        await ChooseFile(page, "Employee number;Name;Site\nW2;Yorick Zand;TYO\nW3;Nowhere Man;MARS\n");
        await Check(page);
        await Expect(Figure(page, "join")).ToHaveTextAsync("1");
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "MARS" })).ToBeVisibleAsync();
        await Open(page, "Upload");
        await Confirm(page, "Upload");
        await Open(page, "Approve");
        await Expect(page.Locator(".mud-dialog")).ToContainTextAsync("1 person joins.");
        await Fill(page, "Why", "New in Tokyo.");
        await Confirm(page, "Approve");
        await Expect(page.GetByText("1 of 1 people were written.")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "People", Exact = true }).ClickAsync();
        await OpenPerson(page, "yor", "Yorick Zand");
        await page.ShouldLookRightOnEveryScreen("/administration/hr", "administration-hr");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_start_of_a_sync_that_is_not_connected_is_explained()
    {
        var page = await portal.SignIn(Persona);
        await page.GotoAsync("/administration/hr");
        await Open(page, "Start a sync");
        await Fill(page, "HR system", "sap");
        await Confirm(page, "Start a sync");
        await Expect(page.Locator(".mud-dialog [role=alert]")).ToContainTextAsync("no HR system is configured");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_token_is_issued_shown_once_and_revoked()
    {
        var page = await portal.SignIn(Persona);
        await page.GotoAsync("/administration/integrations");
        await Open(page, "Register a system");
        await page.ShouldBeAccessible();
        await Fill(page, "Name", "Entra <b>ID</b>");
        await Choose(page, "Default site", "Chicago");
        await Confirm(page, "Register a system");
        await page.GetByRole(AriaRole.Link, new() { Name = "Open Entra <b>ID</b>" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Entra <b>ID</b>");

        await Open(page, "Issue a token");
        await Confirm(page, "Issue a token");
        await Expect(page.Locator(".secret")).ToHaveTextAsync(new Regex("^pnt_"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Copy" }).ClickAsync();
        await Expect(page.Locator(".mud-alert [role=status]")).Not.ToBeEmptyAsync();
        await page.ShouldLookRightOnEveryScreen(null, "administration-token");

        await page.ReloadAsync();
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "Can be used" })).ToBeVisibleAsync();
        await Expect(page.Locator(".secret")).ToHaveCountAsync(0);
        await Open(page, "Revoke");
        await Confirm(page, "Revoke");
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "Revoked" })).ToBeVisibleAsync();
        await page.ShouldLookRightOnEveryScreen("/administration/integrations", "administration-integrations");
        await page.ShouldLookRightOnEveryScreen("/administration/people", "administration-people");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task People_are_asked_for_a_consent_and_asked_no_more()
    {
        var page = await portal.SignIn(Persona);
        await page.GotoAsync("/administration/consents");
        await page.ShouldBeInteractive();
        await Open(page, "Ask for a consent");
        await Fill(page, "Short name", "stories");
        var english = page.GetByRole(AriaRole.Group, new() { Name = "English" });
        await english.GetByLabel("Title").FillAsync("Success stories");
        await english.GetByLabel("Text").FillAsync("Your story may be told.");
        await page.ShouldBeAccessible();
        await Confirm(page, "Ask people");
        await page.GetByRole(AriaRole.Link, new() { Name = "Open stories" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("stories");
        await Expect(page.GetByText("Everyone is asked for version 1.")).ToBeVisibleAsync();

        await Open(page, "Change the text");
        await english.GetByLabel("Text").FillAsync("Your story may be told in the company.");
        await Confirm(page, "Ask people");
        await Expect(page.GetByText("Everyone is asked for version 2.")).ToBeVisibleAsync();
        await page.ShouldLookRightOnEveryScreen(page.Url, "administration-consent");

        await page.ShouldBeInteractive();
        await Open(page, "Stop asking");
        await Confirm(page, "Stop asking");
        await Expect(page.GetByText("Nobody is asked any more.")).ToBeVisibleAsync();
        await page.ShouldLookRightOnEveryScreen("/administration/consents", "administration-consents");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_group_gives_a_role_until_its_rule_is_removed()
    {
        var page = await portal.SignIn(Persona);
        await page.GotoAsync("/administration/roles");
        await page.ShouldBeInteractive();
        await Open(page, "Add a rule");
        await Fill(page, "Group", "Coordinators <b>CHI</b>");
        await page.GetByLabel("Departments").FocusAsync();
        await Expect(page.GetByText("Kept as a draft.")).ToBeVisibleAsync();
        await page.ReloadAsync();
        await Expect(page.GetByText("What you typed before is here again.")).ToBeVisibleAsync();
        await Choose(page, "Role", "Coordinator");
        await Fill(page, "Why", "They coordinate Chicago.");
        await page.ShouldBeAccessible();
        await Confirm(page, "Add a rule");
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "Coordinators <b>CHI</b>" })).ToBeVisibleAsync();
        await page.ShouldLookRightOnEveryScreen(page.Url, "administration-roles");

        await page.ShouldBeInteractive();
        await Open(page, "Remove");
        await Confirm(page, "Remove");
        await Expect(page.GetByText("No rules yet")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("Mentor")]
    [InlineData("Coordinator of all sites")]
    public async Task Others_have_no_entry_and_no_page(string persona)
    {
        var page = await portal.SignIn(persona);
        await Expect(page.Locator(".entries").GetByText("Programs")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Administration" })).ToHaveCountAsync(0);
        string[] addresses =
        [
            "/administration",
            "/administration/people",
            $"/administration/people/{Guid.CreateVersion7()}",
            "/administration/roles",
            "/administration/duplicates",
            $"/administration/duplicates/{Guid.CreateVersion7()}/{Guid.CreateVersion7()}",
            "/administration/guests",
            $"/administration/guests/{Guid.CreateVersion7()}",
            $"/administration/partners/{Guid.CreateVersion7()}",
            "/administration/hr",
            "/administration/hr/upload",
            $"/administration/hr/{Guid.CreateVersion7()}",
            "/administration/integrations",
            $"/administration/integrations/{Guid.CreateVersion7()}",
            "/administration/consents",
            "/administration/consents/surveys",
        ];
        foreach (var address in addresses)
        {
            await page.GotoAsync(address);
            await Expect(page.Locator(".state h2")).ToHaveTextAsync("This page is not open to you");
        }

        await page.ShouldBeAccessible();
        await page.Context.CloseAsync();
    }

    private static async Task ChooseFile(IPage page, string csv)
    {
        await page.ShouldBeInteractive();
        // Blazor listens to the field a moment after the page is interactive; a file chosen before that is lost.
        await page.WaitForFunctionAsync(
            "() => document.querySelector('input[type=file]')?._blazorInputFileNextFileId !== undefined"
        );
        await page.Locator("input[type=file]")
            .First.SetInputFilesAsync(
                new FilePayload
                {
                    Name = "people.csv",
                    MimeType = "text/csv",
                    Buffer = Encoding.UTF8.GetBytes(csv),
                }
            );
        await Expect(page.GetByText("people.csv is chosen.")).ToBeVisibleAsync();
    }

    private static async Task Check(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Check the file" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Result of the check" })).ToBeVisibleAsync();
    }

    private static ILocator Figure(IPage page, string name) =>
        page.Locator(".card", new() { HasText = name }).Locator(".figure");
}
