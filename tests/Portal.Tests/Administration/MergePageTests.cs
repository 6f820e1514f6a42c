using System.Net;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using PeerNetwork.Portal.Administration;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Portal.Tests.Administration;

public class MergePageTests : Component
{
    private static readonly Guid Survivor = Guid.CreateVersion7(),
        Duplicate = Guid.CreateVersion7();

    [Fact]
    public void The_merged_record_is_shown_field_by_field()
    {
        using var api = new FakeApi(
            Person(Survivor, "A1", "Analyst"),
            Person(Duplicate, "A2", "Lead"),
            Preview("A2", "Lead")
        );

        var page = Show(api, "duplicate");

        page.WaitForElement("tbody");
        Row(page, "Employee number").ShouldBe(["A1", "A2", "A2"]);
        Row(page, "Job title").ShouldBe(["Analyst", "Lead", "Lead"]);
        Row(page, "Site").ShouldBe(["CHI", "CHI", "CHI"]);
        page.FindAll("tbody strong").Select(e => e.TextContent).ShouldBe(["A2", "Lead"]);
        page.FindAll("tbody th").ShouldNotContain(e => e.TextContent == "Department");
        api.Requests[2].Request.ShouldBe($"GET /people/{Survivor}/merges/preview");
    }

    [Fact]
    public void What_moves_is_said_and_what_does_not_is_not()
    {
        using var api = new FakeApi(
            Person(Survivor, "A1", "Analyst"),
            Person(Duplicate, "A2", "Lead"),
            Preview("A1", "Analyst", accounts: 1, reports: 3)
        );

        var page = Show(api);

        page.WaitForElement("li");
        page.FindAll("li")
            .Select(e => e.TextContent)
            .ShouldBe([
                "Roles, applications and mentorships of Record A1 stay. The other record has no role, no open "
                    + "application and no place in a program.",
                "1 more account signs the person in.",
                "3 people report to the merged record.",
                "What HR sends about Record A2 is skipped from then on.",
            ]);
    }

    [Fact]
    public void A_merge_leads_to_the_person()
    {
        using var api = new FakeApi(
            Person(Survivor, "A1", "Analyst"),
            Person(Duplicate, "A2", "Lead"),
            Preview("A1", "Analyst"),
            FakeApi.Json(new { id = Guid.CreateVersion7() }, HttpStatusCode.Created)
        );
        var page = Show(api);

        Click(page, "Merge");
        Dialogs.WaitForElement("textarea").Change("Hired again.");
        Click(Dialogs, "Merge");

        page.WaitForAssertion(() => Address.ShouldEndWith($"/administration/people/{Survivor}"));
        api.Requests[3]
            .ShouldBe(
                (
                    $"POST /people/{Survivor}/merges",
                    $$"""{"duplicate":"{{Duplicate}}","reason":"Hired again.","record":"survivor"}"""
                )
            );
    }

    [Fact]
    public void What_stands_against_a_merge_is_said_and_there_is_no_button()
    {
        using var api = new FakeApi(
            Person(Survivor, "A1", "Analyst"),
            Person(Duplicate, "A2", "Lead"),
            FakeApi.Problem(HttpStatusCode.Conflict, "The duplicate has roles.")
        );

        var page = Show(api);

        page.WaitForElement(".mud-alert").TextContent.ShouldContain("The duplicate has roles.");
        page.FindAll("button").ShouldNotContain(button => button.TextContent.Trim() == "Merge");
        Row(page, "Job title").ShouldBe(["Analyst", "Lead"]);
    }

    [Fact]
    public void Another_choice_can_be_made_before_its_preview_is_there()
    {
        using var api = new FakeApi(
            Person(Survivor, "A1", "Analyst"),
            Person(Duplicate, "A2", "Lead"),
            Preview("A1", "Analyst"),
            FakeApi.Problem(HttpStatusCode.ServiceUnavailable, "Later.")
        );
        var page = Show(api);
        page.WaitForElement("table");
        var choices = page.FindComponents<MudSelect<Guid>>();

        Services.GetRequiredService<NavigationManager>().NavigateTo($"{Address}duplicate");

        page.WaitForAssertion(() => page.FindAll("table").ShouldBeEmpty());
        page.FindComponents<MudSelect<Guid>>()
            .Select(choice => choice.Instance)
            .ShouldBe(choices.Select(choice => choice.Instance));
    }

    [Fact]
    public void A_record_that_was_merged_meanwhile_is_not_found()
    {
        using var api = new FakeApi(
            Person(Survivor, "A1", "Analyst"),
            FakeApi.Problem(HttpStatusCode.NotFound, "It was merged.")
        );

        var page = Show(api);

        page.WaitForElement(".state");
        page.FindAll("table").ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Roles.Employee)]
    [InlineData(Roles.Coordinator)]
    [InlineData(Roles.Overseer)]
    public void The_page_is_not_open_to_other_roles(string role)
    {
        using var api = new FakeApi();

        var page = Show(api, role: role);

        page.Find(".state h2").TextContent.ShouldBe("This page is not open to you");
        api.Requests.ShouldBeEmpty();
    }

    private string Address => Services.GetRequiredService<NavigationManager>().Uri;

    private IRenderedComponent<MergePage> Show(FakeApi api, string? record = null, string role = Roles.PeopleAdmin)
    {
        Services.AddSingleton(new EnrollmentClient(api.Client));
        ShowDialogs();
        Services
            .GetRequiredService<NavigationManager>()
            .NavigateTo($"/administration/duplicates/{Survivor}/{Duplicate}?record={record}");
        return Render<MergePage>(p =>
            p.Add(c => c.Survivor, Survivor)
                .Add(c => c.Duplicate, Duplicate)
                .AddCascadingValue(new ShowMeResponse { Roles = [role] })
        );
    }

    private static string[] Row(IRenderedComponent<MergePage> page, string field) =>
        [
            .. page.FindAll("tbody tr")
                .Single(row => row.Children[0].TextContent == field)
                .Children.Skip(1)
                .Select(cell => cell.TextContent.Trim()),
        ];

    private static HttpResponseMessage Person(Guid id, string number, string title) =>
        FakeApi.Json(View(id, number, title));

    private static HttpResponseMessage Preview(string number, string title, int accounts = 0, int reports = 0) =>
        FakeApi.Json(
            new
            {
                person = View(Survivor, number, title),
                duplicate = View(Duplicate, "A2", "Lead"),
                accounts,
                training = 0,
                consents = 0,
                takesProfile = false,
                reports,
                cancelledChanges = 0,
                endsScimUser = false,
            }
        );

    private static object View(Guid id, string number, string title) =>
        new
        {
            id,
            name = "Una Twice",
            active = true,
            siteCode = "CHI",
            jobTitle = title,
            kind = "employee",
            status = "active",
            employeeNumber = number,
        };
}
