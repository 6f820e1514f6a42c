using System.Net;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Api.Matching;
using PeerNetwork.Portal.Connections;

namespace PeerNetwork.Portal.Tests.Connections;

public class ConnectionsPageTests : Component
{
    private static readonly Guid Me = Guid.CreateVersion7(),
        Other = Guid.CreateVersion7(),
        Request = Guid.CreateVersion7();

    [Fact]
    public void A_person_is_asked_with_a_message()
    {
        using var api = new FakeApi([
            .. Answers(people: [Person()]),
            FakeApi.Json(new { id = Request }, HttpStatusCode.Created),
            .. Answers(requests: [Asked(from: Me, to: Other)]),
        ]);
        var page = Show(api);
        var card = page.WaitForElement("section[aria-labelledby=people] .card");
        card.TextContent.ShouldContain("Aiko <b>Tanaka</b>");
        card.TextContent.ShouldContain("Offers: Python");
        card.TextContent.ShouldNotContain("Interests");
        card.TextContent.ShouldContain("At most 45 minutes a month");

        Click(page, "Ask to connect");
        Dialogs.WaitForElement("textarea").Change("May I ask you?");
        Click(Dialogs, "Ask to connect");

        page.WaitForAssertion(() => page.Markup.ShouldContain("You asked Aiko &lt;b&gt;Tanaka"));
        api.Requests.Single(r => r.Request == "POST /connections/requests")
            .Body.ShouldBe($$"""{"person":"{{Other}}","minutesPerMonth":45,"message":"May I ask you?"}""");
        Buttons(page).ShouldBe(["Withdraw"]);
    }

    [Fact]
    public void A_request_is_accepted_and_leads_to_the_page_of_both()
    {
        using var api = new FakeApi([
            .. Answers(requests: [Asked(from: Other, to: Me)]),
            FakeApi.Done,
            .. Answers(requests: [Asked(from: Other, to: Me, state: "accepted")]),
        ]);
        var page = Show(api);
        var card = page.WaitForElement(".card");
        card.TextContent.ShouldContain("asks to connect with you");
        card.TextContent.ShouldContain("Waits for an answer");
        Buttons(page).ShouldBe(["Accept", "Decline", "Take no requests"]);

        Click(page, "Accept");
        Click(Dialogs, "Accept");

        page.WaitForAssertion(() => page.Find(".card a").GetAttribute("href").ShouldBe($"/mentoring/{Request}"));
        api.Requests.ShouldContain(($"POST /connections/requests/{Request}/accept", ""));
        Buttons(page).ShouldBeEmpty();
    }

    [Fact]
    public void The_user_opens_up()
    {
        using var api = new FakeApi([.. Answers(), FakeApi.Done, .. Answers(isOpen: true)]);
        var page = Show(api);
        page.WaitForAssertion(() => page.Markup.ShouldContain("Others do not find you here."));

        Click(page, "Change");
        Dialogs.WaitForElement("input[type=checkbox]").Change(true);
        Click(Dialogs, "Save");

        page.WaitForAssertion(() => page.Markup.ShouldContain("Colleagues find you here"));
        api.Requests.Single(r => r.Request == "PUT /connections/preferences").Body!.ShouldContain("\"open\":true");
    }

    [Fact]
    public void A_person_from_whom_the_user_takes_no_requests_is_allowed_again()
    {
        using var api = new FakeApi([.. Answers(blocked: [Other]), FakeApi.Done, .. Answers()]);
        var page = Show(api);
        page.WaitForElement("section[aria-labelledby=blocked] h3").TextContent.ShouldBe("Aiko <b>Tanaka</b>");

        Click(page, "Allow again");
        Click(Dialogs, "Allow again");

        page.WaitForAssertion(() => page.FindAll("section[aria-labelledby=blocked]").ShouldBeEmpty());
        api.Requests.ShouldContain(r => r.Request == $"DELETE /connections/blocks/{Other}");
    }

    [Fact]
    public void A_filter_is_part_of_the_address()
    {
        using var api = new FakeApi([.. Answers(), .. Answers(), .. Answers()]);
        var page = Show(api);
        page.WaitForElement("input[type=search]").Change("sql");

        page.WaitForAssertion(() => page.Markup.ShouldContain("No person who is open to connections shows this."));
        Services.GetRequiredService<NavigationManager>().Uri.ShouldEndWith("/connections?offers=sql");
    }

    private IRenderedComponent<ConnectionsPage> Show(FakeApi api)
    {
        Services.AddSingleton(new MatchingClient(api.Client));
        Services.AddSingleton(new EnrollmentClient(api.Client));
        ShowDialogs();
        Services.GetRequiredService<NavigationManager>().NavigateTo("/connections");
        return Render<ConnectionsPage>(parameters =>
            parameters.AddCascadingValue(
                new ShowMeResponse
                {
                    Person = new() { Id = Me, TimeZone = "America/Chicago" },
                    Roles = [],
                }
            )
        );
    }

    private static string[] Buttons(IRenderedComponent<ConnectionsPage> page) =>
        [.. page.FindAll(".card button").Select(button => button.TextContent.Trim())];

    /// <summary>What the page loads, in its order. Names are asked for only where there are people.</summary>
    private static HttpResponseMessage[] Answers(
        object[]? requests = null,
        object[]? people = null,
        Guid[]? blocked = null,
        bool isOpen = false
    ) =>
        [
            FakeApi.Json(
                new
                {
                    open = isOpen,
                    showsSkills = false,
                    showsInterests = false,
                    blocked = blocked ?? [],
                }
            ),
            List(requests ?? []),
            List(people ?? []),
            .. (requests ?? people ?? (object?)blocked) is null ? (HttpResponseMessage[])[] : [Names()],
        ];

    private static HttpResponseMessage List(object[] items) => FakeApi.Json(new { items });

    private static HttpResponseMessage Names() => List([new { id = Other, name = "Aiko <b>Tanaka</b>" }]);

    private static object Person() =>
        new
        {
            id = Other,
            siteCode = "TYO",
            note = "Moving abroad",
            maxMinutesPerMonth = 45,
            skillsOffered = new[] { "Python" },
            skillsWanted = Array.Empty<string>(),
        };

    private static object Asked(Guid from, Guid to, string state = "requested") =>
        new
        {
            id = Request,
            from,
            to,
            minutesPerMonth = 45,
            message = "May I ask you?",
            state,
            requestedAt = new DateTimeOffset(2027, 3, 1, 14, 0, 0, TimeSpan.Zero),
            answerUntil = new DateTimeOffset(2027, 3, 15, 14, 0, 0, TimeSpan.Zero),
        };
}
