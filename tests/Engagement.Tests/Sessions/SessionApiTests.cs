using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace PeerNetwork.Engagement.Tests.Sessions;

public sealed class SessionApiTests(EngagementHost engagement) : IClassFixture<EngagementHost>
{
    [Fact]
    public async Task Weekly_sessions_across_the_change_keep_the_wall_time_of_the_planner_and_are_shown_in_both_zones()
    {
        var pair = await engagement.Pair();
        var ids = (
            await pair.Post(
                "/sessions",
                new
                {
                    start = "2026-10-26T18:00",
                    minutes = 45,
                    topic = "Roadmap",
                    weeks = 2,
                }
            )
        )!["ids"]!.AsArray();
        var sessions = (await pair.Page(pair.MentorClient))["sessions"]!.AsArray();
        sessions.Select(s => s!["id"]!.GetValue<Guid>()).ShouldBe(ids.Select(i => i!.GetValue<Guid>()));
        Starts(sessions, pair.Mentee).ShouldBe(["2026-10-26T18:00:00-05:00", "2026-11-02T18:00:00-06:00"]);
        Starts(sessions, pair.Mentor).ShouldBe(["2026-10-27T07:00:00+08:00", "2026-11-03T08:00:00+08:00"]);
        sessions[0]!["planned"]!["zone"]!.GetValue<string>().ShouldBe("America/Chicago");

        static IEnumerable<string> Starts(JsonArray sessions, Guid person) =>
            sessions.Select(s => StartFor(s!, person));
    }

    [Fact]
    public async Task A_session_is_moved_and_called_off_and_its_invitation_follows()
    {
        var pair = await engagement.Pair();
        var session = await pair.Session("2026-10-21T09:00");
        var planned = await Invitation(pair, session);
        await pair.MentorClient.Post(
            $"{pair.Path}/sessions/{session}/reschedule",
            new { start = "2026-10-22T22:00", minutes = 30 }
        );
        var moved = await Invitation(pair, session);
        await pair.Post($"/sessions/{session}/cancel");
        var cancelled = await Invitation(pair, session);

        planned["DTSTART"].ShouldBe("20261021T140000Z");
        moved["DTSTART"].ShouldBe("20261022T140000Z");
        new[] { planned, moved, cancelled }
            .Select(i => (i["SEQUENCE"], i["METHOD"], i["UID"]))
            .ShouldBe([
                ("0", "REQUEST", $"{session}@peernetwork"),
                ("1", "REQUEST", $"{session}@peernetwork"),
                ("2", "CANCEL", $"{session}@peernetwork"),
            ]);
        await engagement
            .As(Guid.CreateVersion7(), ["overseer"], ["*"])
            .GetAsync($"{pair.Path}/sessions/{session}/invitation.ics")
            .ShouldBe(HttpStatusCode.Forbidden);
        await pair
            .MenteeClient.GetAsync($"{pair.Path}/sessions/{pair.Id}/invitation.ics")
            .ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Attendance_is_recorded_after_the_start()
    {
        var pair = await engagement.Pair();
        var (past, future) = (await pair.Session("2026-10-19T09:00"), await pair.Session("2026-10-20T09:00"));
        foreach (
            var wrong in (Guid[][])
                [
                    [Guid.CreateVersion7()],
                    [pair.Mentee, pair.Mentee],
                ]
        )
            await Record(past, wrong).ShouldBe(HttpStatusCode.UnprocessableEntity, "missedBy");
        await Record(past, [pair.Mentee]).ShouldBe(HttpStatusCode.NoContent);
        await Record(future, []).ShouldBe(HttpStatusCode.Conflict, "not begun");
        (await pair.Page(pair.MenteeClient))["sessions"]!
            .AsArray()
            .Select(s => s!["missedBy"]?.AsArray().Select(person => person!.GetValue<Guid>()).ToArray())
            .ShouldBe([
                [pair.Mentee],
                null,
            ]);

        Task<HttpResponseMessage> Record(Guid session, Guid[] missedBy) =>
            pair.MentorClient.Send($"{pair.Path}/sessions/{session}/attendance", new { missedBy });
    }

    [Fact]
    public async Task Two_who_plan_the_same_hour_at_the_same_moment_get_one_session()
    {
        var pair = await engagement.Pair();
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(i =>
                    (i % 2 == 0 ? pair.MentorClient : pair.MenteeClient).Send(
                        $"{pair.Path}/sessions",
                        new
                        {
                            start = "2026-10-21T09:00",
                            minutes = 60,
                            zone = "America/Chicago",
                        }
                    )
                )
        );
        answers.Count(a => a.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        answers.Count(a => a.StatusCode == HttpStatusCode.Conflict).ShouldBe(5);
        (await pair.Page(pair.MentorClient))["sessions"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_overlap_follows_the_hours_that_each_set()
    {
        var pair = await engagement.Pair();
        (await Overlap()).ShouldBeEmpty();
        object longDays = new
        {
            from = "07:00",
            to = "21:00",
            days = new[] { "monday", "tuesday", "wednesday", "thursday", "friday" },
        };
        foreach (var client in new[] { pair.MentorClient, pair.MenteeClient })
            await client.PutAsJsonAsync("/me/working-hours", longDays).ShouldBe(HttpStatusCode.NoContent);
        (await pair.MentorClient.Get("/me/working-hours"))["zone"]!.GetValue<string>().ShouldBe("Asia/Singapore");
        (await Overlap())
            .Select(s => StartFor(s!, pair.Mentee))
            .ShouldBe(["2026-10-20T07:00:00-05:00", "2026-10-20T18:00:00-05:00"]);
        await (await engagement.Colleague())
            .GetAsync($"{pair.Path}/availability?date=2026-10-20")
            .ShouldBe(HttpStatusCode.Forbidden, "not-allowed");

        async Task<JsonArray> Overlap() =>
            (await pair.MenteeClient.Get($"{pair.Path}/availability?date=2026-10-20"))["items"]!.AsArray();
    }

    [Theory]
    [InlineData("availability", HttpStatusCode.BadRequest)]
    [InlineData("availability?date=tomorrow", HttpStatusCode.BadRequest)]
    [InlineData("availability?date=0001-01-01", HttpStatusCode.UnprocessableEntity)]
    [InlineData("availability?date=9999-12-31", HttpStatusCode.UnprocessableEntity)]
    public async Task A_day_that_is_none_is_refused(string path, HttpStatusCode expected)
    {
        var pair = await engagement.Pair();
        await pair.MenteeClient.GetAsync($"{pair.Path}/{path}").ShouldBe(expected);
    }

    [Theory]
    [InlineData("""{"from":"07:00","to":"07:00","days":["monday"]}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"from":"07:00","to":"08:00","days":[]}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"from":"07:00","to":"08:00","days":["monday","monday"]}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"from":"07:00","to":"08:00","days":["someday"]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"from":"25:00","to":"08:00","days":["monday"]}""", HttpStatusCode.BadRequest)]
    public async Task Hours_that_are_none_are_refused(string body, HttpStatusCode expected) =>
        await (await engagement.Colleague())
            .PutAsync("/me/working-hours", JsonContent.Create(JsonNode.Parse(body)))
            .ShouldBe(expected);

    /// <summary>When a session or a shared time starts, by the clocks of a member.</summary>
    private static string StartFor(JsonNode item, Guid person) =>
        item["times"]!.AsArray().Single(time => time!["person"]!.GetValue<Guid>() == person)![
            "start"
        ]!.GetValue<string>();

    private static async Task<CalendarReader> Invitation(TestPair pair, Guid session)
    {
        var answer = await pair.MentorClient.GetAsync($"{pair.Path}/sessions/{session}/invitation.ics");
        answer.Content.Headers.ContentType!.ToString().ShouldStartWith("text/calendar; charset=utf-8; method=");
        return new(await answer.Content.ReadAsByteArrayAsync());
    }
}
