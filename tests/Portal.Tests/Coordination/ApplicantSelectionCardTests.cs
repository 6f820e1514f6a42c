using System.Net;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Coordination;

namespace PeerNetwork.Portal.Tests.Coordination;

public class ApplicantSelectionCardTests : Component
{
    private static readonly Guid Application = Guid.CreateVersion7(),
        Di = Guid.CreateVersion7();

    private bool _changed;

    [Fact]
    public void The_outcome_is_shown_with_each_assessment()
    {
        using var api = new FakeApi(Loaded(score: 2.5));

        var card = Show(api);

        card.WaitForElement("strong").TextContent.Trim().ShouldBe("Not recommended");
        var text = card.Find("dl").ParentElement!.TextContent;
        text.ShouldContain("Score 2.5 of 5, minimum 3.5");
        card.Find("details").TextContent.ShouldContain("Assessment by Di <b>Lead</b>");
        card.Find(".written").TextContent.ShouldBe("Too <b>early</b>.");
        card.Markup.ShouldContain("Interview: ");
        card.Find("a").GetAttribute("href").ShouldBe("https://meet.example.com/4");
    }

    [Fact]
    public void An_approval_below_the_minimum_asks_why()
    {
        using var api = new FakeApi([.. Loaded(score: 2.5), FakeApi.Done]);
        var card = Show(api);
        Click(card, "Approve below the minimum");
        Dialogs.WaitForElement(".mud-dialog");
        Click(Dialogs, "Approve below the minimum");
        Dialogs.WaitForAssertion(() => Dialogs.Markup.ShouldContain("Write why."));

        Dialogs.Find("textarea").Change("There is a place.");
        Click(Dialogs, "Approve below the minimum");

        card.WaitForAssertion(() => _changed.ShouldBeTrue());
        api.Requests[^1].ShouldBe(($"POST /applications/{Application}/approve", """{"reason":"There is a place."}"""));
    }

    [Fact]
    public void Where_the_minimum_is_reached_or_the_application_is_decided_it_is_not_offered()
    {
        using var api = new FakeApi([.. Loaded(score: 4), .. Loaded(score: 2.5)]);
        var card = Show(api);
        card.WaitForElement("strong").TextContent.Trim().ShouldBe("Recommended");
        Labels(card).ShouldBe(["Plan the interview anew", "Cancel the interview", "Record an assessment"]);

        var decided = Show(api, isWaiting: false);
        decided.WaitForElement("strong");
        Labels(decided).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_assessment_has_a_score_for_each_criterion()
    {
        using var api = new FakeApi([.. Loaded(), FakeApi.Done, .. Loaded(score: 4)]);
        var card = Show(api);
        Click(card, "Record an assessment");
        Dialogs.WaitForElement(".mud-dialog").TextContent.ShouldContain("Says why now.");
        var groups = Dialogs.FindComponents<MudRadioGroup<int>>();
        groups.Count.ShouldBe(2);
        await Dialogs.InvokeAsync(() => groups[0].Instance.ValueChanged.InvokeAsync(4));
        await Dialogs.InvokeAsync(() => groups[1].Instance.ValueChanged.InvokeAsync(2));
        Dialogs.Find("textarea").Change("Knows why.");

        Click(Dialogs, "Record an assessment");

        card.WaitForAssertion(() => _changed.ShouldBeTrue());
        var (request, body) = api.Requests.Single(r => r.Request.StartsWith("PUT", StringComparison.Ordinal));
        request.ShouldBe($"PUT /selections/{Application}/assessment");
        var (motivation, openness) = (Scored("Motivation", 4), Scored("Openness", 2));
        body.ShouldBe($$"""{"scores":[{{motivation}},{{openness}}],"comment":"Knows why."}""");
    }

    [Fact]
    public void An_interview_is_planned_anew_with_what_is_planned_now()
    {
        using var api = new FakeApi([.. Loaded(), FakeApi.Done, .. Loaded()]);
        var card = Show(api);
        Click(card, "Plan the interview anew");
        Dialogs.WaitForElement(".mud-dialog").TextContent.ShouldContain("By the clocks of UTC.");

        Click(Dialogs, "Plan the interview anew");

        card.WaitForAssertion(() => _changed.ShouldBeTrue());
        api.Requests.Single(r => r.Request == $"PUT /selections/{Application}/interview")
            .Body!.ShouldStartWith(
                $$"""{"interviewer":"{{Di}}","start":"2027-06-01T08:00","minutes":30,"zone":"UTC","""
            );
    }

    [Fact]
    public void An_interview_is_cancelled()
    {
        using var api = new FakeApi([.. Loaded(), FakeApi.Done, .. Loaded()]);
        var card = Show(api);
        Click(card, "Cancel the interview");
        Dialogs.WaitForElement(".mud-dialog");

        Click(Dialogs, "Cancel the interview");

        card.WaitForAssertion(() => _changed.ShouldBeTrue());
        api.Requests.ShouldContain(($"DELETE /selections/{Application}/interview", null));
    }

    [Fact]
    public void Of_the_own_application_nothing_is_shown()
    {
        using var api = new FakeApi(FakeApi.Problem(HttpStatusCode.Forbidden, "This is your own application."));

        var card = Show(api);

        card.WaitForElement("p.muted").TextContent.ShouldContain("This is your own application.");
        card.FindAll("button").ShouldBeEmpty();
    }

    private IRenderedComponent<ApplicantSelectionCard> Show(FakeApi api, bool isWaiting = true)
    {
        if (Services.All(service => service.ServiceType != typeof(EnrollmentClient)))
        {
            Services.AddSingleton(new EnrollmentClient(api.Client));
            ShowDialogs();
        }

        return Render<ApplicantSelectionCard>(p =>
            p.Add(c => c.Application, Application)
                .Add(c => c.IsWaiting, isWaiting)
                .Add(c => c.Changed, EventCallback.Factory.Create(this, () => _changed = true))
        );
    }

    private static IEnumerable<string> Labels(IRenderedComponent<ApplicantSelectionCard> card) =>
        card.FindAll("button").Select(button => button.TextContent.Trim());

    private static HttpResponseMessage[] Loaded(double? score = null) =>
        [
            FakeApi.Json(
                new
                {
                    applicant = Guid.CreateVersion7(),
                    state = score is null ? "planned" : "assessed",
                    rubrics = new[]
                    {
                        new
                        {
                            role = "mentee",
                            step = new
                            {
                                method = "interview",
                                minScore = 3.5,
                                criteria = new object[]
                                {
                                    new
                                    {
                                        title = "Motivation",
                                        weight = 3,
                                        description = "Says why now.",
                                    },
                                    new { title = "Openness", weight = 1 },
                                },
                            },
                        },
                    },
                    interview = new
                    {
                        interviewer = Di,
                        startsAt = new DateTimeOffset(2027, 6, 1, 10, 0, 0, TimeSpan.FromHours(2)),
                        zone = "Europe/Berlin",
                        minutes = 30,
                        link = "https://meet.example.com/4",
                    },
                    assessments = score is null
                        ? []
                        : new[]
                        {
                            new
                            {
                                by = Di,
                                at = DateTimeOffset.UnixEpoch,
                                scores = new[]
                                {
                                    new
                                    {
                                        role = "mentee",
                                        criterion = "Motivation",
                                        score = 2,
                                    },
                                },
                                comment = "Too <b>early</b>.",
                                isMine = false,
                            },
                        },
                    outcome = score is { } value ? Outcome(value) : null,
                    mayAssess = true,
                }
            ),
            FakeApi.Json(new { items = new[] { new { person = Di, name = "Di <b>Lead</b>" } } }),
            FakeApi.Json(new { items = new[] { new { id = Di, name = "Di <b>Lead</b>" } } }),
        ];

    private static string Scored(string criterion, int score) =>
        $$"""{"role":"mentee","criterion":"{{criterion}}","score":{{score}}}""";

    private static object Outcome(double score) =>
        new
        {
            score,
            recommended = score >= 3.5,
            roles = new[]
            {
                new
                {
                    role = "mentee",
                    score,
                    minScore = 3.5,
                    recommended = score >= 3.5,
                    criteria = new[] { new { criterion = "Motivation", mean = 2 } },
                },
            },
        };
}
