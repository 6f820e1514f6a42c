using System.Net;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Notices;

namespace PeerNetwork.Portal.Tests.Notices;

public class NoticesPageTests : Component
{
    private static readonly Guid Match = Guid.CreateVersion7();

    [Fact]
    public void Without_notices_the_page_says_so()
    {
        using var api = new FakeApi(Notices(), Preferences());

        Show(api).WaitForAssertion(() => Rendered!.Markup.ShouldContain("No notices yet"));
    }

    [Fact]
    public void A_notice_leads_to_its_page_and_is_marked_as_read()
    {
        using var api = new FakeApi(
            Notices(Notice()),
            Preferences(),
            FakeApi.Done,
            Notices(Notice(read: true)),
            Preferences()
        );
        var page = Show(api);
        page.WaitForElement($"a[href='/offers/{Match}']").TextContent.ShouldBe("A match is proposed to you");
        page.Markup.ShouldContain("New");
        Click(page, "Mark as read");

        page.WaitForAssertion(() => page.Markup.ShouldNotContain("Mark as read"));
        api.Requests.ShouldContain(r => r.Request.StartsWith("POST /notices/") && r.Request.EndsWith("/read"));
    }

    [Fact]
    public void What_could_not_be_marked_stays_and_the_page_says_so()
    {
        using var api = new FakeApi(
            Notices(Notice()),
            Preferences(),
            FakeApi.Problem(HttpStatusCode.ServiceUnavailable, "Try again.")
        );
        var page = Show(api);
        page.WaitForElement("li");
        Click(page, "Mark as read");

        page.WaitForElement("[role=alert]");
        page.Markup.ShouldContain("Mark as read");
    }

    [Fact]
    public void Older_notices_are_added()
    {
        using var api = new FakeApi(NoticesBefore("abc", Notice()), Preferences(), Notices(Notice(read: true)));
        var page = Show(api);
        page.WaitForElement("li");
        Click(page, "Show older ones");

        page.WaitForAssertion(() => page.FindAll("li").Count.ShouldBe(2));
        api.Addresses[^1].ShouldContain("cursor=abc");
        page.Markup.ShouldNotContain("Show older ones");
    }

    [Fact]
    public void A_person_chooses_hours_without_mail()
    {
        using var api = new FakeApi(
            Notices(),
            Preferences(),
            FakeApi.Done,
            Notices(),
            Preferences(quiet: new { from = "20:00:00", until = "07:00:00" })
        );
        var page = Show(api);
        page.WaitForAssertion(() => page.Markup.ShouldContain("Proposed matches"));
        Click(page, "Choose what comes by mail");
        Dialogs.WaitForElement("input[type=checkbox]").Change(true);
        Click(Dialogs, "Save");

        page.WaitForAssertion(() => page.Markup.ShouldContain("From 8:00"));
        var sent = api.Requests.Single(r => r.Request == "PUT /notices/preferences").Body!;
        sent.ShouldContain("\"quiet\":{\"from\":\"20:00:00\",\"until\":\"07:00:00\"}");
        sent.ShouldContain("{\"kind\":\"matchProposed\",\"mail\":\"atOnce\"}");
        sent.ShouldContain("{\"kind\":\"mentorInvited\",\"mail\":\"never\"}");
    }

    [Fact]
    public void An_address_that_was_refused_is_said()
    {
        using var api = new FakeApi(Notices(), Preferences(refusedAt: "2026-03-02T09:00:00Z"));

        Show(api)
            .WaitForAssertion(() =>
                Rendered!.Markup.ShouldContain("The mail server refused ada@example.com on 3/2/2026.")
            );
    }

    [Fact]
    public void The_bell_says_how_many_are_unread_and_looks_again()
    {
        var clock = new FakeTimeProvider();
        using var api = new FakeApi(
            FakeApi.Json(new { unread = 2 }),
            FakeApi.Problem(HttpStatusCode.ServiceUnavailable, "Try again."),
            FakeApi.Json(new { unread = 0 })
        );
        Services.AddSingleton<TimeProvider>(clock);
        Services.AddSingleton(new EnrollmentClient(api.Client));
        var bell = Render<NoticeBell>();
        bell.WaitForElement("a[aria-label='Notices, 2 unread']").GetAttribute("href").ShouldBe("/notices");

        clock.Advance(TimeSpan.FromSeconds(30));
        bell.WaitForAssertion(() => api.Requests.Count.ShouldBe(2));
        bell.Find("a").GetAttribute("aria-label").ShouldBe("Notices, 2 unread");
        clock.Advance(TimeSpan.FromSeconds(30));

        bell.WaitForElement("a[aria-label='Notices']");
    }

    private IRenderedComponent<NoticesPage>? Rendered { get; set; }

    private IRenderedComponent<NoticesPage> Show(FakeApi api)
    {
        Services.AddSingleton(new EnrollmentClient(api.Client));
        ShowDialogs();
        return Rendered = Render<NoticesPage>();
    }

    private static HttpResponseMessage Notices(params object[] notices) => NoticesBefore(null, notices);

    private static HttpResponseMessage NoticesBefore(string? next, params object[] notices) =>
        FakeApi.Json(new { items = notices, next });

    private static object Notice(bool read = false) =>
        new
        {
            id = Guid.CreateVersion7(),
            kind = "matchProposed",
            program = Guid.CreateVersion7(),
            about = Match,
            subject = "A match is proposed to you",
            text = "See who it is.",
            page = $"/offers/{Match}",
            time = "2026-03-09T09:00:00Z",
            raisedAt = "2026-03-02T09:00:00Z",
            readAt = read ? "2026-03-02T10:00:00Z" : null,
            settled = false,
        };

    private static HttpResponseMessage Preferences(object? quiet = null, string? refusedAt = null) =>
        FakeApi.Json(
            new
            {
                mails = new[]
                {
                    new { kind = "matchProposed", mail = "atOnce" },
                    new { kind = "mentorInvited", mail = "never" },
                },
                dailyAt = "08:00:00",
                quiet,
                language = (string?)null,
                textLanguage = "en",
                zone = "Europe/Berlin",
                address = "ada@example.com",
                addressRefusedAt = refusedAt,
            }
        );
}
