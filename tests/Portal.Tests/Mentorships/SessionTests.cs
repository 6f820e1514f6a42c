using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor;
using PeerNetwork.Portal.Api.Engagement;
using PeerNetwork.Portal.Mentorships;
using static PeerNetwork.Portal.Tests.Mentorships.Pair;

namespace PeerNetwork.Portal.Tests.Mentorships;

public sealed class SessionTests : Component
{
    private readonly StubApi _api = new();

    public SessionTests()
    {
        Services.AddSingleton<TimeProvider>(new FakeTimeProvider(Now));
        Services.AddSingleton(new EngagementClient(_api.Client));
    }

    [Fact]
    public void What_can_be_done_about_a_session_depends_on_where_it_stands()
    {
        var page = Show(
            Session("Soon", 2),
            Session("Running", -0.5),
            Session("Over", -5),
            Session("Cancelled", 3) with
            {
                Cancelled = true,
            },
            Session("Held", -30) with
            {
                MissedBy = [],
            }
        );

        Buttons(page, "Soon").ShouldBe(["Move", "Cancel session"]);
        Buttons(page, "Running").ShouldBe(["Confirm who came", "Move", "Cancel session"]);
        Buttons(page, "Over").ShouldBe(["Confirm who came", "Move", "Cancel session"]);
        Buttons(page, "Cancelled").ShouldBeEmpty();
        Buttons(page, "Held").ShouldBe(["Give feedback"]);
        page.FindAll("section")[0].QuerySelectorAll("h3").Select(h => h.TextContent).ShouldBe(["Soon", "Running"]);
    }

    [Fact]
    public void Those_who_did_not_come_are_chosen_by_their_names()
    {
        var session = Session("Over", -5);
        ShowDialogs();
        Click(Show(session), "Confirm who came");
        Dialogs.FindAll("fieldset label").Select(label => label.TextContent.Trim()).ShouldBe(["You", "Aiko Tanaka"]);

        Dialogs.FindAll("fieldset input")[1].Change(true);
        Click(Dialogs, "Confirm");

        Dialogs.WaitForAssertion(() => _api.Sent.ShouldBe([$$"""{"missedBy":["{{Mentee}}"]}"""]));
    }

    [Fact]
    public void A_session_is_shown_in_both_zones()
    {
        var card = Card(Show(Session("Soon", 2)), "Soon");
        card.TextContent.ShouldContain("March 1, 2027 8:00");
        card.QuerySelector(".muted")!.TextContent.ShouldContain("11:00");
        card.QuerySelector(".muted")!.TextContent.ShouldContain("in Tokyo");
    }

    [Fact]
    public void The_first_time_at_which_both_work_is_suggested()
    {
        _api.Answer(
            $"/mentorships/{Id}/availability?date=2027-03-02",
            new
            {
                date = "2027-03-02",
                zone = "America/Chicago",
                items = Array.Empty<object>(),
            }
        );
        _api.Answer(
            $"/mentorships/{Id}/availability?date=2027-03-03",
            new
            {
                date = "2027-03-03",
                zone = "America/Chicago",
                items = new[] { new { times = Times(50) } },
            }
        );
        Render<MudPopoverProvider>();
        var time = new SessionTime();

        var fields = Render<SessionTimeFields>(p =>
            p.Add(c => c.Mentorship, Mentorship()).Add(c => c.Time, time).Add(c => c.From, new DateTime(2027, 3, 2))
        );

        fields.WaitForAssertion(() => time.Text.ShouldBe("2027-03-03T08:00"));
        fields.Find("[aria-live]").TextContent.ShouldContain("in Tokyo");
    }

    [Fact]
    public void Without_an_answer_about_working_hours_a_time_can_be_chosen()
    {
        Render<MudPopoverProvider>();
        var time = new SessionTime { Time = TimeSpan.FromHours(9) };

        Render<SessionTimeFields>(p =>
            p.Add(c => c.Mentorship, Mentorship()).Add(c => c.Time, time).Add(c => c.From, new DateTime(2027, 3, 2))
        );

        time.Text.ShouldBe("2027-03-02T09:00");
    }

    private IRenderedComponent<Sessions> Show(params SessionView[] sessions) =>
        Render<Sessions>(p => p.Add(c => c.Mentorship, Mentorship(sessions)).Add(c => c.Changed, () => { }));

    private static AngleSharp.Dom.IElement Card(IRenderedComponent<Sessions> page, string topic) =>
        page.FindAll(".card").Single(card => card.QuerySelector("h3")!.TextContent == topic);

    private static IEnumerable<string> Buttons(IRenderedComponent<Sessions> page, string topic) =>
        Card(page, topic).QuerySelectorAll("button").Select(button => button.TextContent.Trim());
}
