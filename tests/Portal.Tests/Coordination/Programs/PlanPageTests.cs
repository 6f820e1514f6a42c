using System.Net;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Coordination.Programs;

namespace PeerNetwork.Portal.Tests.Coordination.Programs;

public class PlanPageTests : Component
{
    private static readonly Guid Id = Guid.CreateVersion7();

    [Fact]
    public void A_draft_shows_what_is_missing_and_cannot_be_published()
    {
        using var api = new FakeApi(Loaded("Leadership", missing: ["starts", "charter.purpose"]));

        var page = Show(api);

        page.WaitForElements("#missing + ul li", 2)
            .Select(entry => entry.TextContent.Trim())
            .ShouldBe(["First day", "What the program is for"]);
        Labels(page).ShouldNotContain("Publish");
    }

    [Theory]
    [InlineData("draft", new[] { "Publish", "Save the plan" })]
    [InlineData("published", new[] { "Save the plan", "Close the program" })]
    [InlineData("closed", new string[0])]
    public void A_complete_program_offers_what_can_be_done_with_it_now(string status, string[] labels)
    {
        using var api = new FakeApi(Loaded("Leadership", status));

        var page = Show(api);

        page.WaitForElement("h2");
        Labels(page).Intersect(["Publish", "Save the plan", "Close the program"]).ShouldBe(labels, ignoreOrder: true);
    }

    [Fact]
    public async Task A_plan_is_saved_only_to_the_version_that_was_shown()
    {
        using var api = new FakeApi([.. Loaded("Leadership"), FakeApi.Done, .. Loaded("Guidance", tag: "\"2\"")]);
        var page = Show(api);

        await Type(page, "Guidance");
        Drafts.All.ShouldNotBeEmpty();
        await Click(page, "Save the plan");

        page.WaitForAssertion(() => page.Find("p[role=status]").TextContent.ShouldBe("The plan is saved."));
        Drafts.All.ShouldBeEmpty();
        api.Conditions.ShouldBe(["\"1\""]);
        api.Requests.Single(r => r.Request == $"PUT /programs/{Id}").Body!.ShouldContain("\"name\":\"Guidance\"");
    }

    [Fact]
    public async Task Steps_of_the_roadmap_are_added_and_moved_and_weeks_stay_in_order()
    {
        using var api = new FakeApi([.. Loaded("Leadership"), FakeApi.Done, .. Loaded("Leadership", tag: "\"2\"")]);
        var page = Show(api);
        page.WaitForElement("h2");

        foreach (var title in (string[])["Goals", "A plan"])
        {
            await Click(page, "Add a step");
            var field = page.FindComponents<MudBlazor.MudTextField<string>>().Last(f => f.Instance.Label == "Theme");
            await page.InvokeAsync(() => field.Instance.ValueChanged.InvokeAsync(title));
        }

        page.Render();
        await Click(page, "Move A plan up");
        await Click(page, "Save the plan");

        page.WaitForAssertion(() =>
            api
                .Requests.Single(r => r.Request == $"PUT /programs/{Id}")
                .Body!.ShouldContain(
                    """"roadmap":{"steps":[{"title":"A plan","week":1},{"title":"Goals","week":3}]}""""
                )
        );
    }

    [Fact]
    public async Task A_target_is_typed_in_percent_and_sent_as_a_share()
    {
        using var api = new FakeApi([.. Loaded("Leadership"), FakeApi.Done, .. Loaded("Leadership", tag: "\"2\"")]);
        var page = Show(api);
        page.WaitForElement("h2");

        await Click(page, "Add a target");
        page.FindComponents<MudBlazor.MudSelect<TargetMetric>>()
            .ShouldHaveSingleItem()
            .Find("input")
            .GetAttribute("value")
            .ShouldBe("Share of colleagues who take part");
        var value = page.FindComponents<MudBlazor.MudNumericField<double>>().Single();
        value.Instance.Label.ShouldBe("Target in percent");
        await page.InvokeAsync(() => value.Instance.ValueChanged.InvokeAsync(7));
        await Click(page, "Save the plan");

        page.WaitForAssertion(() =>
            api
                .Requests.Single(r => r.Request == $"PUT /programs/{Id}")
                .Body!.ShouldContain("""{"metric":"participationRate","value":0.07}""")
        );
    }

    [Fact]
    public async Task The_validity_of_a_module_is_typed_in_months()
    {
        using var api = new FakeApi([.. Loaded("Leadership"), FakeApi.Done, .. Loaded("Leadership", tag: "\"2\"")]);
        var page = Show(api);
        page.WaitForElement("h2");

        await Click(page, "Add a training module");
        var months = page.FindComponents<MudBlazor.MudNumericField<int?>>()
            .Single(field => field.Instance.Label == "Months until it has to be completed again");
        await page.InvokeAsync(() => months.Instance.ValueChanged.InvokeAsync(24));
        await Click(page, "Save the plan");

        page.WaitForAssertion(() =>
            api.Requests.Single(r => r.Request == $"PUT /programs/{Id}").Body!.ShouldContain("\"validMonths\":24")
        );
    }

    [Fact]
    public async Task A_rubric_is_chosen_filled_in_and_sent()
    {
        using var api = new FakeApi([.. Loaded("Leadership"), FakeApi.Done, .. Loaded("Leadership", tag: "\"2\"")]);
        var page = Show(api);
        page.WaitForElement("h2");
        var mentors = page.FindComponents<SelectionRubric>()[0];

        var method = mentors.FindComponent<MudBlazor.MudSelect<SelectionMethod?>>();
        await page.InvokeAsync(() => method.Instance.ValueChanged.InvokeAsync(SelectionMethod.Interview));
        var title = mentors.FindComponents<MudBlazor.MudTextField<string>>()[0];
        await page.InvokeAsync(() => title.Instance.ValueChanged.InvokeAsync("Openness"));
        await Click(page, "Add a criterion");
        await Click(page, "Save the plan");

        page.WaitForAssertion(() =>
            api
                .Requests.Single(r => r.Request == $"PUT /programs/{Id}")
                .Body!.ShouldContain(
                    """
                    "criteria":[{"title":"Openness","weight":1},{"title":"","weight":1}],"minScore":3}
                    """.Trim()
                )
        );
    }

    [Fact]
    public void What_was_typed_before_comes_back_on_the_plan_as_it_is_now()
    {
        Drafts.All["plan"] = PlanChanges.Write(new() { Name = "Leadership" }, new() { Name = "Guidance" });
        using var api = new FakeApi(Loaded("Leadership", meetingEveryDays: 7));

        var page = Show(api);

        page.WaitForAssertion(() => page.Markup.ShouldContain("What you typed before is here again."));
        page.FindAll("input").Select(input => input.GetAttribute("value")).ShouldContain("Guidance");
        page.FindAll("input").Select(input => input.GetAttribute("value")).ShouldContain("7");
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    public void A_draft_of_an_older_version_changes_nothing(string draft)
    {
        Drafts.All["plan"] = draft;
        using var api = new FakeApi(Loaded("Leadership"));

        var page = Show(api);

        page.WaitForAssertion(() =>
            page.FindAll("input").Select(input => input.GetAttribute("value")).ShouldContain("Leadership")
        );
        page.Markup.ShouldNotContain("What you typed before is here again.");
    }

    [Fact]
    public async Task Who_is_second_keeps_what_was_typed_and_reads_what_the_first_changed()
    {
        using var api = new FakeApi([
            .. Loaded("Leadership"),
            FakeApi.Problem(HttpStatusCode.PreconditionFailed, "Read it again."),
            .. Loaded("Leadership", tag: "\"2\"", meetingEveryDays: 7),
            FakeApi.Done,
            .. Loaded("Guidance", tag: "\"3\"", meetingEveryDays: 7),
        ]);
        var page = Show(api);
        await Type(page, "Guidance");
        await Click(page, "Save the plan");
        page.WaitForAssertion(() =>
            page.Find("[role=alert]").TextContent.ShouldContain("meanwhile: Days from one meeting to the next.")
        );

        await Click(page, "Save the plan");

        page.WaitForAssertion(() => page.FindAll("[role=alert]").ShouldBeEmpty());
        api.Conditions.ShouldBe(["\"1\"", "\"2\""]);
        var body = api.Requests.Last(r => r.Request.StartsWith("PUT", StringComparison.Ordinal)).Body!;
        body.ShouldContain("\"name\":\"Guidance\"");
        body.ShouldContain("\"meetingEveryDays\":7");
    }

    [Fact]
    public async Task Who_takes_the_latest_plan_drops_what_was_typed()
    {
        using var api = new FakeApi([
            .. Loaded("Leadership"),
            FakeApi.Problem(HttpStatusCode.PreconditionFailed, "Read it again."),
            .. Loaded("Theirs", tag: "\"2\""),
        ]);
        var page = Show(api);
        await Type(page, "Mine");
        await Click(page, "Save the plan");
        page.WaitForElement("[role=alert]");
        NameField(page).GetAttribute("value").ShouldBe("Mine");

        await Click(page, "Drop mine and show the latest plan");

        NameField(page).GetAttribute("value").ShouldBe("Theirs");
    }

    [Fact]
    public async Task A_problem_stands_at_its_field()
    {
        using var api = new FakeApi([
            .. Loaded("Leadership"),
            FakeApi.Json(
                new
                {
                    type = "invalid",
                    title = "The request is invalid",
                    status = 422,
                    detail = "Change the request.",
                    traceId = "1",
                    errors = new Dictionary<string, string[]>
                    {
                        ["eligibility.mentor.minJobLevel"] = ["must be between 0 and 1000"],
                    },
                },
                HttpStatusCode.UnprocessableEntity
            ),
        ]);
        var page = Show(api);
        await Type(page, "Guidance");

        await Click(page, "Save the plan");

        page.WaitForAssertion(() =>
            page.FindAll(".mud-input-error")
                .Select(e => e.TextContent)
                .ShouldContain(t => t.Contains("must be between 0 and 1000"))
        );
        NameField(page).GetAttribute("value").ShouldBe("Guidance");
    }

    [Fact]
    public async Task Who_leaves_with_changes_is_asked_and_can_stay()
    {
        using var api = new FakeApi(Loaded("Leadership"));
        var page = Show(api);
        var navigation = Services.GetRequiredService<NavigationManager>();
        var here = navigation.Uri;
        await Type(page, "Guidance");

        await page.InvokeAsync(() => navigation.NavigateTo("/programs"));
        Dialogs.WaitForAssertion(() => Dialogs.Markup.ShouldContain("Leave without saving?"));
        Dialogs.FindAll("button").Single(button => button.TextContent.Trim() == "Stay here").Click();

        Dialogs.WaitForAssertion(() => Dialogs.Markup.ShouldNotContain("Leave without saving?"));
        navigation.Uri.ShouldBe(here);
        NameField(page).GetAttribute("value").ShouldBe("Guidance");
    }

    [Fact]
    public void Without_the_role_the_page_says_that_it_is_not_open()
    {
        using var api = new FakeApi(FakeApi.Problem(HttpStatusCode.Forbidden, "Needs the role coordinator."));

        Show(api).WaitForElement(".state h2").TextContent.ShouldBe("This page is not open to you");
    }

    private IRenderedComponent<PlanPage> Show(FakeApi api)
    {
        Services.AddSingleton(new EnrollmentClient(api.Client));
        ShowDialogs();
        return Render<PlanPage>(p => p.Add(c => c.Id, Id));
    }

    private static HttpResponseMessage[] Loaded(
        string name,
        string status = "draft",
        string[]? missing = null,
        string tag = "\"1\"",
        int meetingEveryDays = 14
    )
    {
        var program = FakeApi.Json(
            new
            {
                id = Id,
                status,
                guidelinesVersion = 1,
                plan = new
                {
                    name,
                    siteCodes = new[] { "CHI" },
                    meetingEveryDays,
                },
            }
        );
        program.Headers.ETag = new(tag);
        return
        [
            FakeApi.Json(
                new
                {
                    complete = missing is null,
                    missing = (missing ?? []).Select(field => new { field, message = "Say it." }),
                }
            ),
            program,
            FakeApi.Json(
                new
                {
                    items = new[]
                    {
                        new
                        {
                            code = "CHI",
                            name = "Chicago",
                            timeZone = "America/Chicago",
                            country = "US",
                        },
                    },
                }
            ),
        ];
    }

    private static AngleSharp.Dom.IElement NameField(IRenderedComponent<PlanPage> page) =>
        page.WaitForElement("input[maxlength='200']");

    private static Task Type(IRenderedComponent<PlanPage> page, string name)
    {
        NameField(page);
        // Found and fired without a rendering in between, which gives the handlers new ids.
        return page.InvokeAsync(() => page.Find("input[maxlength='200']").Change(name));
    }

    private static Task Click(IRenderedComponent<PlanPage> page, string label) =>
        page.InvokeAsync(() => page.FindAll("button").Single(button => button.TextContent.Trim() == label).Click());

    private static string[] Labels(IRenderedComponent<PlanPage> page) =>
        [.. page.FindAll("button").Select(button => button.TextContent.Trim())];
}
