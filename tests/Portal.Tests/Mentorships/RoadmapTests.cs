using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PeerNetwork.Portal.Api.Engagement;
using PeerNetwork.Portal.Mentorships;
using static PeerNetwork.Portal.Tests.Mentorships.Pair;

namespace PeerNetwork.Portal.Tests.Mentorships;

public sealed class RoadmapTests : Component
{
    private readonly StubApi _api = new();

    public RoadmapTests()
    {
        Services.AddSingleton<TimeProvider>(new FakeTimeProvider(Now));
        Services.AddSingleton(new EngagementClient(_api.Client));
    }

    [Fact]
    public void Steps_are_shown_in_order_with_their_state_and_agenda()
    {
        var page = Show(RoadmapMode.Flexible, Held(), Step("A plan", RoadmapStepStatus.Open));

        page.Find("p").TextContent.ShouldBe("1 of 2 steps held");
        page.FindAll("ol > li h2").Select(h => h.TextContent).ShouldBe(["1. Where I stand", "2. A plan"]);
        var first = page.FindAll("ol > li")[0];
        first.TextContent.ShouldContain("Week 1 · Held");
        first.QuerySelectorAll("ul li").Select(point => point.TextContent).ShouldBe(["Goals"]);
        first.TextContent.ShouldContain("Aiko Tanaka: 3 of 5");
        first.TextContent.ShouldContain("Nearly");
    }

    [Fact]
    public void In_a_flexible_program_any_open_step_is_planned_or_left_out()
    {
        var page = Show(
            RoadmapMode.Flexible,
            Step("One", RoadmapStepStatus.Open),
            Step("Two", RoadmapStepStatus.Open),
            Step("Three", RoadmapStepStatus.Planned),
            Step("Four", RoadmapStepStatus.Skipped)
        );

        Buttons(page, 0).ShouldBe(["Plan this session", "Leave out"]);
        Buttons(page, 1).ShouldBe(["Plan this session", "Leave out"]);
        Buttons(page, 2).ShouldBeEmpty();
        Buttons(page, 3).ShouldBe(["Plan this session"]);
        page.FindAll("button").Select(b => b.TextContent.Trim()).ShouldContain("Change the steps");
    }

    [Fact]
    public void In_a_structured_program_the_next_step_is_planned()
    {
        var page = Show(
            RoadmapMode.Structured,
            Held(),
            Step("Two", RoadmapStepStatus.Open),
            Step("Three", RoadmapStepStatus.Open)
        );

        Buttons(page, 1).ShouldBe(["Plan this session"]);
        Buttons(page, 2).ShouldBeEmpty();
        page.FindAll("button").Select(b => b.TextContent.Trim()).ShouldNotContain("Change the steps");
    }

    [Fact]
    public void A_held_step_is_assessed_once_and_the_form_says_who_reads_it()
    {
        ShowDialogs();
        var page = Show(RoadmapMode.Structured, Held());
        Buttons(page, 0).ShouldBe(["Answer the question"]);

        Click(page, "Answer the question");
        Dialogs.WaitForAssertion(() => Dialogs.Markup.ShouldContain("Coordinators read no comment"));
        Dialogs.Find("textarea").Change("It helped");
        Click(Dialogs, "Send the answer");

        Dialogs.WaitForAssertion(() => _api.Sent.ShouldBe(["""{"score":4,"comment":"It helped"}"""]));
        var answered = Held();
        answered.Answers = [new() { By = Mentor, Score = 4 }];
        Buttons(Show(RoadmapMode.Structured, answered), 0).ShouldBeEmpty();
    }

    [Fact]
    public void Steps_are_moved_removed_and_added_and_what_was_held_stays()
    {
        ShowDialogs();
        var (held, two, three) = (
            Held(),
            Step("Two", RoadmapStepStatus.Open, week: 2),
            Step("Three", RoadmapStepStatus.Open, week: 5)
        );
        var page = Show(RoadmapMode.Flexible, held, two, three, Step("Four", RoadmapStepStatus.Open, week: 7));
        Click(page, "Change the steps");
        Dialogs
            .WaitForElements(".form-fields > legend")
            .Select(legend => legend.TextContent)
            .ShouldBe(["1. Where I stand", "2. Two", "3. Three", "4. Four"]);
        Dialogs.FindAll("fieldset.form-fields")[0].QuerySelectorAll("input, button").ShouldBeEmpty();

        Click(Dialogs, "Move Three up");
        Click(Dialogs, "Remove Four");
        Click(Dialogs, "Add a step");
        Dialogs.FindAll("fieldset.form-fields")[3].QuerySelector("input")!.Change("A visit");
        Click(Dialogs, "Save the steps");

        Dialogs.WaitForAssertion(() =>
            _api
                .Sent.ShouldHaveSingleItem()
                .ShouldBe(
                    $$"""
                    {"steps":[{"title":"Where I stand","week":1,"id":"{{held.Id}}","agenda":["Goals"]},
                    {"title":"Three","week":2,"id":"{{three.Id}}","agenda":[]},
                    {"title":"Two","week":5,"id":"{{two.Id}}","agenda":[]},
                    {"title":"A visit","week":7}]}
                    """.ReplaceLineEndings("")
                )
        );
    }

    [Fact]
    public void A_session_shows_the_agenda_of_its_step()
    {
        var session = Session("Where I stand", 2) with { Agenda = ["Goals", "How we meet"] };
        var page = Render<Sessions>(p => p.Add(c => c.Mentorship, Mentorship(session)).Add(c => c.Changed, () => { }));
        page.FindAll("ul[aria-label=Agenda] li").Select(li => li.TextContent).ShouldBe(["Goals", "How we meet"]);
    }

    private IRenderedComponent<RoadmapSteps> Show(RoadmapMode mode, params RoadmapStepView[] steps)
    {
        foreach (var (place, step) in steps.Index())
            step.Number = place + 1;
        var details = Mentorship();
        details.View.Roadmap = new()
        {
            Mode = mode,
            Held = steps.Count(step => step.Status is RoadmapStepStatus.Held),
            Total = steps.Length,
            Steps = steps,
        };
        return Render<RoadmapSteps>(p => p.Add(c => c.Mentorship, details).Add(c => c.Changed, () => { }));
    }

    private static RoadmapStepView Held() =>
        Step("Where I stand", RoadmapStepStatus.Held) with
        {
            Agenda = ["Goals"],
            Assessment = "Is the goal clear?",
            Answers =
            [
                new()
                {
                    By = Mentee,
                    Score = 3,
                    Comment = "Nearly",
                },
            ],
        };

    private static RoadmapStepView Step(string title, RoadmapStepStatus status, int week = 1) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Week = week,
            Title = title,
            Status = status,
        };

    private static IEnumerable<string> Buttons(IRenderedComponent<RoadmapSteps> page, int step) =>
        page.FindAll("ol > li")[step].QuerySelectorAll("button").Select(button => button.TextContent.Trim());
}
