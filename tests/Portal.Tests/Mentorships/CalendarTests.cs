using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PeerNetwork.Portal.Api.Engagement;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Mentorships;
using static PeerNetwork.Portal.Tests.Mentorships.Pair;

namespace PeerNetwork.Portal.Tests.Mentorships;

public sealed class CalendarTests : Component
{
    private const double Day = 24;

    [Fact]
    public void Sessions_stand_below_their_days_in_both_zones()
    {
        var page = Show("", Session("Later", 26), Session("Sooner", 2), Session("Next month", 40 * Day));

        page.Find("h2").TextContent.ShouldBe("March 2027");
        page.FindAll("h3")
            .Select(h => h.TextContent.Trim())
            .ShouldBe(["Monday, March 1, 2027 · today", "Tuesday, March 2, 2027"]);
        page.FindAll("h4").Select(h => h.TextContent).ShouldBe(["Sooner", "Later"]);
        var card = page.Find(".card");
        card.TextContent.ShouldContain("March 1, 2027 8:00");
        card.TextContent.ShouldContain("in Tokyo");
        card.TextContent.ShouldContain("With Aiko <b>Tanaka</b>");
        card.QuerySelector("h4 a")!.GetAttribute("href").ShouldBe($"/mentoring/{Id}?tab=sessions");
    }

    [Fact]
    public void A_day_is_that_of_the_users_clock()
    {
        // It is March 1 in UTC and in Tokyo, and still February 28 in Chicago.
        var page = Show("?month=2027-02", Session("Late evening", -9));

        page.FindAll("h3").Select(h => h.TextContent.Trim()).ShouldBe(["Sunday, February 28, 2027"]);
    }

    [Fact]
    public void Another_month_in_the_address_is_shown_without_a_request()
    {
        var page = Show("", Session("This month", 2), Session("Next month", 40 * Day));
        Links(page).ShouldBe(["2027-02", "2027-03", "2027-04"]);

        Services.GetRequiredService<NavigationManager>().NavigateTo("/mentoring/calendar?month=2027-04");

        page.WaitForAssertion(() => page.FindAll("h4").Select(h => h.TextContent).ShouldBe(["Next month"]));
        Links(page).ShouldBe(["2027-03", "2027-03", "2027-05"]);
    }

    [Fact]
    public void Only_what_is_planned_is_offered_as_a_file()
    {
        var planned = Session("Planned", 2);
        var page = Show(
            "",
            planned,
            Session("Cancelled", 3) with
            {
                Cancelled = true,
            },
            Session("Held", 4) with
            {
                MissedBy = [],
            },
            Session("Missed", 5) with
            {
                MissedBy = [Mentor, Mentee],
            }
        );

        page.FindAll("a[download]")
            .ShouldHaveSingleItem()
            .GetAttribute("href")
            .ShouldBe($"/mentoring/{Id}/sessions/{planned.Id}/invitation.ics");
        page.FindAll(".card")[1].TextContent.ShouldContain("Cancelled");
        page.FindAll(".card")[2].TextContent.ShouldContain("We met");
        page.FindAll(".card")[3].TextContent.ShouldContain("Did not come: You, Aiko <b>Tanaka</b>");
    }

    [Fact]
    public void A_month_without_sessions_says_so() =>
        Show("?month=2030-01", Session("Other month", 2)).Markup.ShouldContain("No session in this month.");

    private IRenderedComponent<Calendar> Show(string query, params SessionView[] sessions)
    {
        var api = new StubApi()
            .Answer("/me/working-hours", new { zone = "America/Chicago" })
            .Answer("/me/mentorships?limit=100", new { items = new[] { new MentorshipSummary { Id = Id } } })
            .Answer($"/mentorships/{Id}", Mentorship(sessions).View)
            .Answer(
                $"/people/names?ids={Mentee}",
                new { items = new[] { new { id = Mentee, name = "Aiko <b>Tanaka</b>" } } }
            );
        Services.AddSingleton<TimeProvider>(new FakeTimeProvider(Now));
        Services.AddSingleton(new EngagementClient(api.Client));
        Services.AddSingleton(new EnrollmentClient(api.Client));
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/mentoring/calendar{query}");
        var page = Render<Calendar>();
        page.WaitForElement("h2");
        return page;
    }

    private static IEnumerable<string> Links(IRenderedComponent<Calendar> page) =>
        page.FindAll("nav a").Select(link => link.GetAttribute("href")!.Split('=')[1]);
}
