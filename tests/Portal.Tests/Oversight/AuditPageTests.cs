using System.Net;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Oversight;

namespace PeerNetwork.Portal.Tests.Oversight;

public class AuditPageTests : Component
{
    private static readonly Guid Reader = Guid.CreateVersion7(),
        Stream = Guid.CreateVersion7();

    private static readonly Guid[] People = [.. Enumerable.Range(0, 5).Select(_ => Guid.CreateVersion7())];

    [Fact]
    public void An_entry_says_who_did_what_about_whom()
    {
        using var api = new FakeApi(Entries(Read(), ByTheSystem()), Names());

        var rows = Show(api).FindAll("tbody tr");

        Cells(rows[0]).ShouldBe(["Cheyanne Hackett", "Read personal data"]);
        rows[0]
            .QuerySelectorAll("td > div > div")
            .Select(line => line.TextContent.Trim())
            .ShouldBe(["Aiko Tanaka", Unnamed(1), Unnamed(2), "and 2 more"]);
        Cells(rows[1]).ShouldBe(["The system", "program closed"]);
        api.Requests.Select(r => r.Request).ShouldBe(["GET /audit", "GET /people/names"]);
    }

    [Fact]
    public void Details_name_all_people_and_lead_to_other_entries()
    {
        using var api = new FakeApi(Entries(Read()), Names(), Names());
        var page = Show(api);

        page.Find("tbody button").Click();

        page.WaitForAssertion(() => page.FindAll("dl a").Count.ShouldBe(3 + People.Length));
        page.Find("dl").TextContent.ShouldContain("Asked by the works council");
        page.FindAll("dl a")[0].GetAttribute("href").ShouldBe($"/oversight/audit?service=enrollment&actor={Reader}");
        page.FindAll("dl a")[^1].GetAttribute("href").ShouldBe($"/oversight/audit?service=enrollment&record={Stream}");
    }

    [Fact]
    public void Another_search_begins_with_the_newest_entry()
    {
        using var api = new FakeApi(Entries(Read()), Names(), Entries(ByTheSystem()), Names());
        var page = Show(api, "?service=matching&cursor=x");

        var service = page.FindComponents<MudSelect<string>>()[0];
        page.InvokeAsync(() => service.Instance.ValueChanged.InvokeAsync("engagement"));

        page.WaitForAssertion(() => page.Find("tbody tr").TextContent.ShouldContain("The system"));
        Services.GetRequiredService<NavigationManager>().Uri.ShouldEndWith("/oversight/audit?service=engagement");
    }

    [Fact]
    public void Older_entries_are_a_step_away()
    {
        using var api = new FakeApi(Entries("next", Read()), Names());

        Show(api, "?service=matching&action=personal_data_read")
            .FindAll(":not(.page-head) > .actions a")
            .Select(link => link.GetAttribute("href"))
            .ShouldBe([
                "/oversight/audit?service=matching&action=personal_data_read&cursor=next",
                "/oversight/audit/entries.ndjson?service=matching&action=personal_data_read",
            ]);
    }

    [Fact]
    public void Who_may_not_search_sees_no_filters()
    {
        using var api = new FakeApi(FakeApi.Problem(HttpStatusCode.Forbidden, "For overseers of all sites."));

        var page = Show(api, wait: ".state");

        page.Find(".state h2").TextContent.ShouldBe("This page is not open to you");
        page.FindAll(".filters").ShouldBeEmpty();
    }

    private static string Unnamed(int person) => $"No name known ({People[person].ToString()[..8]})";

    private IRenderedComponent<AuditPage> Show(FakeApi api, string query = "", string wait = "tbody tr")
    {
        Services.AddSingleton(TestOverseer.Clients(api));
        Services.AddSingleton(new EnrollmentClient(api.Client));
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/oversight/audit{query}");
        Render<MudPopoverProvider>();
        var page = Render<AuditPage>();
        page.WaitForElement(wait);
        return page;
    }

    /// <summary>Who, and what.</summary>
    private static IEnumerable<string> Cells(AngleSharp.Dom.IElement row) =>
        row.QuerySelectorAll("td").Skip(1).Take(2).Select(cell => cell.TextContent.Trim());

    private static HttpResponseMessage Entries(params object[] entries) => Entries(null, entries);

    private static HttpResponseMessage Entries(string? next, params object[] entries) =>
        FakeApi.Json(new { items = entries, next });

    private static HttpResponseMessage Names() =>
        FakeApi.Json(
            new
            {
                items = new object[]
                {
                    new { id = Reader, name = "Cheyanne Hackett" },
                    new { id = People[0], name = "Aiko Tanaka" },
                    new { id = People[2], name = (string?)null },
                },
            }
        );

    private static object Read() => Entry("personal_data_read", $"{Reader}", People, "Asked by the works council");

    private static object ByTheSystem() => Entry("program_closed", null, [], null);

    private static object Entry(string action, string? actor, Guid[] people, string? reason) =>
        new
        {
            id = Guid.CreateVersion7(),
            sequence = 7,
            at = new DateTimeOffset(2026, 11, 28, 9, 0, 0, TimeSpan.Zero),
            actor,
            action,
            stream = Stream,
            version = 1,
            people,
            peopleCount = people.Length,
            reason,
        };
}
