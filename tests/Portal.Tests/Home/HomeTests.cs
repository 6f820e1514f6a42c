using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PeerNetwork.Portal.Api.Engagement;
using PeerNetwork.Portal.Home;
using static PeerNetwork.Portal.Tests.Home.TestMentorship;

namespace PeerNetwork.Portal.Tests.Home;

public class HomeTests : Component
{
    public HomeTests() => Services.AddSingleton<TimeProvider>(new FakeTimeProvider(Now));

    [Fact]
    public void Sessions_of_two_weeks_are_shown_in_order_and_in_the_zone_of_the_user()
    {
        var page = Render<NextSessions>(p =>
            p.Add(
                c => c.Mentorships,
                [
                    Mentorship(
                        MemberRole.Mentee,
                        sessions:
                        [
                            Session("Later", 10),
                            Session("Sooner", 1),
                            Session("Too far", 15),
                            Session("Over", -1),
                            Session("Cancelled", 2, cancelled: true),
                        ]
                    ),
                ]
            )
        );

        page.FindAll("h3").Select(h => h.TextContent).ShouldBe(["Sooner", "Later"]);
        page.Find(".card p").TextContent.ShouldContain("Asia/Tokyo");
        page.Find(".card .muted").TextContent.ShouldBe("With Ada <b>Hostile</b>");
    }

    [Fact]
    public void Without_sessions_the_page_says_what_will_be_there() =>
        Render<NextSessions>(p => p.Add(c => c.Mentorships, []))
            .Find("p")
            .TextContent.ShouldStartWith("No session is planned");

    [Fact]
    public void Only_open_goals_are_shown_with_their_milestones()
    {
        var page = Render<MyGoals>(p =>
            p.Add(
                c => c.Mentorships,
                [
                    Mentorship(
                        MemberRole.Mentee,
                        goals: [Goal("Give a talk", GoalStatus.Planned), Goal("Done", GoalStatus.Reached)]
                    ),
                ]
            )
        );

        page.Find("h3").TextContent.ShouldBe("Give a talk");
        page.FindAll("h3").Count.ShouldBe(1);
        page.Find("[role=progressbar]").GetAttribute("aria-label").ShouldBe("1 of 2 milestones reached");
    }
}
