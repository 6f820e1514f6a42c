using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PeerNetwork.Portal.Api.Engagement;
using PeerNetwork.Portal.Home;

namespace PeerNetwork.Portal.Tests.Home;

public class HomeTests : Component
{
    private static readonly DateTimeOffset Now = new(2027, 3, 1, 12, 0, 0, TimeSpan.Zero);

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

    private static HomeMentorship Mentorship(
        MemberRole role,
        SessionView[]? sessions = null,
        GoalView[]? goals = null
    ) =>
        new(
            new()
            {
                YourRole = role,
                Sessions = sessions ?? [],
                Goals = goals ?? [],
            },
            "Ada <b>Hostile</b>"
        );

    private static SessionView Session(string topic, int days, bool cancelled = false) =>
        new()
        {
            Topic = topic,
            Cancelled = cancelled,
            Planned = Span("UTC", days, TimeSpan.Zero),
            Mentor = Span("America/Chicago", days, TimeSpan.FromHours(-6)),
            Mentee = Span("Asia/Tokyo", days, TimeSpan.FromHours(9)),
        };

    private static LocalSpan Span(string zone, int days, TimeSpan offset) =>
        new()
        {
            Zone = zone,
            Start = Now.AddDays(days).ToOffset(offset),
            End = Now.AddDays(days).AddHours(1).ToOffset(offset),
        };

    private static GoalView Goal(string title, GoalStatus status) =>
        new()
        {
            Title = title,
            Status = status,
            Due = new(2027, 6, 1),
            Milestones =
            [
                new()
                {
                    Number = 1,
                    Title = "Pick a topic",
                    ReachedAt = Now,
                },
                new() { Number = 2, Title = "Write it" },
            ],
        };
}
