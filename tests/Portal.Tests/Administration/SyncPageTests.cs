using System.Net;
using System.Text.Json;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PeerNetwork.Portal.Administration;
using PeerNetwork.Portal.Api.Enrollment;

namespace PeerNetwork.Portal.Tests.Administration;

public class SyncPageTests : Component
{
    private static readonly Guid Id = Guid.CreateVersion7();
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Progress_is_shown_until_everything_is_written()
    {
        using var api = new FakeApi(
            Sync("writing", written: 20),
            FakeApi.Problem(HttpStatusCode.ServiceUnavailable, "Starting."),
            Sync("completed", written: 40)
        );
        var page = Show(api);
        page.WaitForElement("[role=progressbar]").GetAttribute("aria-valuenow").ShouldBe("50");

        _clock.Advance(TimeSpan.FromSeconds(2));
        page.WaitForAssertion(() => api.Requests.Count.ShouldBe(2));
        page.FindAll("[role=progressbar]").ShouldNotBeEmpty();
        _clock.Advance(TimeSpan.FromSeconds(2));

        page.WaitForAssertion(() => page.Find(".mud-alert").TextContent.ShouldContain("40 of 40 people were written."));
        page.FindAll("[role=progressbar]").ShouldBeEmpty();
    }

    [Fact]
    public void The_name_of_who_asked_is_looked_up_once()
    {
        var person = Guid.CreateVersion7();
        using var api = new FakeApi(
            Sync("writing", written: 20, requestedBy: person),
            FakeApi.Json(
                new
                {
                    id = person,
                    name = "Zora Quist",
                    siteCode = "CHI",
                }
            ),
            Sync("completed", written: 40, requestedBy: person)
        );
        var page = Show(api);
        page.WaitForElement("[role=progressbar]");

        _clock.Advance(TimeSpan.FromSeconds(2));

        page.WaitForAssertion(() => page.Find(".mud-alert").TextContent.ShouldContain("40 of 40 people were written."));
        page.Find(".purpose").TextContent.ShouldContain("Zora Quist");
        api.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public void Who_has_no_name_is_not_looked_up_again()
    {
        var erased = Guid.CreateVersion7();
        using var api = new FakeApi(
            Sync("writing", written: 20, requestedBy: erased),
            FakeApi.Problem(HttpStatusCode.NotFound, "No such person."),
            Sync("completed", written: 40, requestedBy: erased)
        );
        var page = Show(api);
        page.WaitForElement("[role=progressbar]");

        _clock.Advance(TimeSpan.FromSeconds(2));

        page.WaitForAssertion(() => page.Find(".mud-alert").TextContent.ShouldContain("40 of 40 people were written."));
        api.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public void A_held_sync_says_why_and_shows_its_changes_page_by_page()
    {
        using var api = new FakeApi(Held(), Changes("N1", "more"), Held(), Changes("N2", null));
        var page = Show(api);

        page.WaitForElement("tbody");
        page.Find(".mud-alert").TextContent.ShouldContain("More people would leave than usual.");
        page.Markup.ShouldContain("N1");
        page.Markup.ShouldContain("Job title");
        page.FindAll("a")
            .Single(link => link.TextContent == "Next page")
            .GetAttribute("href")!
            .ShouldEndWith("?cursor=more");

        Services.GetRequiredService<NavigationManager>().NavigateTo($"/administration/hr/{Id}?cursor=more");

        page.WaitForAssertion(() => page.Markup.ShouldContain("N2"));
        page.Markup.ShouldNotContain("N1");
        page.FindAll("a").ShouldContain(link => link.TextContent == "First page");
        page.FindAll("a").ShouldNotContain(link => link.TextContent == "Next page");
    }

    [Fact]
    public void An_approval_names_the_plan_that_the_user_sees()
    {
        using var api = new FakeApi(
            Held(),
            Changes("N1", null),
            FakeApi.Problem(HttpStatusCode.Conflict, "The sync has a new plan, 4."),
            Held(plan: 4),
            Changes("N1", null),
            FakeApi.Done,
            Sync("writing")
        );
        var page = Show(api);
        Click(page, "Approve");
        Dialogs.WaitForElement(".mud-dialog textarea").Change("As announced.");
        Click(Dialogs, "Approve");
        Dialogs.WaitForAssertion(() =>
            Dialogs.Find("[role=alert]").TextContent.ShouldStartWith("The sync has a new plan, 4.")
        );

        Click(Dialogs, "Approve");

        page.WaitForElement("[role=progressbar]");
        PlanOf(api.Requests[2]).ShouldBe(3);
        PlanOf(api.Requests[5]).ShouldBe(4);
    }

    [Fact]
    public void A_sync_that_has_ended_can_only_be_read()
    {
        using var api = new FakeApi(Sync("rejected"));

        var page = Show(api);

        page.WaitForElement(".mud-alert").TextContent.ShouldContain("Nothing was written.");
        page.FindAll(".page-head button").ShouldBeEmpty();
        api.Requests.Count.ShouldBe(1);
    }

    private IRenderedComponent<SyncPage> Show(FakeApi api)
    {
        Services.AddSingleton<TimeProvider>(_clock);
        Services.AddSingleton(new EnrollmentClient(api.Client));
        ShowDialogs();
        return Render<SyncPage>(p => p.Add(c => c.Id, Id).AddCascadingValue(PeopleAdmin.Me));
    }

    private static int PlanOf((string Request, string? Body) sent)
    {
        sent.Request.ShouldBe($"POST /syncs/{Id}/approve");
        return JsonElement.Parse(sent.Body!).GetProperty("plan").GetInt32();
    }

    private static HttpResponseMessage Held(int plan = 3) => Sync("held", plan: plan, heldBecause: "brake");

    private static HttpResponseMessage Sync(
        string status,
        int written = 0,
        int plan = 3,
        string? heldBecause = null,
        Guid? requestedBy = null
    ) =>
        FakeApi.Json(
            new
            {
                id = Id,
                mode = "full",
                status,
                plan,
                written,
                heldBecause,
                requestedBy,
                trigger = "schedule",
                requestedAt = DateTimeOffset.UnixEpoch,
                lastStepAt = DateTimeOffset.UnixEpoch,
                counts = new
                {
                    records = 50,
                    toWrite = 40,
                    added = 40,
                },
            }
        );

    private static HttpResponseMessage Changes(string number, string? next) =>
        FakeApi.Json(
            new
            {
                items = new[]
                {
                    new
                    {
                        line = 2,
                        employeeNumber = number,
                        field = "jobTitle",
                        old = "Clerk",
                        @new = "Director",
                    },
                },
                next,
            }
        );
}
