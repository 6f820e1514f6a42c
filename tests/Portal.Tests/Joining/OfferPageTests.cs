using System.Net;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Api.Matching;
using PeerNetwork.Portal.Joining;

namespace PeerNetwork.Portal.Tests.Joining;

public class OfferPageTests : Component
{
    private static readonly Guid Match = Guid.CreateVersion7(),
        Me = Guid.CreateVersion7(),
        Partner = Guid.CreateVersion7(),
        Other = Guid.CreateVersion7();

    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _clock = new(Now);

    public OfferPageTests() => Services.AddSingleton<TimeProvider>(_clock);

    [Fact]
    public void The_strongest_reasons_come_first_and_the_table_has_all_points()
    {
        using var api = new FakeApi(Answers("proposed"));
        var page = Show(api);

        page.WaitForElement("ol");
        // What is neutral or speaks against the pair is no reason.
        page.FindAll("ol li")
            .Select(reason => Spaced(reason.TextContent))
            .ShouldBe(["The mentor serves both goals. 30 of 34 points", "They share a language. 4 of 4 points"]);

        page.FindAll(".mud-toggle-item").Single(item => item.TextContent.Trim() == "Table").Click();

        page.FindAll("tbody td:nth-child(2)").Select(cell => cell.TextContent).ShouldBe(["30", "4", "1.5", "0"]);
    }

    [Theory, InlineData(0, false), InlineData(2, true)]
    public void The_end_of_an_offer_stands_out_in_its_last_days(int daysLater, bool isBold)
    {
        _clock.Advance(TimeSpan.FromDays(daysLater));
        using var api = new FakeApi(Answers("proposed"));
        var page = Show(api);

        page.WaitForElement(".mud-alert").TextContent.ShouldContain("The offer ends on 3/5/2026");
        page.FindAll(".mud-alert strong").Count.ShouldBe(isBold ? 1 : 0);
    }

    [Fact]
    public void An_offer_that_ended_says_what_comes_next()
    {
        using var api = new FakeApi(Answers("declined", reason: "notAnswered"));

        var state = Show(api).WaitForElement(".mud-alert").TextContent;

        state.ShouldContain("The mentee is part of the next matching, with another mentor.");
        state.ShouldNotContain("The offer ends");
    }

    [Fact]
    public void An_offer_is_accepted_and_then_waits_for_the_other_person()
    {
        using var api = new FakeApi([.. Answers("proposed"), FakeApi.Done, .. Answers("proposed", accepted: true)]);
        var page = Show(api);

        Click(page, "Accept");
        Dialogs.WaitForElement(".mud-dialog");
        Click(Dialogs, "Accept");

        page.WaitForAssertion(() => page.Markup.ShouldContain("You have accepted. Aiko Tanaka has not answered yet."));
        api.Requests.ShouldContain(r => r.Request == $"POST /matches/{Match}/accept");
        Labels(page).ShouldBe(["Decline"]);
    }

    [Fact]
    public void Who_comes_too_late_reads_why_and_sees_the_offer_as_it_is()
    {
        using var api = new FakeApi([
            .. Answers("proposed"),
            FakeApi.Problem(HttpStatusCode.Conflict, "The mentor's last place was given to another mentee."),
            .. Answers("declined", reason: "mentorFull"),
        ]);
        var page = Show(api);
        Click(page, "Accept");
        Dialogs.WaitForElement(".mud-dialog");

        Click(Dialogs, "Accept");

        page.WaitForAssertion(() => page.Markup.ShouldContain("last place was given to another pair"));
        Labels(page).ShouldBeEmpty();
    }

    [Fact]
    public void A_refusal_may_have_a_reason()
    {
        using var api = new FakeApi([
            .. Answers("proposed"),
            FakeApi.Done,
            .. Answers("declined", reason: "declinedByMentee"),
        ]);
        var page = Show(api);
        Click(page, "Decline");
        Dialogs.WaitForElement("textarea").Change("Too far away");

        Click(Dialogs, "Decline");

        page.WaitForAssertion(() => page.Markup.ShouldContain("The mentee has declined this match."));
        api.Requests.Single(r => r.Request.EndsWith("/decline", StringComparison.Ordinal))
            .Body.ShouldBe("""{"reason":"Too far away"}""");
    }

    [Fact]
    public void Peers_read_why_each_is_a_mentor_of_the_other()
    {
        using var api = new FakeApi(Answers("proposed", isReciprocal: true));
        var page = Show(api);

        page.WaitForElement("ol");
        page.Markup.ShouldContain("You and Aiko Tanaka would be mentor and mentee of each other.");
        page.FindAll("[aria-labelledby=why] h3")
            .Select(title => title.TextContent)
            .ShouldBe(["Aiko Tanaka as mentor", "Aiko Tanaka as mentee"]);
        page.FindAll("ol")
            .Select(reasons => Spaced(reasons.Children[0].TextContent))
            .ShouldBe(["You learn Python. 50 of 50 points", "The mentor serves both goals. 30 of 34 points"]);
        page.Markup.ShouldContain("Both ways together: 35.5 of 100 points");
        Labels(page).ShouldBe(["Accept", "Decline"]);
    }

    [Theory]
    [InlineData("declinedByPeer", "One of you has declined this match.")]
    [InlineData("mentorFull", "The last place of one of you was given to another pair.")]
    [InlineData("notAnswered", "Not both of you accepted in time. You are part of the next matching")]
    [InlineData("withdrawn", "This match was withdrawn")]
    public void Peers_read_why_their_offer_ended(string reason, string words)
    {
        using var api = new FakeApi(Answers("declined", reason: reason, isReciprocal: true));
        Show(api).WaitForElement(".mud-alert").TextContent.ShouldContain(words);
    }

    [Fact]
    public void A_mentee_reads_who_is_in_the_group_and_what_they_share()
    {
        using var api = new FakeApi(Group(Me));
        var page = Show(api);

        page.WaitForElement("ol");
        page.Find("h1").TextContent.ShouldBe("A mentoring group with Aiko Tanaka");
        page.FindAll("[aria-labelledby=who] li")
            .Select(member => Spaced(member.TextContent))
            .ShouldBe(["Aiko Tanaka · Mentor · has accepted", "Cy Roe · Mentee", "Bo Lind · Mentee"]);
        page.Find("[aria-labelledby=why] ul").TextContent.ShouldContain("SQL (1 of 1 other)");
        page.FindAll("[aria-labelledby=why] h3").ShouldBeEmpty();
        page.FindAll("#others").ShouldBeEmpty();
        Labels(page).ShouldBe(["Accept", "Decline"]);
    }

    [Fact]
    public void A_mentor_reads_what_speaks_for_each_mentee_of_the_group()
    {
        using var api = new FakeApi(Group(Partner));
        var page = Show(api, me: Partner);

        page.WaitForElement("ol");
        page.Find("h1").TextContent.ShouldBe("A mentoring group for you to lead");
        page.FindAll("[aria-labelledby=why] h3")
            .Select(title => title.TextContent)
            .ShouldBe(["Cy Roe as mentee", "Bo Lind as mentee"]);
        page.Find(".mud-alert").TextContent.ShouldContain("The group begins when the others have answered.");
    }

    [Theory]
    [InlineData("declinedByMentor", "The mentor has declined this match.")]
    [InlineData("declinedByMentee", "This group does not begin")]
    [InlineData("notAnswered", "This group does not begin")]
    public void Why_a_group_did_not_begin_is_said(string reason, string words)
    {
        using var api = new FakeApi(Group(Me, "declined", reason));
        Show(api).WaitForElement(".mud-alert").TextContent.ShouldContain(words);
    }

    [Fact]
    public void Who_left_a_group_reads_that_the_next_matching_looks_for_them()
    {
        using var api = new FakeApi(Group(Me, "declined", "declinedByMentee"));
        Show(api, me: Guid.CreateVersion7())
            .WaitForElement(".mud-alert")
            .TextContent.ShouldContain("You are not part of this group any more.");
    }

    [Fact]
    public void A_coordinator_sees_the_offer_of_others_and_answers_nothing()
    {
        using var api = new FakeApi(Answers("proposed"));
        var page = Show(api, me: Guid.CreateVersion7());

        page.WaitForElement("ol");
        Labels(page).ShouldBeEmpty();
        page.FindAll("#others").ShouldBeEmpty();
    }

    private IRenderedComponent<OfferPage> Show(FakeApi api, Guid? me = null)
    {
        Services.AddSingleton(new MatchingClient(api.Client));
        Services.AddSingleton(new EnrollmentClient(api.Client));
        ShowDialogs();
        var user = new ShowMeResponse { Person = new() { Id = me ?? Me } };
        return Render<OfferPage>(p => p.Add(c => c.Id, Match).AddCascadingValue(user));
    }

    private static string[] Labels(IRenderedComponent<OfferPage> page) =>
        [.. page.FindAll(".page-head button").Select(button => button.TextContent.Trim())];

    private static string Spaced(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static HttpResponseMessage[] Answers(
        string state,
        bool accepted = false,
        string? reason = null,
        bool isReciprocal = false
    ) =>
        [
            FakeApi.Json(
                new
                {
                    id = Match,
                    kind = isReciprocal ? "reciprocal" : "oneToOne",
                    members = new[]
                    {
                        Member(Partner, isReciprocal ? "peer" : "mentor", accepted: false),
                        Member(Me, isReciprocal ? "peer" : "mentee", accepted),
                    },
                    siteCode = "CHI",
                    state,
                    score = 355_000,
                    reason,
                    reasons = new[]
                    {
                        Reasons(
                            isReciprocal ? Partner : Me,
                            isReciprocal ? Me : Partner,
                            Factor("cross-site", 30, 15_000, "Different sites."),
                            Factor("language", 40, 40_000, "They share a language."),
                            Factor("learning-goals", 340, 300_000, "The mentor serves both goals."),
                            Factor("values", 60, 0, "They answer differently.")
                        ),
                        Reasons(Me, Partner, Factor("learning-goals", 500, 500_000, "You learn Python.")),
                    }[..(isReciprocal ? 2 : 1)],
                    leastMentees = 1,
                    proposedAt = Now,
                    answerUntil = Now.AddDays(3),
                }
            ),
            FakeApi.Json(Aiko),
        ];

    private static object Aiko =>
        new
        {
            id = Partner,
            name = "Aiko Tanaka",
            active = true,
            siteCode = "TYO",
            jobTitle = "Director",
            kind = "employee",
        };

    private static HttpResponseMessage[] Group(Guid me, string state = "proposed", string? reason = null) =>
        [
            FakeApi.Json(
                new
                {
                    id = Match,
                    kind = "group",
                    members = new[]
                    {
                        Member(Partner, "mentor", accepted: true),
                        Member(Me, "mentee", accepted: false),
                        Member(Other, "mentee", accepted: false),
                    },
                    siteCode = "CHI",
                    state,
                    score = 355_000,
                    reason,
                    reasons = new[]
                    {
                        InGroup(
                            Me,
                            "They share a language.",
                            "In common with others of the group: SQL (1 of 1 other)."
                        ),
                        InGroup(Other, "The mentor serves both goals.", "No goal in common."),
                    }[..(me == Me ? 1 : 2)],
                    leastMentees = 2,
                    proposedAt = Now,
                    answerUntil = Now.AddDays(3),
                }
            ),
            .. me == Me ? [FakeApi.Json(Aiko)] : Array.Empty<HttpResponseMessage>(),
            FakeApi.Json(
                new
                {
                    items = new object[]
                    {
                        Aiko,
                        new { id = Me, name = "Cy Roe" },
                        new { id = Other, name = "Bo Lind" },
                    },
                }
            ),
        ];

    private static object InGroup(Guid mentee, string why, string shared) =>
        new
        {
            mentee,
            mentor = Partner,
            contributions = new[] { Factor("language", 40, 40_000, why) },
            rules = Array.Empty<object>(),
            partners = new[] { Factor("shared-goals", 100, 100_000, shared) },
        };

    private static object Reasons(Guid mentee, Guid mentor, params object[] contributions) =>
        new
        {
            mentee,
            mentor,
            contributions,
            rules = Array.Empty<object>(),
        };

    private static object Member(Guid person, string role, bool accepted) =>
        new
        {
            person,
            role,
            accepted,
        };

    private static object Factor(string factor, int weight, int points, string sentence) =>
        new
        {
            factor,
            weight,
            value = points / weight,
            points,
            sentence,
        };
}
