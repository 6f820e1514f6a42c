using Bunit;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Portal.Api.Engagement;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Mentorships;
using static PeerNetwork.Portal.Tests.Mentorships.Pair;

namespace PeerNetwork.Portal.Tests.Mentorships;

public sealed class MyMentorshipsTests : Component
{
    [Fact]
    public void Open_mentorships_come_first_each_with_its_state()
    {
        var page = Show(
            Summary() with
            {
                Closed = Now,
            },
            Summary(),
            Summary() with
            {
                Agreed = Now,
                SessionsHeld = 1,
                NextSession = Now.AddHours(3),
            },
            Summary() with
            {
                Paused = Now,
            }
        );

        page.FindAll(".card .muted")
            .Select(state => state.TextContent)
            .ShouldBe(["You have no agreement yet", "1 session held", "Paused", "Ended on Monday, March 1, 2027"]);
        page.FindAll(".card h2 a").ShouldAllBe(link => link.TextContent == "Aiko Tanaka");
        page.Markup.ShouldContain("Next session: Monday, March 1, 2027 9:00");
    }

    [Fact]
    public void Peers_are_mentor_and_mentee_of_each_other()
    {
        var page = Show(
            Summary(),
            Summary() with
            {
                Kind = RelationshipKind.Reciprocal,
                Members =
                [
                    new() { Person = Mentee, Role = MemberRole.Peer },
                    new() { Person = Mentor, Role = MemberRole.Peer },
                ],
            }
        );

        page.FindAll(".card p:not(.muted)")
            .Select(role => role.TextContent)
            .ShouldBe(["You are the mentor", "You are mentor and mentee of each other"]);
        page.FindAll(".card h2 a").ShouldAllBe(link => link.TextContent == "Aiko Tanaka");
    }

    [Fact]
    public void A_group_is_called_so_and_one_that_the_user_left_has_ended_without_a_page()
    {
        var group = Summary() with { Kind = RelationshipKind.Group };
        var page = Show(group, group with { Id = Guid.CreateVersion7(), Closed = Now, Outcome = "left" });

        page.FindAll(".card p:not(.muted)").ShouldAllBe(p => p.TextContent == "Mentoring group · You are the mentor");
        page.FindAll(".card h2").Select(h => h.TextContent.Trim()).ShouldBe(["Aiko Tanaka", "Aiko Tanaka"]);
        page.FindAll(".card h2 a").ShouldHaveSingleItem();
        page.FindAll(".card .muted")[1].TextContent.ShouldBe("You left on Monday, March 1, 2027");
    }

    [Fact]
    public void Without_mentorships_the_page_says_how_one_begins() =>
        Show().Find(".state").TextContent.ShouldContain("A mentorship begins when");

    private IRenderedComponent<MyMentorships> Show(params MentorshipSummary[] mine)
    {
        var api = new StubApi()
            .Answer(
                "/me/working-hours",
                new
                {
                    zone = "America/Chicago",
                    from = "09:00:00",
                    to = "17:00:00",
                    days = new[] { "monday", "friday" },
                }
            )
            .Answer("/me/mentorships", new PageResponseOfMentorshipSummary { Items = mine })
            .Answer($"/people/names?ids={Mentee}", new { items = new[] { new { id = Mentee, name = "Aiko Tanaka" } } });
        Services.AddSingleton(new EngagementClient(api.Client));
        Services.AddSingleton(new EnrollmentClient(api.Client));
        var me = new ShowMeResponse { Person = new() { Id = Mentor } };
        var page = Render<MyMentorships>(p => p.AddCascadingValue(me));
        page.WaitForState(() => page.Instance.View is not null);
        return page;
    }

    private static MentorshipSummary Summary() =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Members =
            [
                new() { Person = Mentor, Role = MemberRole.Mentor },
                new() { Person = Mentee, Role = MemberRole.Mentee },
            ],
            SiteCode = "TYO",
            Started = Now,
        };
}
