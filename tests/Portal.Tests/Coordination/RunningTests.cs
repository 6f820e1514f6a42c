using System.Net;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PeerNetwork.Portal.Api.Engagement;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Coordination;

namespace PeerNetwork.Portal.Tests.Coordination;

public class RunningTests : Component
{
    private const string Aiko = "Aiko <b>Tanaka</b>";

    private static readonly DateTimeOffset Now = new(2027, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Guid Program = Guid.CreateVersion7(),
        Mentor = Guid.CreateVersion7(),
        Mentee = Guid.CreateVersion7();

    [Fact]
    public void What_lacks_most_comes_first_and_each_reason_is_counted()
    {
        using var api = new FakeApi(List(Agreed(), New(), NoSession()), Names());

        var page = Show(api);

        page.WaitForElements("tbody tr", 2)
            .Select(StateOf)
            .ShouldBe(["No agreement yet, No session planned, No goal set", "No session planned"]);
        page.FindAll(".figure").Select(figure => figure.TextContent).ShouldBe(["3", "2"]);
        page.FindAll(".card")[1].TextContent.ShouldContain("No session planned: 2");
        page.Find("tbody").TextContent.ShouldContain(Aiko);
    }

    [Fact]
    public void A_session_longer_ago_than_the_program_asks_is_a_reason()
    {
        var late = Agreed() with { LastSession = Now.AddDays(-15) };
        Attentions.Of(late, 14, Now).ShouldBe([Attention.SessionLate]);
        Attentions.Of(late, 16, Now).ShouldBeEmpty();
        Attentions.Of(late, null, Now).ShouldBeEmpty();
    }

    [Fact]
    public void What_is_paused_or_has_ended_waits_for_nobody()
    {
        Attentions.Of(New() with { Paused = Now }, 14, Now).ShouldBeEmpty();
        Attentions.Of(New() with { Closed = Now }, 14, Now).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("running", "No session planned", "Nothing is missing")]
    [InlineData("NoSession", "No session planned")]
    [InlineData("paused", "Paused")]
    public void The_address_says_which_are_shown(string state, params string[] states)
    {
        using var api = new FakeApi(List(Agreed(), NoSession(), Agreed() with { Paused = Now }), Names());

        var page = Show(api, $"?tab=running&state={state}");

        page.WaitForElements("tbody tr", states.Length).Select(StateOf).ShouldBe(states);
    }

    [Fact]
    public void What_has_ended_says_how()
    {
        using var api = new FakeApi(List(Agreed() with { Closed = Now, Outcome = "personLeft" }), Names());

        var page = Show(api, "?tab=running&state=ended");

        StateOf(page.WaitForElement("tbody tr")).ShouldBe("One of the two left the company, Ended on 3/1/2027");
        page.FindAll(".figure").ShouldBeEmpty();
    }

    [Fact]
    public void All_pages_are_counted_before_a_part_is_shown()
    {
        using var api = new FakeApi(
            List("more", [.. Enumerable.Repeat(0, 40).Select(_ => New())]),
            List([.. Enumerable.Repeat(0, 20).Select(_ => New())]),
            Names(),
            Names()
        );

        var page = Show(api);

        page.WaitForElements("tbody tr", 50);
        page.FindAll(".figure").Select(figure => figure.TextContent).ShouldBe(["60", "60"]);
        page.FindAll("button").Last(button => button.TextContent.Trim() == "Show more mentorships").Click();
        page.WaitForElements("tbody tr", 60);
        page.Markup.ShouldNotContain("Show more mentorships");
    }

    [Fact]
    public void Feedback_is_read_when_it_is_asked_for()
    {
        using var api = new FakeApi(
            List(New()),
            Names(),
            FakeApi.Json(
                new
                {
                    id = Program,
                    feedback = new[]
                    {
                        new
                        {
                            role = "mentee",
                            score = 2,
                            text = "<i>We never meet</i>",
                            at = Now,
                        },
                    },
                }
            )
        );
        var page = Show(api);

        page.WaitForElement("tbody button").Click();

        page.WaitForAssertion(() => page.Find(".written").TextContent.ShouldBe("<i>We never meet</i>"));
        page.Markup.ShouldContain("The mentee: 2 of 5");
        api.Requests[^1].Request.ShouldEndWith("/coordinator-view");
    }

    [Fact]
    public void The_progress_of_the_roadmap_is_shown_and_a_coordinator_leaves_a_step_out()
    {
        var (held, open) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        using var api = new FakeApi(
            List(New()),
            Names(),
            View("open", total: 3),
            FakeApi.Done,
            View("skipped", total: 2)
        );
        var page = Show(api);

        page.WaitForElement("tbody button").Click();
        page.WaitForAssertion(() => page.Markup.ShouldContain("1 of 3 steps held"));
        page.Markup.ShouldContain("mean of the answers: 4.2");
        page.FindAll("tbody ol li").Count.ShouldBe(2);
        page.FindAll("tbody ol li")[1].TextContent.ShouldContain("A step of the members");
        page.FindAll("tbody ol button").Single().Click();
        Click(Dialogs, "Leave out");

        page.WaitForAssertion(() => page.Markup.ShouldContain("1 of 2 steps held"));
        api.Requests[3].Request.ShouldEndWith($"/roadmap/steps/{open}/skip");

        HttpResponseMessage View(string status, int total) =>
            FakeApi.Json(
                new
                {
                    id = Program,
                    feedback = Array.Empty<object>(),
                    roadmap = new
                    {
                        mode = "structured",
                        held = 1,
                        total,
                        meanScore = 4.2,
                        steps = new object[]
                        {
                            new
                            {
                                id = held,
                                number = 1,
                                week = 1,
                                title = "Where I stand",
                                status = "held",
                            },
                            new
                            {
                                id = open,
                                number = 2,
                                week = 3,
                                status,
                            },
                        },
                    },
                }
            );
    }

    [Fact]
    public void Feedback_of_an_own_mentorship_is_for_another_coordinator()
    {
        using var api = new FakeApi(List(New()), Names());

        var page = Show(api, me: Mentor);

        page.WaitForElement("tbody tr").TextContent.ShouldContain("another coordinator reads it");
        page.FindAll("tbody button").ShouldBeEmpty();
    }

    [Fact]
    public void Without_mentorships_the_page_says_how_one_begins()
    {
        using var api = new FakeApi(List());

        var page = Show(api);

        page.WaitForAssertion(() => page.Markup.ShouldContain("No mentorship of this program is open."));
    }

    [Fact]
    public void Where_the_role_is_missing_the_page_says_so()
    {
        using var api = new FakeApi(FakeApi.Problem(HttpStatusCode.Forbidden, "Needs the role coordinator."));

        Show(api).WaitForElement(".state h2").TextContent.ShouldBe("This page is not open to you");
    }

    private IRenderedComponent<Running> Show(FakeApi api, string address = "?tab=running", Guid? me = null)
    {
        Services.AddSingleton<TimeProvider>(new FakeTimeProvider(Now));
        Services.AddSingleton(new EngagementClient(api.Client));
        Services.AddSingleton(new EnrollmentClient(api.Client));
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/coordination/programs/{Program}{address}");
        ShowDialogs();
        var program = new ProgramView
        {
            Id = Program,
            Plan = new() { SiteCodes = ["CHI"], MeetingEveryDays = 14 },
        };
        var user = new ShowMeResponse
        {
            Person = new() { Id = me ?? Guid.CreateVersion7(), TimeZone = "UTC" },
        };
        return Render<Running>(p => p.Add(c => c.Program, program).AddCascadingValue(user));
    }

    private static string StateOf(AngleSharp.Dom.IElement row) =>
        string.Join(", ", row.QuerySelectorAll("td:nth-child(3) div div").Select(line => line.TextContent));

    private static MentorshipSummary New() =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Program = Program,
            Members =
            [
                new() { Person = Mentor, Role = MemberRole.Mentor },
                new() { Person = Mentee, Role = MemberRole.Mentee },
            ],
            SiteCode = "TYO",
            Started = Now.AddDays(-1),
        };

    private static MentorshipSummary Agreed() =>
        New() with
        {
            Agreed = Now.AddDays(-1),
            Goals = 2,
            NextSession = Now.AddDays(1),
        };

    private static MentorshipSummary NoSession() => Agreed() with { NextSession = null };

    private static HttpResponseMessage Names() =>
        FakeApi.Json(
            new { items = new[] { new { id = Mentee, name = Aiko }, new { id = Mentor, name = "Cheyanne Hackett" } } }
        );

    private static HttpResponseMessage List(params MentorshipSummary[] items) => List(null, items);

    private static HttpResponseMessage List(string? next, MentorshipSummary[] items) =>
        FakeApi.Json(new PageResponseOfMentorshipSummary { Items = items, Next = next });
}
