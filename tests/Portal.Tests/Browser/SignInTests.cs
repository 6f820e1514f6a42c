using Microsoft.Playwright;
using Npgsql;
using PeerNetwork.Testing;
using static Microsoft.Playwright.Assertions;

namespace PeerNetwork.Portal.Tests.Browser;

/// <summary>A user in a browser, on the running platform.</summary>
[Collection(RunningPortalCollection.Name)]
public sealed class SignInTests(RunningPortal portal)
{
    /// <summary>Its three parts. "eyJ", with which each begins, is by chance in encrypted text too.</summary>
    private const string JsonWebToken = @"eyJ[\w-]+\.[\w-]+\.[\w-]*";

    [Theory]
    [InlineData("en", ColorScheme.Light, "Next two weeks")]
    [InlineData("en", ColorScheme.Dark, "Next two weeks")]
    [InlineData("ja", ColorScheme.Light, "今後2週間の予定")]
    [InlineData("ja", ColorScheme.Dark, "今後2週間の予定")]
    public async Task A_persona_signs_in_by_one_click_and_sees_the_home_page(
        string language,
        ColorScheme colors,
        string heading
    )
    {
        var page = await portal.SignIn("Mentor", language, colors);

        await Expect(page.Locator("h1")).ToContainTextAsync("Cheyanne Hackett");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = heading })).ToBeVisibleAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", language);
        await page.ShouldHaveColors(colors);
        await page.ShouldBeAccessible();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Language_and_theme_are_chosen_in_the_menu_and_kept()
    {
        var page = await portal.SignIn("Mentor");
        await OpenMenu(page);
        await page.ShouldBeAccessible();
        await page.GetByText("Deutsch").ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Willkommen, Cheyanne Hackett");
        await OpenMenu(page);
        await page.GetByText("Dunkel").ClickAsync();
        await Expect(page.Locator("body")).ToHaveCSSAsync("background-color", "rgb(16, 22, 20)");

        await page.ReloadAsync();

        await Expect(page.Locator("h1")).ToHaveTextAsync("Willkommen, Cheyanne Hackett");
        await Expect(page.Locator("body")).ToHaveCSSAsync("background-color", "rgb(16, 22, 20)");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_restart_keeps_the_sign_in_and_a_sign_out_ends_it()
    {
        var page = await portal.SignIn("Mentor");
        foreach (var replica in RunningPortal.Replicas)
            await portal.Restart(replica, process => AppHostProcess.Kill(process, entireTree: false));
        await page.ReloadAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Welcome, Cheyanne Hackett");

        await OpenMenu(page);
        await page.GetByText("Sign out").ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Sign out of PeerNetwork");
        await page.ShouldBeAccessible();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("You have signed out");
        await page.ShouldBeAccessible();

        await page.GotoAsync("/");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Who would you like to be?");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_sign_in_page_offers_the_personas_and_is_accessible()
    {
        var page = await portal.Open(colors: ColorScheme.Dark);
        await Expect(page.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(7);
        await page.ShouldBeAccessible();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Tokens_are_replaced_before_they_end()
    {
        var page = await portal.SignIn("Mentor");
        var before = await NewestSignIn();

        await Eventually.Holds(
            async () =>
            {
                await page.ReloadAsync();
                return await NewestSignIn() is var now && now.Id == before.Id && now.Content != before.Content;
            },
            "the sign-in to get other tokens"
        );

        await Expect(page.Locator("h1")).ToHaveTextAsync("Welcome, Cheyanne Hackett");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task After_its_end_a_sign_in_leads_back_to_the_same_page()
    {
        var page = await portal.SignIn("Mentor");
        await ServiceDatabase.Execute(portal.Database, "delete from portal.mt_doc_sessionticket");

        await page.GetByRole(AriaRole.Link, new() { Name = "Programs" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Your sign-in has ended" })).ToBeVisibleAsync();
        await page.ShouldBeAccessible();
        await page.Locator("main").GetByRole(AriaRole.Link, new() { Name = "Sign in" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Mentor", Exact = true }).ClickAsync();

        await Expect(page.Locator("h1")).ToHaveTextAsync("Programs");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_hostile_name_is_shown_as_text()
    {
        var page = await portal.SignIn("Mentee");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Welcome, Lydia <img src=x onerror=alert(1)>");
        await Expect(page.Locator("h1 img")).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_browser_gets_no_token_and_may_load_from_the_portal_alone()
    {
        var page = await portal.SignIn("Overseer");
        var errors = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                errors.Add(message.Text);
        };
        var response = await page.ReloadAsync();
        await Expect(page.Locator("main h2").First).ToBeVisibleAsync();

        var policy = (await response!.AllHeadersAsync())["content-security-policy"];
        policy.ShouldStartWith("default-src 'none'; script-src 'self'; ");
        policy.ShouldContain("frame-ancestors 'none'");
        errors.ShouldBeEmpty();
        var session = (await page.Context.CookiesAsync()).Single(cookie => cookie.Name == "portal-session");
        (session.HttpOnly, session.SameSite).ShouldBe((true, SameSiteAttribute.Lax));
        foreach (var text in (await page.Context.CookiesAsync()).Select(c => c.Value).Append(await page.ContentAsync()))
            text.ShouldNotMatch(JsonWebToken);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task An_unknown_address_is_a_page_that_leads_home()
    {
        var page = await portal.SignIn("Mentor");
        var response = await page.GotoAsync("/nowhere");
        response!.Status.ShouldBe(404);
        await Expect(page.Locator("h1")).ToHaveTextAsync("There is nothing here");
        await page.ShouldBeAccessible();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Only_the_form_of_the_portal_signs_out()
    {
        var page = await portal.SignIn("Mentor");
        var form = page.APIRequest.CreateFormData();
        form.Append("any", "field");
        var forged = await page.APIRequest.PostAsync("/sign-out/confirmed", new() { Form = form });
        forged.Ok.ShouldBeFalse();
        await page.ReloadAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Welcome, Cheyanne Hackett");
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("/\\evil.example")]
    public async Task A_preference_leads_back_to_the_portal_alone(string back)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        var address = new Uri(portal.Platform.Gateway, $"preferences?language=de&back={Uri.EscapeDataString(back)}");
        using var answer = await client.GetAsync(address);
        answer.Headers.Location!.OriginalString.ShouldBe("/");
    }

    private async Task<(string Id, string Content)> NewestSignIn()
    {
        await using var database = NpgsqlDataSource.Create(portal.Database);
        await using var command = database.CreateCommand(
            "select id, data ->> 'Content' from portal.mt_doc_sessionticket order by mt_last_modified desc limit 1"
        );
        await using var newest = await command.ExecuteReaderAsync();
        (await newest.ReadAsync()).ShouldBeTrue();
        return (newest.GetString(0), newest.GetString(1));
    }

    private static async Task OpenMenu(IPage page)
    {
        await page.ShouldBeInteractive();
        await page.Locator(".top-bar button").ClickAsync();
        await Expect(page.Locator(".mud-popover-open")).ToBeVisibleAsync();
    }
}
