using System.Net;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Api.Matching;
using PeerNetwork.Portal.Flash;

namespace PeerNetwork.Portal.Tests.Flash;

public class FlashPageTests : Component
{
    private static readonly Guid Me = Guid.CreateVersion7(),
        Other = Guid.CreateVersion7(),
        Program = Guid.CreateVersion7(),
        Slot = Guid.CreateVersion7();

    private static readonly DateTimeOffset Now = new(2027, 3, 1, 14, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_open_session_is_booked_after_a_question()
    {
        using var api = new FakeApi([
            List(),
            List(Session("offered", mentor: Other)),
            Names(),
            List(),
            FakeApi.Done,
            List(Session("booked", mentor: Other, mentee: Me)),
            List(),
            Names(),
            List(),
        ]);
        var page = Show(api);
        page.WaitForElement(".card").TextContent.ShouldContain("With Aiko <b>Tanaka</b>");
        page.Find(".card").TextContent.ShouldContain("3/2/2027 8:00");
        page.FindAll(".page-head button").ShouldBeEmpty();

        Click(page, "Book");
        Dialogs.WaitForElement(".mud-dialog").TextContent.ShouldContain("sees that you have booked it");
        Click(Dialogs, "Book");

        page.WaitForAssertion(() => page.Markup.ShouldContain("Your sessions"));
        api.Requests.ShouldContain(($"POST /flash-slots/{Slot}/book", ""));
        Buttons(page).ShouldBe(["Cancel booking"]);
        page.Markup.ShouldContain("No session is open at the moment.");
    }

    [Fact]
    public void Who_comes_second_reads_why()
    {
        using var api = new FakeApi([
            List(),
            List(Session("offered", mentor: Other)),
            Names(),
            List(),
            FakeApi.Problem(HttpStatusCode.Conflict, "Another person was faster and has booked this flash session."),
            List(),
            List(),
            List(),
        ]);
        var page = Show(api);
        Click(page, "Book");
        Click(Dialogs, "Book");

        Dialogs.WaitForAssertion(() => Dialogs.Markup.ShouldContain("Another person was faster"));
        page.WaitForAssertion(() => page.Find(".card p").TextContent.ShouldBe("Not open any more"));
    }

    [Fact]
    public void Own_sessions_come_first_with_what_can_be_done()
    {
        using var api = new FakeApi(
            List(
                Session("withdrawn", mentor: Other, mentee: Me, hours: 60),
                Session("withdrawn", mentor: Me, hours: 50),
                Session("booked", mentor: Other, mentee: Me, hours: 40),
                Session("booked", mentor: Me, mentee: Other, hours: 30),
                Session("offered", mentor: Me, hours: 20),
                Session("booked", mentor: Other, mentee: Me, hours: -1)
            ),
            List(),
            Names(),
            List()
        );
        var page = Show(api);

        page.WaitForElements(".card")
            .Select(card => card.QuerySelector("p")!.TextContent)
            .ShouldBe([
                "Not booked yet",
                "Booked by Aiko <b>Tanaka</b>",
                "With Aiko <b>Tanaka</b>",
                "Aiko <b>Tanaka</b> cannot hold this session any more. Book another one.",
            ]);
        Buttons(page).ShouldBe(["Withdraw", "Withdraw", "Cancel booking"]);
    }

    [Fact]
    public void A_mentor_offers_a_session_about_one_of_their_skills()
    {
        using var api = new FakeApi([
            .. Answers(),
            FakeApi.Json(new { id = Slot }, HttpStatusCode.Created),
            .. Answers(Session("offered", mentor: Me)),
        ]);
        var page = Show(api);
        page.WaitForElement(".page-head button").Click();
        Dialogs.WaitForElement(".mud-dialog");
        Click(Dialogs, "Offer a session");
        Dialogs.WaitForAssertion(() => Dialogs.Markup.ShouldContain("Enter a topic."));

        Click(Dialogs, "Python");
        var inputs = Dialogs.FindAll("input");
        inputs[1].Change("3/2/2027");
        Dialogs.FindAll("input")[2].Change("10:00 AM");
        Click(Dialogs, "Offer a session");

        page.WaitForAssertion(() => page.Markup.ShouldContain("Not booked yet"));
        var (_, body) = api.Requests.Single(r => r.Request == "POST /flash-slots");
        body.ShouldBe(
            $$"""
            {"program":"{{Program}}","topic":"Python","start":"2027-03-02T10:00","minutes":30,"zone":"America/Chicago"}
            """.Trim()
        );

        static HttpResponseMessage[] Answers(params object[] mine) =>
            [
                List(mine),
                List(),
                List(
                    new
                    {
                        program = Program,
                        isMentor = true,
                        nextAction = "nextRun",
                    },
                    new { program = Guid.CreateVersion7(), isMentor = false }
                ),
                FakeApi.Json(
                    new
                    {
                        id = Program,
                        status = "published",
                        plan = new { name = "Career change", formats = new[] { "flash" } },
                    }
                ),
            ];
    }

    [Fact]
    public void A_search_is_part_of_the_address()
    {
        using var api = new FakeApi(List(), List(), List(), List(), List(), List());
        var page = Show(api);
        page.WaitForElement("input[type=search]").Change("sql");

        page.WaitForAssertion(() => page.Markup.ShouldContain("No open session has this topic."));
        Services.GetRequiredService<NavigationManager>().Uri.ShouldEndWith("/flash-sessions?topic=sql");
    }

    private IRenderedComponent<FlashPage> Show(FakeApi api)
    {
        Services.AddSingleton<TimeProvider>(new FakeTimeProvider(Now));
        Services.AddSingleton(new MatchingClient(api.Client));
        Services.AddSingleton(new EnrollmentClient(api.Client));
        ShowDialogs();
        Services.GetRequiredService<NavigationManager>().NavigateTo("/flash-sessions");
        return Render<FlashPage>(parameters =>
            parameters.AddCascadingValue(
                new ShowMeResponse
                {
                    Person = new()
                    {
                        Id = Me,
                        TimeZone = "America/Chicago",
                        Profile = new() { SkillsOffered = [new() { Name = "Python", Level = 4 }] },
                    },
                    Roles = [],
                }
            )
        );
    }

    private static string[] Buttons(IRenderedComponent<FlashPage> page) =>
        [.. page.FindAll(".card button").Select(button => button.TextContent.Trim())];

    private static HttpResponseMessage List(params object[] items) => FakeApi.Json(new { items });

    private static HttpResponseMessage Names() => List(new { id = Other, name = "Aiko <b>Tanaka</b>" });

    private static object Session(string state, Guid mentor, Guid? mentee = null, double hours = 24) =>
        new
        {
            id = hours == 24 ? Slot : Guid.CreateVersion7(),
            program = Program,
            programName = "Career change",
            mentor,
            mentee,
            topic = "SQL",
            startsAt = Now.AddHours(hours),
            zone = "Europe/Berlin",
            minutes = 30,
            state,
        };
}
