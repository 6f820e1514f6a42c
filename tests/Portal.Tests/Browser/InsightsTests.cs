using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace PeerNetwork.Portal.Tests.Browser;

/// <summary>The dashboard of a sponsor, on the running platform.</summary>
[Collection(RunningPortalCollection.Name)]
public sealed class InsightsTests(RunningPortal portal)
{
    [Fact]
    public async Task A_sponsor_reads_a_figure_by_site_as_a_table_and_takes_it_away()
    {
        await RunningFigures.Publish(portal);
        var page = await portal.SignIn("Sponsor");
        await page.GetByRole(AriaRole.Link, new() { Name = "Insights" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Insights");
        await page.Locator(".chart text").First.WaitForAsync();
        await ShouldPrintChartAndTable(page);

        await Choose(page, "Broken down by", "Site");
        await Expect(page).ToHaveURLAsync(new Regex("by=Sites"));
        await Choose(page, "Figure", "Applications");
        await Expect(page).ToHaveURLAsync(new Regex("metric=Applied"));
        await page.GetByLabel("As a table").ClickAsync();
        await Expect(page.Locator("caption")).ToHaveTextAsync("Applications");
        await Expect(page.Locator("tr", new() { HasText = "BER" })).ToContainTextAsync("hidden");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Why?" })).ToBeVisibleAsync();

        var file = await page.RunAndWaitForDownloadAsync(() =>
            page.GetByRole(AriaRole.Link, new() { Name = "Download all figures" }).ClickAsync()
        );
        (await File.ReadAllTextAsync(await file.PathAsync())).ShouldStartWith("Site,Share of colleagues");
        await page.ReloadAsync();
        await Expect(page.Locator("caption")).ToHaveTextAsync("Applications");
        await page.Context.CloseAsync();
    }

    [Theory]
    [ClassData(typeof(Screens))]
    public async Task The_dashboard_is_accessible_and_fits_its_screen(ColorScheme colors, int width)
    {
        await RunningFigures.Publish(portal);
        var page = await portal.SignIn("Sponsor", colors: colors);
        await page.SetViewportSizeAsync(width, 800);
        foreach (var by in new[] { "Weeks", "Sites" })
        {
            await page.GotoAsync($"/insights?metric=Applied&by={by}");
            // It is drawn when its width is known.
            await page.Locator(".chart text").First.WaitForAsync();
            await page.ShouldLookRight(colors, $"insights-{by}-{width}");
        }

        await page.GotoAsync("/insights?metric=Participation&by=Weeks&table=true");
        await Expect(page.Locator("caption")).ToBeVisibleAsync();
        await page.ShouldLookRight(colors, $"insights-table-{width}");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task An_employee_sees_neither_the_entry_nor_the_page_nor_the_file()
    {
        var page = await portal.SignIn("Mentor");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Insights" })).ToHaveCountAsync(0);
        await page.GotoAsync("/insights");
        await Expect(page.GetByText("This page is not open to you")).ToBeVisibleAsync();
        var file = await page.APIRequest.GetAsync($"/insights/metrics.csv?program={portal.Program}&by=Sites");
        file.Status.ShouldBe(403);
        await page.Context.CloseAsync();
    }

    private static async Task ShouldPrintChartAndTable(IPage page)
    {
        await Expect(page.Locator("caption")).ToBeHiddenAsync();
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await Expect(page.Locator(".chart")).ToBeVisibleAsync();
        await Expect(page.Locator("caption")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Navigation)).ToHaveCountAsync(0);
        await Expect(page.Locator(".filters").First).ToBeHiddenAsync();
        await page.EmulateMediaAsync(new() { Media = Media.Screen });
    }

    private static async Task Choose(IPage page, string label, string option)
    {
        await page.GetByLabel(label, new() { Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = option, Exact = true }).ClickAsync();
    }
}
