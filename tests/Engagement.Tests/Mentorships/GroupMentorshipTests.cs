using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Contracts.Matching;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Engagement.Tests.Mentorships;

/// <summary>A mentor with several mentees, over HTTP and the real store, from the match to the close.</summary>
public sealed class GroupMentorshipTests(EngagementHost engagement) : IClassFixture<EngagementHost>
{
    [Fact]
    public async Task A_group_does_all_that_two_people_do()
    {
        var group = await Group(mentees: 3);
        var (mentor, mentees) = (group.Mentor, group.Mentees);
        var page = await mentees[1].Page();
        page["kind"]!.GetValue<string>().ShouldBe("group");
        page["yourRole"]!.GetValue<string>().ShouldBe("mentee");
        page["members"]!
            .AsArray()
            .Select(m => (m!["person"]!.GetValue<Guid>(), m["role"]!.GetValue<string>()))
            .ShouldBe([(mentor.Id, "mentor"), .. mentees.Select(m => (m.Id, "mentee"))]);
        page["formerMembers"]!.AsArray().ShouldBeEmpty();

        await mentor.Post("/agreement", MentorshipApiTests.Terms);
        foreach (var mentee in mentees)
        {
            (await mentor.Page())["agreement"]!["inForce"].ShouldBeNull();
            await mentee.Post("/agreement/acceptance", new { proposal = 1 });
        }

        (await mentor.Page())["agreement"]!["inForce"].ShouldNotBeNull();
        // 9 to 17 in Singapore, Chicago and London is never at the same time.
        (await mentor.Client.Get($"{mentor.Path}/availability?date=2026-10-22"))["items"]!
            .AsArray()
            .ShouldBeEmpty();

        var missed = await Session(mentor, "2026-10-15T22:00");
        var held = await Session(mentees[2], "2026-10-16T09:00");
        await mentees[0]
            .Post($"/sessions/{missed}/attendance", new { missedBy = new[] { mentees[2].Id, mentees[1].Id } });
        await mentor.Post($"/sessions/{held}/attendance", new { missedBy = Array.Empty<Guid>() });
        await mentees[2].Post($"/sessions/{held}/feedback", new { score = 5, audience = "partner" });
        await mentees[1].Post("/check-ins", new { status = "slow", mood = 3 });
        page = await mentees[0].Page();
        page["sessions"]!
            .AsArray()
            .Select(s => s!["missedBy"]!.AsArray().Select(person => person!.GetValue<Guid>()).ToArray())
            .ShouldBe([
                [mentees[1].Id, mentees[2].Id],
                [],
            ]);
        page["sessions"]![0]!["times"]!.AsArray().Count.ShouldBe(4);
        page["partnerFeedback"]![0]!["by"]!.GetValue<Guid>().ShouldBe(mentees[2].Id);
        page["checkIns"]![0]!["by"]!.GetValue<Guid>().ShouldBe(mentees[1].Id);

        await mentees[0]
            .Client.Send($"{mentor.Path}/close", new { outcome = "completed" })
            .ShouldBe(HttpStatusCode.Forbidden, "leave-instead");
        await mentor.Post("/close", new { outcome = "completed" });
        (await mentees[2].Page())["closing"]!["sessionsHeld"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task A_mentee_leaves_and_sees_nothing_of_what_the_group_does_afterwards()
    {
        var group = await Group(mentees: 3);
        var (mentor, leaver, other) = (group.Mentor, group.Mentees[0], group.Mentees[1]);
        var own = await Made(leaver, "/notes", new { text = "My own thought" });
        var shared = await Made(other, "/notes", new { text = "For all of us", shared = true });
        var later = await Made(other, "/notes", new { text = "Shared later" });
        await other.Post("/goals", new { title = "Set before", due = "2027-03-31" });

        await leaver.Post("/leave", new { reason = "Too little time" });
        await leaver.Post("/leave", new { });
        await other.Post($"/notes/{later}/share", new { });
        await other.Post("/goals", new { title = "Set afterwards", due = "2027-03-31" });

        await leaver.Client.GetAsync(leaver.Path).ShouldBe(HttpStatusCode.Forbidden);
        await leaver.Client.GetAsync($"{leaver.Path}/availability?date=2026-10-22").ShouldBe(HttpStatusCode.Forbidden);
        await leaver
            .Client.Send($"{leaver.Path}/check-ins", new { status = "onTrack", mood = 5 })
            .ShouldBe(HttpStatusCode.Forbidden);
        await leaver
            .Client.Send($"{leaver.Path}/close", new { outcome = "neverStarted" })
            .ShouldBe(HttpStatusCode.Forbidden);
        await leaver.Client.Send($"{leaver.Path}/notes/{own}/share").ShouldBe(HttpStatusCode.Forbidden);
        foreach (var note in (Guid[])[shared, later])
            await leaver.Client.GetAsync($"{leaver.Path}/notes/{note}").ShouldBe(HttpStatusCode.Forbidden);
        (await leaver.Client.Get($"{leaver.Path}/notes/{own}"))["text"]!.GetValue<string>().ShouldBe("My own thought");
        (await leaver.Client.Get($"{leaver.Path}/notes"))["items"]!.AsArray().ShouldHaveSingleItem()!["id"]!
            .GetValue<Guid>()
            .ShouldBe(own);

        var page = await mentor.Page();
        page["members"]!.AsArray().Count.ShouldBe(3);
        page["formerMembers"]!.AsArray().ShouldHaveSingleItem()!["person"]!.GetValue<Guid>().ShouldBe(leaver.Id);
        page.ToJsonString().ShouldNotContain("Too little time");

        await Eventually.Passes(async () =>
        {
            var line = await Line(leaver);
            line["outcome"]!.GetValue<string>().ShouldBe("left");
            line["closed"].ShouldNotBeNull();
            line["goals"]!.GetValue<int>().ShouldBe(0);
            People(line).ShouldBe([mentor.Id, leaver.Id]);
            line = await Line(other);
            line["closed"].ShouldBeNull();
            line["goals"]!.GetValue<int>().ShouldBe(2);
            People(line).ShouldBe([mentor.Id, other.Id, group.Mentees[2].Id]);
        });

        var export = (await leaver.Client.Get($"/people/{leaver.Id}/personal-data")).ToJsonString();
        foreach (var text in (string[])["Too little time", "My own thought", "Set before", "For all of us"])
            export.ShouldContain(text);
        foreach (var text in (string[])["Set afterwards", "Shared later"])
            export.ShouldNotContain(text);
        (await other.Client.Get($"/people/{other.Id}/personal-data"))
            .ToJsonString()
            .ShouldNotContain("Too little time");
    }

    [Fact]
    public async Task A_coordinator_has_a_mentee_leave_and_reads_why_others_left()
    {
        var group = await Group(mentees: 3);
        var coordinator = engagement.As(Guid.CreateVersion7(), ["coordinator"], ["CHI"]);
        var elsewhere = engagement.As(Guid.CreateVersion7(), ["coordinator"], ["LON"]);
        await group.Mentees[0].Post("/leave", new { reason = "Too little time" });
        var body = new { mentee = group.Mentees[1].Id, reason = "Never came" };
        await elsewhere.Send($"{group.Mentor.Path}/leave", body).ShouldBe(HttpStatusCode.Forbidden);
        await group.Mentor.Client.Send($"{group.Mentor.Path}/leave", body).ShouldBe(HttpStatusCode.Forbidden);
        await coordinator.Send($"{group.Mentor.Path}/leave", new { }).ShouldBe(HttpStatusCode.UnprocessableEntity);
        foreach (var _ in (int[])[1, 2])
            await coordinator.Send($"{group.Mentor.Path}/leave", body).ShouldBe(HttpStatusCode.NoContent);

        var view = await coordinator.Get($"{group.Mentor.Path}/coordinator-view");
        view["departures"]!
            .AsArray()
            .Select(d =>
                (d!["person"]!.GetValue<Guid>(), d["cause"]!.GetValue<string>(), d["reason"]!.GetValue<string>())
            )
            .ShouldBe([(group.Mentees[0].Id, "left", "Too little time"), (group.Mentees[1].Id, "left", "Never came")]);

        await coordinator
            .Send($"{group.Mentor.Path}/leave", new { mentee = group.Mentees[2].Id })
            .ShouldBe(HttpStatusCode.NoContent);
        (await group.Mentor.Page())["closing"]!["outcome"]!.GetValue<string>().ShouldBe("endedEarly");
    }

    [Fact]
    public async Task What_is_no_group_is_closed_and_the_mentor_closes()
    {
        var pair = await engagement.Pair();
        await pair.MenteeClient.Send($"{pair.Path}/leave", new { }).ShouldBe(HttpStatusCode.Conflict, "close-instead");
        var group = await Group(mentees: 2);
        await group
            .Mentor.Client.Send($"{group.Mentor.Path}/leave", new { })
            .ShouldBe(HttpStatusCode.Conflict, "close-instead");
        await engagement
            .As(Guid.CreateVersion7(), ["overseer"], ["*"])
            .Send($"{group.Mentor.Path}/leave", new { mentee = group.Mentees[0].Id })
            .ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Two_who_leave_at_once_both_leave_and_the_last_one_closes_the_group()
    {
        var group = await Group(mentees: 2);
        var answers = await Task.WhenAll(
            group.Mentees.SelectMany(m => new[] { m, m }).Select(m => m.Client.Send($"{m.Path}/leave", new { }))
        );
        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.NoContent);
        var stored = await engagement.Stored(group.Id);
        stored
            .Select(e => e.GetType())
            .ShouldBe([typeof(MentorshipStarted), typeof(MemberLeft), typeof(MentorshipClosed)]);
        var closed = (MentorshipClosed)stored[^1];
        closed.Outcome.ShouldBe(Outcome.EndedEarly);
        closed.Members.Select(m => m.Person.Value).ShouldNotContain(((MemberLeft)stored[1]).Member.Person.Value);
    }

    [Fact]
    public async Task A_mentee_who_leaves_while_the_mentor_closes_leaves_before_it_or_not_at_all()
    {
        for (var i = 0; i < 5; i++)
        {
            var group = await Group(mentees: 2);
            var leaver = group.Mentees[0];
            var close = group.Mentor.Client.Send($"{leaver.Path}/close", new { outcome = "neverStarted" });
            var leave = await leaver.Client.Send($"{leaver.Path}/leave", new { });
            (await close).StatusCode.ShouldBe(HttpStatusCode.NoContent);
            var stored = await engagement.Stored(group.Id);
            var closed = stored[^1].ShouldBeOfType<MentorshipClosed>();
            var hasLeft = stored.OfType<MemberLeft>().Any();
            leave.StatusCode.ShouldBe(hasLeft ? HttpStatusCode.NoContent : HttpStatusCode.Conflict);
            closed.Members.Any(m => m.Person.Value == leaver.Id).ShouldBe(!hasLeft);
        }
    }

    [Fact]
    public async Task A_mentee_who_left_the_company_leaves_the_group_and_the_mentors_departure_closes_it()
    {
        var group = await Group(mentees: 3);
        await engagement.Deliver(
            EngagementHost.Person(group.Mentees[1].Id, "CHI", "America/Chicago", version: 2) with
            {
                OnLeave = true,
            }
        );
        await engagement.Deliver(
            EngagementHost.Person(group.Mentees[0].Id, "CHI", "America/Chicago", version: 2, active: false)
        );
        await Eventually.Passes(async () =>
            (await engagement.Stored(group.Id))
                .OfType<MemberLeft>()
                .ShouldHaveSingleItem()
                .Cause.ShouldBe(LeaveCause.PersonLeft)
        );
        (await group.Mentor.Page())["pausedAt"].ShouldBeNull();
        // Who left is in no table of open mentorships any more.
        (
            await engagement
                .Services.GetRequiredService<ReadModels>()
                .Query<Guid>($"select person from open_mentorship_members where mentorship = {group.Id}", default)
        ).ShouldBe([group.Mentor.Id, group.Mentees[1].Id, group.Mentees[2].Id], ignoreOrder: true);

        await engagement.DeliverAtOnce([Invalid(group, group.Mentees[1].Id)]);
        (await engagement.Stored(group.Id)).OfType<MemberLeft>().Last().Cause.ShouldBe(LeaveCause.ReportingLine);
        await engagement.Deliver(
            EngagementHost.Person(group.Mentor.Id, "SIN", "Asia/Singapore", version: 2, active: false)
        );
        await Eventually.Passes(async () =>
            (await engagement.Stored(group.Id))
                .OfType<MentorshipClosed>()
                .ShouldHaveSingleItem()
                .Outcome.ShouldBe(Outcome.PersonLeft)
        );
    }

    private static MatchInvalidated Invalid(TestGroup group, Guid leaving) =>
        new(group.Id, 4, group.Program, "group", Contract(group), "CHI", "reportingLine", TestData.Now, leaving);

    private static Contracts.Member[] Contract(TestGroup group) =>
        [new(group.Mentor.Id, "mentor"), .. group.Mentees.Select(m => new Contracts.Member(m.Id, "mentee"))];

    private static async Task<JsonNode> Line(TestMember member) =>
        (await member.Client.Get("/me/mentorships"))["items"]!.AsArray().ShouldHaveSingleItem()!;

    private static IEnumerable<Guid> People(JsonNode line) =>
        line["members"]!.AsArray().Select(m => m!["person"]!.GetValue<Guid>());

    private static async Task<Guid> Made(TestMember member, string path, object body) =>
        (await member.Post(path, body))!["id"]!.GetValue<Guid>();

    private static async Task<Guid> Session(TestMember member, string start) =>
        (await member.Post("/sessions", new { start, minutes = 60 }))!["ids"]![0]!.GetValue<Guid>();

    /// <summary>The mentor lives in Singapore, the mentees in Chicago and London.</summary>
    private async Task<TestGroup> Group(int mentees)
    {
        var (match, program) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var mentor = Guid.CreateVersion7();
        Guid[] others = [.. Enumerable.Range(0, mentees).Select(_ => Guid.CreateVersion7())];
        var group = new TestGroup(match, program, Of(mentor), [.. others.Select(Of)]);
        await engagement.DeliverAtOnce([
            EngagementHost.Person(mentor, "SIN", "Asia/Singapore"),
            .. others.Select(
                (id, n) =>
                    n % 2 == 0
                        ? EngagementHost.Person(id, "CHI", "America/Chicago")
                        : EngagementHost.Person(id, "LON", "Europe/London")
            ),
            EngagementHost.Confirmed(match, program, mentor, mentor) with
            {
                Kind = "group",
                Members = Contract(group),
                At = engagement.Clock.GetUtcNow(),
            },
        ]);
        return group;

        TestMember Of(Guid id) => new(id, match, engagement.As(id));
    }

    private sealed record TestGroup(Guid Id, Guid Program, TestMember Mentor, TestMember[] Mentees);

    private sealed record TestMember(Guid Id, Guid Mentorship, HttpClient Client)
    {
        public string Path => $"/mentorships/{Mentorship}";

        public Task<JsonNode> Page() => Client.Get(Path);

        public Task<JsonNode?> Post(string path, object body) => Client.Post(Path + path, body);
    }
}
