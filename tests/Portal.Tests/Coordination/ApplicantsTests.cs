using System.Net;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Coordination;

namespace PeerNetwork.Portal.Tests.Coordination;

public class ApplicantsTests : Component
{
    private static readonly Guid Program = Guid.CreateVersion7(),
        Ada = Guid.CreateVersion7(),
        Cy = Guid.CreateVersion7();

    [Fact]
    public void Those_that_could_not_be_approved_are_named_with_the_reason()
    {
        using var api = new FakeApi(
            Waiting(Ada, Cy),
            FakeApi.Json(
                new
                {
                    results = new object[]
                    {
                        new { application = Ada, outcome = "done" },
                        new
                        {
                            application = Cy,
                            outcome = "notDone",
                            problem = new { type = "conflict", detail = "The program is full." },
                        },
                    },
                }
            ),
            Waiting(Cy)
        );
        var page = Show(api);

        Click(page, "Select all that are shown");
        Click(page, "Approve 2 applications");
        Dialogs.WaitForElement(".mud-dialog");
        Click(Dialogs, "Approve");

        page.WaitForAssertion(() =>
        {
            var result = page.Find(".mud-alert").TextContent;
            result.ShouldContain("1 application is approved.");
            result.ShouldContain("<b>Cy</b>: The program is full.");
        });
        page.FindAll("tbody tr").Count.ShouldBe(1);
        page.FindAll("input[type=checkbox]:checked").ShouldBeEmpty();
        api.Requests[1].Body.ShouldBe($$"""{"applications":["{{Ada}}","{{Cy}}"]}""");
    }

    [Fact]
    public void Only_chosen_applications_are_approved()
    {
        using var api = new FakeApi(
            Waiting(Ada, Cy),
            FakeApi.Json(new { results = new[] { new { application = Cy, outcome = "done" } } }),
            Waiting(Ada)
        );
        var page = Show(api);
        page.WaitForElements("input[type=checkbox]", 2)[1].Change(true);

        Click(page, "Approve 1 application");
        Dialogs.WaitForElement(".mud-dialog");
        Click(Dialogs, "Approve");

        page.WaitForAssertion(() => page.Find(".mud-alert").TextContent.ShouldContain("1 application is approved."));
        api.Requests[1].Body.ShouldBe($$"""{"applications":["{{Cy}}"]}""");
    }

    [Fact]
    public void Applicants_whose_training_lapsed_are_chosen_and_named()
    {
        using var api = new FakeApi(
            FakeApi.Json(new { items = new[] { Lapsed(Ada) } }),
            FakeApi.Json(
                new
                {
                    id = Ada,
                    program = Program,
                    role = "mentee",
                    status = "approved",
                    trainingOpen = new[] { "basics", "ethics" },
                    trainingLapsed = new[] { "ethics" },
                }
            )
        );
        var page = Show(api, address: "/?status=trainingLapsed");

        page.WaitForElement("tbody td[data-label=State]").TextContent.ShouldBe("Training has lapsed");
        api.Addresses[0].ShouldContain("trainingLapsed=true");
        api.Addresses[0].ShouldNotContain("status");

        Click(page, "Details");
        page.WaitForAssertion(() => page.Markup.ShouldContain("Training that has lapsed: ethics"));
        page.Markup.ShouldContain("Training still to be done: basics<");
    }

    [Fact]
    public void A_refusal_needs_a_reason_and_says_what_changed_meanwhile()
    {
        using var api = new FakeApi(
            Waiting(Ada),
            FakeApi.Problem(HttpStatusCode.Conflict, "Only an application that waits for an answer can be rejected."),
            Waiting()
        );
        var page = Show(api);
        Click(page, "Refuse");
        Dialogs.WaitForElement(".mud-dialog");
        Click(Dialogs, "Refuse");
        Dialogs.WaitForAssertion(() => Dialogs.Markup.ShouldContain("Write why."));

        Dialogs.Find("textarea").Change("Next year.");
        Click(Dialogs, "Refuse");

        page.WaitForAssertion(() => page.Markup.ShouldContain("No application matches this choice."));
        api.Requests[1].ShouldBe(($"POST /applications/{Ada}/reject", """{"reason":"Next year."}"""));
    }

    [Fact]
    public void Several_are_refused_with_one_reason()
    {
        using var api = new FakeApi(
            Waiting(Ada, Cy),
            FakeApi.Json(
                new
                {
                    results = new[]
                    {
                        new { application = Ada, outcome = "done" },
                        new { application = Cy, outcome = "done" },
                    },
                }
            ),
            Waiting()
        );
        var page = Show(api);
        Click(page, "Select all that are shown");
        Click(page, "Refuse 2 applications");
        Dialogs.WaitForElement("textarea").Change("Next year.");
        Click(Dialogs, "Refuse");

        page.WaitForAssertion(() => page.Find(".mud-alert").TextContent.ShouldContain("2 applications are refused."));
        api.Requests[1].Request.ShouldBe("POST /applications/rejections");
        api.Requests[1].Body.ShouldBe($$"""{"reason":"Next year.","applications":["{{Ada}}","{{Cy}}"]}""");
    }

    [Fact]
    public void Where_the_role_is_missing_the_page_says_so()
    {
        using var api = new FakeApi(FakeApi.Problem(HttpStatusCode.Forbidden, "Needs the role coordinator."));

        Show(api).WaitForElement(".state h2").TextContent.ShouldBe("This page is not open to you");
    }

    [Fact]
    public void Another_state_in_the_address_is_another_list()
    {
        using var api = new FakeApi(Waiting(Ada), List("ready", Cy));
        var page = Show(api);
        page.WaitForElement("input[type=checkbox]");

        Services
            .GetRequiredService<Microsoft.AspNetCore.Components.NavigationManager>()
            .NavigateTo("/coordination/programs/1?status=ready");

        page.WaitForAssertion(() => page.Markup.ShouldContain("Ready to be matched</td>"));
        page.FindAll("input[type=checkbox]").ShouldBeEmpty();
    }

    [Fact]
    public void Where_the_program_asks_for_a_selection_the_list_shows_how_far_it_is()
    {
        using var api = new FakeApi(
            FakeApi.Json(
                new
                {
                    items = new object[]
                    {
                        Applied(Ada, "assessed", score: 4.125, recommended: true),
                        Applied(Cy, "due"),
                    },
                }
            )
        );

        var page = Show(api, new() { Mentee = new() });

        page.WaitForElements("tbody tr", 2)[0].TextContent.ShouldContain("Score 4.13 · Recommended");
        page.FindAll("tbody tr")[1].TextContent.ShouldContain("To be assessed");
        page.FindAll("thead th").Select(th => th.TextContent.Trim()).ShouldContain("Selection");
    }

    [Fact]
    public void The_state_of_the_selection_in_the_address_is_asked_for()
    {
        using var api = new FakeApi(Waiting(Ada, Cy), Waiting(Ada));
        var page = Show(api, new() { Mentee = new() });
        page.WaitForElements("tbody tr", 2);

        Services
            .GetRequiredService<Microsoft.AspNetCore.Components.NavigationManager>()
            .NavigateTo("/coordination/programs/1?selection=planned");

        page.WaitForAssertion(() => page.FindAll("tbody tr").Count.ShouldBe(1));
        api.Addresses[^1].ShouldContain("selection=planned");
    }

    private static object Applied(Guid id, string selection, double? score = null, bool? recommended = null) =>
        new
        {
            id,
            program = Program,
            applicant = Guid.CreateVersion7(),
            applicantName = "Ada",
            siteCode = "CHI",
            role = "mentee",
            status = "submitted",
            submittedAt = DateTimeOffset.UnixEpoch,
            selection,
            score,
            recommended,
        };

    private static object Lapsed(Guid id) =>
        new
        {
            id,
            program = Program,
            applicant = Guid.CreateVersion7(),
            applicantName = "Ada",
            siteCode = "CHI",
            role = "mentee",
            status = "approved",
            trainingLapsed = true,
            submittedAt = DateTimeOffset.UnixEpoch,
        };

    private IRenderedComponent<Applicants> Show(FakeApi api, SelectionPlan? selection = null, string address = "/")
    {
        Services.AddSingleton(new EnrollmentClient(api.Client));
        ShowDialogs();
        Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        var program = new ProgramView
        {
            Id = Program,
            Plan = new() { SiteCodes = ["CHI"], Selection = selection },
        };
        return Render<Applicants>(p => p.Add(c => c.Program, program));
    }

    private static HttpResponseMessage Waiting(params Guid[] applications) => List("submitted", applications);

    private static HttpResponseMessage List(string status, params Guid[] applications) =>
        FakeApi.Json(
            new
            {
                items = applications.Select(id => new
                {
                    id,
                    program = Program,
                    applicant = Guid.CreateVersion7(),
                    applicantName = id == Ada ? "Ada" : "<b>Cy</b>",
                    siteCode = "CHI",
                    role = "mentee",
                    status,
                    submittedAt = DateTimeOffset.UnixEpoch,
                }),
            }
        );
}
