using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.Testing;

namespace PeerNetwork.Engagement.Tests.Mentorships;

/// <summary>Each slice of a mentorship, over HTTP and the real store.</summary>
public sealed class MentorshipApiTests(EngagementHost engagement) : IClassFixture<EngagementHost>
{
    internal static readonly object Terms = new
    {
        goals = "Into data work",
        meetingEveryDays = 14,
        boundaries = "No weekends",
        confidentiality = "Stays with us",
        channel = "Chat",
        answerWithinHours = 48,
    };

    [Fact]
    public async Task An_agreement_is_proposed_by_one_and_accepted_by_the_other()
    {
        var pair = await engagement.Pair();
        await pair.Post("/agreement", Terms);
        await pair
            .MenteeClient.Send($"{pair.Path}/agreement/acceptance", new { proposal = 1 })
            .ShouldBe(HttpStatusCode.Conflict, "other members");
        await pair.MentorClient.Post($"{pair.Path}/agreement/acceptance", new { proposal = 1 });

        var agreement = (await pair.Page(pair.MentorClient))["agreement"]!;
        agreement["open"].ShouldBeNull();
        agreement["inForce"]!["boundaries"]!.GetValue<string>().ShouldBe("No weekends");
    }

    [Fact]
    public async Task A_goal_is_set_and_reached_over_its_steps_and_earns_a_badge_and_another_is_dropped()
    {
        var pair = await engagement.Pair();
        var goal = await pair.Made(
            "/goals",
            new
            {
                title = "Ship it",
                due = "2027-03-31",
                milestones = new[] { new { title = "Read", due = "2026-12-01" } },
            }
        );
        var other = await pair.Made("/goals", new { title = "Too much", due = "2027-03-31" });
        await pair.Post($"/goals/{goal}/milestones/1/reached");
        await pair.Post($"/goals/{goal}/reached");
        await pair.Post($"/goals/{other}/dropped", new { reason = "No time" });

        var page = await pair.Page(pair.MentorClient);
        page["goals"]!.AsArray().Select(g => g!["status"]!.GetValue<string>()).ShouldBe(["reached", "dropped"]);
        page["goals"]![0]!["milestones"]![0]!["reachedAt"].ShouldNotBeNull();
        page["goals"]![1]!["reason"]!.GetValue<string>().ShouldBe("No time");
        page["yourBadges"]!.AsArray().Select(b => b!["badge"]!.GetValue<string>()).ShouldBe(["firstGoalReached"]);
    }

    [Fact]
    public async Task Both_check_in_without_meeting()
    {
        var pair = await engagement.Pair();
        await pair.Post(
            "/check-ins",
            new
            {
                status = "stuck",
                mood = 2,
                blocker = "Too little time",
            }
        );
        await pair.MentorClient.Post($"{pair.Path}/check-ins", new { status = "onTrack", mood = 5 });
        var checkIns = (await pair.Page(pair.MentorClient))["checkIns"]!.AsArray();
        checkIns.Select(c => c!["role"]!.GetValue<string>()).ShouldBe(["mentee", "mentor"]);
        checkIns[0]!["blocker"]!.GetValue<string>().ShouldBe("Too little time");
    }

    [Fact]
    public async Task Feedback_is_given_after_the_session_and_after_the_close()
    {
        var pair = await engagement.Pair();
        var session = await pair.Session("2026-10-16T09:00");
        await pair.MentorClient.Post(
            $"{pair.Path}/sessions/{session}/attendance",
            new { missedBy = Array.Empty<Guid>() }
        );
        await pair.Post($"/sessions/{session}/feedback", new { score = 5, text = "Very clear" });
        await pair.Post("/close", new { outcome = "completed" });
        await pair.Post("/feedback", new { score = 4 });
        await pair
            .MentorClient.Send($"{pair.Path}/check-ins", new { status = "onTrack", mood = 5 })
            .ShouldBe(HttpStatusCode.Conflict, "mentorship-closed");

        (await pair.Page(pair.MenteeClient))["yourFeedback"]!
            .AsArray()
            .Select(f => f!["score"]!.GetValue<int>())
            .ShouldBe([5, 4]);
    }

    [Fact]
    public async Task Feedback_is_read_by_its_author_and_the_audience_that_the_author_chose()
    {
        var pair = await engagement.Pair(site: "CHI");
        var session = await pair.Session("2026-10-16T09:00");
        var feedback = $"{pair.Path}/sessions/{session}/feedback";
        await pair.MentorClient.Post(
            $"{pair.Path}/sessions/{session}/attendance",
            new { missedBy = Array.Empty<Guid>() }
        );
        await pair.MenteeClient.Post(
            feedback,
            new
            {
                score = 5,
                text = "For the partner",
                audience = "partner",
            }
        );
        await pair.MentorClient.Post(feedback, new { score = 2, text = "For the coordinator" });
        await pair.Post("/close", new { outcome = "endedEarly", reason = "Why it ended" });

        var mentee = await pair.Page(pair.MenteeClient);
        mentee["yourFeedback"]![0]!["audience"]!.GetValue<string>().ShouldBe("partner");
        mentee["closing"]!["yourReason"]!.GetValue<string>().ShouldBe("Why it ended");
        mentee.ToJsonString().ShouldNotContain("For the coordinator");
        var mentor = await pair.Page(pair.MentorClient);
        mentor["yourFeedback"]![0]!["audience"]!.GetValue<string>().ShouldBe("coordinator");
        mentor["partnerFeedback"]![0]!["text"]!.GetValue<string>().ShouldBe("For the partner");
        mentor.ToJsonString().ShouldNotContain("Why it ended");

        var view = await engagement
            .As(Guid.CreateVersion7(), ["coordinator"], ["CHI"])
            .Get($"{pair.Path}/coordinator-view");
        var seen = view["feedback"]!.AsArray().ShouldHaveSingleItem()!;
        seen["role"]!.GetValue<string>().ShouldBe("mentor");
        seen["text"]!.GetValue<string>().ShouldBe("For the coordinator");
        view["closing"]!["reason"]!.GetValue<string>().ShouldBe("Why it ended");
        view["closing"]!["by"]!.GetValue<Guid>().ShouldBe(pair.Mentee);
    }

    [Fact]
    public async Task The_coordinator_view_is_for_coordinators_of_the_site_who_are_not_of_the_pair()
    {
        var pair = await engagement.Pair(site: "CHI");
        var path = $"{pair.Path}/coordinator-view";
        await engagement
            .As(Guid.CreateVersion7(), ["coordinator"], ["SIN"])
            .GetAsync(path)
            .ShouldBe(HttpStatusCode.NotFound);
        await engagement
            .As(Guid.CreateVersion7(), ["coordinator"], [])
            .GetAsync(path)
            .ShouldBe(HttpStatusCode.NotFound);
        await engagement.As(pair.Mentor, ["coordinator"], ["CHI"]).GetAsync(path).ShouldBe(HttpStatusCode.Forbidden);
        foreach (var role in new[] { "employee", "people-admin", "overseer", "sponsor", "integration" })
            await engagement.As(Guid.CreateVersion7(), [role], ["*"]).GetAsync(path).ShouldBe(HttpStatusCode.Forbidden);
        await pair.MenteeClient.GetAsync(path).ShouldBe(HttpStatusCode.Forbidden);
        await engagement.Anonymous().GetAsync(path).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_coordinator_of_the_site_closes_and_one_of_another_does_not()
    {
        var pair = await engagement.Pair(site: "CHI");
        var body = new { outcome = "endedEarly", reason = "Left the program" };
        await engagement
            .As(Guid.CreateVersion7(), ["coordinator"], ["SIN"])
            .Send($"{pair.Path}/close", body)
            .ShouldBe(HttpStatusCode.Forbidden);
        await engagement
            .As(Guid.CreateVersion7(), ["overseer"], ["*"])
            .Send($"{pair.Path}/close", body)
            .ShouldBe(HttpStatusCode.Forbidden);
        await engagement
            .As(Guid.CreateVersion7(), ["coordinator"], ["CHI"])
            .Send($"{pair.Path}/close", body)
            .ShouldBe(HttpStatusCode.NoContent);
        (await pair.Page(pair.MenteeClient))["closing"]!.ToJsonString().ShouldNotContain("Left the program");
    }

    [Fact]
    public async Task The_pages_version_guards_a_write()
    {
        var pair = await engagement.Pair();
        var seen = (await pair.MenteeClient.GetAsync(pair.Path)).Headers.ETag!;
        await pair.Post("/check-ins", new { status = "onTrack", mood = 3 });
        using var late = new HttpRequestMessage(HttpMethod.Post, $"{pair.Path}/close")
        {
            Content = JsonContent.Create(new { outcome = "neverStarted" }),
        };
        late.Headers.IfMatch.Add(seen);
        await pair.MenteeClient.SendAsync(late).ShouldBe(HttpStatusCode.PreconditionFailed);
    }

    [Fact]
    public async Task My_list_holds_my_mentorships_with_their_counts()
    {
        var program = Guid.CreateVersion7();
        await engagement.Deliver(
            new ProgramPublished(
                program,
                1,
                "Career change",
                ["CHI"],
                new(2026, 1, 1),
                null,
                14,
                10,
                1,
                ["oneToOne"],
                null,
                TestData.Now
            )
        );
        var pair = await engagement.Pair(program: program);
        await pair.Session("2026-10-21T09:00");
        await pair.Made("/goals", new { title = "Ship it", due = "2027-03-31" });
        foreach (var client in new[] { pair.MentorClient, pair.MenteeClient })
        {
            await Eventually.Passes(async () =>
            {
                var line = (await client.Get("/me/mentorships"))["items"]!.AsArray().ShouldHaveSingleItem()!;
                line["programName"]!.GetValue<string>().ShouldBe("Career change");
                line["goals"]!.GetValue<int>().ShouldBe(1);
                line["nextSession"]!.GetValue<DateTimeOffset>().ShouldBe(new(2026, 10, 21, 14, 0, 0, TimeSpan.Zero));
            });
        }
    }

    [Fact]
    public async Task A_coordinator_sees_the_sites_in_their_care_by_program_and_page_and_no_private_word()
    {
        var program = Guid.CreateVersion7();
        var pairs = new[]
        {
            await engagement.Pair("LON", program),
            await engagement.Pair("LON", program),
            await engagement.Pair("PAR", program),
        };
        await pairs[0].Post("/agreement", Terms);
        await pairs[1].Post("/close", new { outcome = "neverStarted" });
        var london = engagement.As(Guid.CreateVersion7(), ["coordinator"], ["LON"]);

        await Eventually.Passes(async () =>
            (await Ids(london, $"?program={program}")).ShouldBe(pairs.Take(2).Select(p => p.Id))
        );
        await Eventually.Passes(async () =>
            (await Ids(london, $"?program={program}&closed=true")).ShouldBe([pairs[1].Id])
        );
        (await Ids(london, $"?program={program}&closed=false&site=LON")).ShouldBe([pairs[0].Id]);
        (await london.GetStringAsync("/mentorships")).ShouldNotContain("weekends");
        await london.GetAsync("/mentorships?site=PAR").ShouldBe(HttpStatusCode.Forbidden);
        (await Ids(engagement.As(Guid.CreateVersion7(), ["coordinator"], ["*"]), $"?program={program}"))
            .Count()
            .ShouldBe(3);
        (await Ids(engagement.As(Guid.CreateVersion7(), ["coordinator"], []), $"?program={program}")).ShouldBeEmpty();

        var first = await london.Get($"/mentorships?program={program}&limit=1");
        first["items"]!.AsArray().Count.ShouldBe(1);
        (await Ids(london, $"?program={program}&limit=1&cursor={first["next"]!.GetValue<string>()}")).ShouldBe([
            pairs[1].Id,
        ]);

        static async Task<IEnumerable<Guid>> Ids(HttpClient client, string query) =>
            (await client.Get($"/mentorships{query}"))["items"]!
                .AsArray()
                .Select(line => line!["id"]!.GetValue<Guid>());
    }

    [Theory]
    [InlineData("employee")]
    [InlineData("coordinator")]
    [InlineData("people-admin")]
    [InlineData("overseer")]
    [InlineData("sponsor")]
    [InlineData("integration")]
    public async Task Whatever_the_role_only_the_pair_opens_its_page(string role)
    {
        var pair = await engagement.Pair();
        var colleague = await engagement.Colleague([role], ["*"]);
        await colleague.GetAsync(pair.Path).ShouldBe(HttpStatusCode.Forbidden, "not-allowed");
        await engagement.Anonymous().GetAsync(pair.Path).ShouldBe(HttpStatusCode.Unauthorized);
        if (role != "coordinator")
            await colleague.GetAsync("/mentorships").ShouldBe(HttpStatusCode.Forbidden, "not-allowed");
    }

    [Theory]
    [InlineData(
        "/agreement",
        """
            { "goals": "", "meetingEveryDays": 0, "boundaries": " ", "confidentiality": "x", "channel": "x",
              "answerWithinHours": 0 }
            """,
        HttpStatusCode.UnprocessableEntity
    )]
    [InlineData(
        "/agreement",
        """
            { "goals": null, "meetingEveryDays": 1, "boundaries": "x", "confidentiality": "x", "channel": "x",
              "answerWithinHours": 1 }
            """,
        HttpStatusCode.BadRequest
    )]
    [InlineData("/agreement/acceptance", """{"proposal":9999999999}""", HttpStatusCode.BadRequest)]
    [InlineData("/goals", """{"title":"x","due":"2020-01-01"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData(
        "/goals",
        """{"title":"x","due":"2026-12-01","milestones":[null]}""",
        HttpStatusCode.UnprocessableEntity
    )]
    [InlineData(
        "/goals",
        """{"title":"x","due":"2026-12-01","milestones":[{"title":"later than the goal","due":"2026-12-02"}]}""",
        HttpStatusCode.UnprocessableEntity
    )]
    [InlineData("/goals/00000000-0000-0000-0000-000000000000/reached", null, HttpStatusCode.NotFound)]
    [InlineData("/goals/nonsense/reached", null, HttpStatusCode.NotFound)]
    [InlineData(
        "/sessions",
        """{"start":"2026-10-21T09:00","minutes":60,"weeks":54}""",
        HttpStatusCode.UnprocessableEntity
    )]
    [InlineData(
        "/sessions",
        """{"start":"2026-10-21T09:00","minutes":60,"zone":"../etc"}""",
        HttpStatusCode.UnprocessableEntity
    )]
    [InlineData(
        "/sessions/00000000-0000-0000-0000-000000000000/attendance",
        """{"missedBy":7}""",
        HttpStatusCode.BadRequest
    )]
    [InlineData(
        "/sessions/00000000-0000-0000-0000-000000000000/attendance",
        """{"missedBy":null}""",
        HttpStatusCode.BadRequest
    )]
    [InlineData("/sessions/00000000-0000-0000-0000-000000000000/attendance", "{}", HttpStatusCode.BadRequest)]
    [InlineData("/check-ins", """{"status":"onTrack","mood":6}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/check-ins", """{"status":"onTrack","mood":5,"extra":1}""", HttpStatusCode.BadRequest)]
    [InlineData("/feedback", """{"score":0}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/notes", """{"text":""}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/close", """{"outcome":"endedEarly"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/close", """{"outcome":"vanished"}""", HttpStatusCode.BadRequest)]
    [InlineData("/close", """{"outcome":"programEnded"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/close", """{"outcome":"personLeft"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/feedback", """{"score":5,"audience":"everyone"}""", HttpStatusCode.BadRequest)]
    public async Task What_cannot_be_meant_is_refused_with_a_problem(string path, string? body, HttpStatusCode expected)
    {
        var pair = await engagement.Pair();
        var answer = await pair.MenteeClient.Send(pair.Path + path, body is null ? null : JsonNode.Parse(body));
        answer.StatusCode.ShouldBe(expected);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task The_id_of_something_else_is_no_mentorship()
    {
        var pair = await engagement.Pair();
        var note = await pair.Made("/notes", new { text = "Mine" });
        await pair.MenteeClient.GetAsync($"/mentorships/{pair.Mentor}").ShouldBe(HttpStatusCode.NotFound);
        await pair
            .MenteeClient.Send($"/mentorships/{note}/check-ins", new { status = "onTrack", mood = 5 })
            .ShouldBe(HttpStatusCode.NotFound);
        await pair.MenteeClient.GetAsync($"{pair.Path}/notes/{pair.Id}").ShouldBe(HttpStatusCode.NotFound);
    }
}
