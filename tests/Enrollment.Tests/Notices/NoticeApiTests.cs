using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Contracts.Engagement;
using PeerNetwork.Contracts.Matching;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Notices;

/// <summary>People hear what concerns them in the portal; no SMTP server is set.</summary>
public class NoticeApiTests(EnrollmentHost enrollment) : IClassFixture<EnrollmentHost>
{
    [Fact]
    public async Task Members_of_a_proposal_are_asked_until_they_have_answered()
    {
        var (program, match) = (await enrollment.Published(), Guid.CreateVersion7());
        var (proposed, message) = (Proposed(program, match), Guid.CreateVersion7());
        await enrollment.Deliver(proposed, message);
        await enrollment.Deliver(proposed, message);
        await enrollment.Deliver(proposed);

        var asked = (await Notices("E2", match)).ShouldHaveSingleItem();
        Texts(asked, "kind", "subject").ShouldBe(["matchProposed", "A match is proposed to you in Career change"]);
        asked.GetProperty("text").GetString()!.ShouldContain("(Europe/Berlin)");
        asked.GetProperty("page").GetString().ShouldBe($"/offers/{match}");
        asked.GetProperty("time").GetDateTimeOffset().ShouldBe(proposed.AnswerUntil, TimeSpan.FromMilliseconds(1));
        (await Notices("E4", match)).ShouldBeEmpty();

        await enrollment.Deliver(
            new MatchAnswered(match, 2, enrollment.People["E2"], "accepted", DateTimeOffset.UtcNow)
        );
        (await Notices("E2", match)).Single().GetProperty("settled").GetBoolean().ShouldBeTrue();
        (await Notices("E3", match)).Single().GetProperty("settled").GetBoolean().ShouldBeFalse();

        await enrollment.Deliver(
            new MatchConfirmed(
                match,
                4,
                program,
                "oneToOne",
                proposed.Members,
                "BER",
                DateTimeOffset.UtcNow,
                DateTimeOffset.UtcNow
            )
        );
        foreach (var person in (string[])["E2", "E3"])
            (await Notices(person, match)).Select(Kind).ShouldBe(["matchConfirmed", "matchProposed"]);

        await enrollment.Deliver(
            new MentorshipClosed(
                match,
                9,
                program,
                "oneToOne",
                proposed.Members,
                "BER",
                "endedEarly",
                3,
                DateTimeOffset.UtcNow
            )
        );
        (await Notices("E3", match)).Select(Kind).ShouldBe(["mentorshipClosed", "matchConfirmed", "matchProposed"]);
        (
            await enrollment.Services.GetRequiredService<Verification>().Run(TimeSpan.FromMinutes(1), default)
        ).Differences.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_proposal_that_ended_before_it_was_told_of_is_not_told_of()
    {
        var (program, match) = (await enrollment.Published(), Guid.CreateVersion7());
        var proposed = Proposed(program, match);

        await enrollment.Deliver(Declined(proposed));
        await enrollment.Deliver(proposed);

        (await Notices("E2", match)).ShouldBeEmpty("the mentor declined");
        (await Notices("E3", match)).Select(Kind).ShouldBe(["matchEnded"]);
    }

    [Fact]
    public async Task People_who_connect_without_a_program_hear_of_it()
    {
        var (connection, now) = (Guid.CreateVersion7(), DateTimeOffset.UtcNow);
        var (from, to) = (enrollment.People["E2"], enrollment.People["E3"]);
        var requested = new ConnectionRequested(connection, 1, from, to, now.AddDays(14), now);
        await enrollment.Deliver(requested);
        await enrollment.Deliver(requested);

        var asked = (await Notices("E3", connection)).ShouldHaveSingleItem();
        Texts(asked, "kind", "subject", "page")
            .ShouldBe(["connectionRequested", "Someone would like to connect with you", "/connections"]);
        asked.GetProperty("program").ValueKind.ShouldBe(JsonValueKind.Null);
        (await Notices("E2", connection)).ShouldBeEmpty();

        await enrollment.Deliver(new ConnectionAccepted(connection, 2, from, to, "BER", now));
        (await Notices("E3", connection)).Single().GetProperty("settled").GetBoolean().ShouldBeTrue();
        var accepted = (await Notices("E2", connection)).ShouldHaveSingleItem();
        Texts(accepted, "kind", "page").ShouldBe(["connectionAccepted", $"/mentoring/{connection}"]);

        await enrollment.Deliver(
            new ConnectionClosed(connection, 9, [new(from, "peer"), new(to, "peer")], "completed", now)
        );
        (await Notices("E3", connection)).Select(Kind).ShouldBe(["mentorshipClosed", "connectionRequested"]);
    }

    [Fact]
    public async Task A_request_that_ended_is_settled_and_one_that_ended_before_is_not_told_of()
    {
        var now = DateTimeOffset.UtcNow;
        var (from, to) = (enrollment.People["E2"], enrollment.People["E3"]);
        Guid[] connections = [Guid.CreateVersion7(), Guid.CreateVersion7()];
        var requests = connections
            .Select(id => new ConnectionRequested(id, 1, from, to, now.AddDays(14), now))
            .ToArray();
        await enrollment.Deliver(requests[0]);
        foreach (var connection in connections)
            await enrollment.Deliver(new ConnectionRequestEnded(connection, 2, from, to, "expired", now));
        await enrollment.Deliver(requests[1]);

        (await Notices("E3", connections[0])).Single().GetProperty("settled").GetBoolean().ShouldBeTrue();
        (await Notices("E3", connections[1])).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_mentee_whose_time_in_a_group_is_over_hears_so()
    {
        var (program, match) = (await enrollment.Published(), Guid.CreateVersion7());
        await enrollment.Deliver(Proposed(program, match));

        await enrollment.Deliver(Answered("E3", "notAnswered"));
        await enrollment.Deliver(Answered("E2", "declinedByMentee"));

        (await Notices("E3", match)).Select(Kind).ShouldBe(["matchEnded", "matchProposed"]);
        (await Notices("E2", match)).Select(Kind).ShouldBe(["matchProposed"], "it was the person's own choice");

        MatchAnswered Answered(string person, string answer) =>
            new(match, 2, enrollment.People[person], answer, DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task Applicants_hear_what_was_decided()
    {
        var (program, coordinator) = (await enrollment.Published(), enrollment.Coordinator("*"));
        var approved = await EnrollmentHost.Created(await enrollment.Apply("E3", program));
        var rejected = await EnrollmentHost.Created(await enrollment.Apply("E5", program));
        await EnrollmentHost.Done(await coordinator.PostAsync($"/applications/{approved}/approve", null));
        await EnrollmentHost.Done(
            await coordinator.PostAsJsonAsync($"/applications/{rejected}/reject", new { reason = "Full." })
        );

        await Eventually.Passes(async () =>
        {
            (await Notices("E3", approved)).Select(Kind).ShouldBe(["applicationApproved"]);
            var told = (await Notices("E5", rejected)).ShouldHaveSingleItem();
            Kind(told).ShouldBe("applicationRejected");
            told.GetProperty("text").GetString()!.ShouldNotContain("Full.");
        });
    }

    [Fact]
    public async Task Applicants_hear_of_their_interview_of_its_new_time_and_of_its_end()
    {
        var criteria = new[] { new { title = "Openness", weight = 1 } };
        var program = await enrollment.Published(
            new
            {
                selection = new
                {
                    mentee = new
                    {
                        method = "interview",
                        criteria,
                        minScore = 1,
                    },
                },
            }
        );
        var application = await EnrollmentHost.Created(await enrollment.Apply("E7", program));
        var interviewer = await enrollment.CoordinatorOf("E2", program);
        var (coordinator, path) = (enrollment.Coordinator("BER", "CHI"), $"/selections/{application}/interview");

        await PlanAt("10:00");
        await Told("interviewPlanned open");
        await PlanAt("11:00");
        await Told("interviewPlanned open", "interviewPlanned settled");
        await EnrollmentHost.Done(await coordinator.DeleteAsync(path));
        await Told("interviewCancelled open", "interviewPlanned settled", "interviewPlanned settled");
        await PlanAt("12:00");
        await Told(
            "interviewPlanned open",
            "interviewCancelled open",
            "interviewPlanned settled",
            "interviewPlanned settled"
        );

        async Task PlanAt(string time) =>
            await EnrollmentHost.Done(
                await coordinator.PutAsJsonAsync(
                    path,
                    new
                    {
                        interviewer,
                        start = $"{TimeProvider.System.GetUtcNow().Year + 1}-06-01T{time}",
                        minutes = 30,
                        zone = "America/Chicago",
                        place = "Room 4",
                    }
                )
            );

        Task Told(params string[] states) =>
            Eventually.Passes(async () => (await Notices("E7", application)).Select(State).ShouldBe(states));
    }

    [Fact]
    public async Task What_is_read_counts_no_longer()
    {
        var program = await enrollment.Published();
        foreach (var _ in Enumerable.Range(0, 3))
            await enrollment.Deliver(Proposed(program, Guid.CreateVersion7(), "E1", "E6"));
        var mentor = enrollment.Employee("E6");
        (await Unread(mentor)).ShouldBe(3);
        var all = await EnrollmentHost.Items(mentor, "/notices/mine?limit=200");
        all.Select(n => n.GetProperty("raisedAt").GetDateTimeOffset()).ShouldBeInOrder(SortDirection.Descending);
        var first = all[0].GetProperty("id").GetGuid();

        await EnrollmentHost.Refused(
            await enrollment.Employee("E1").PostAsync($"/notices/{first}/read", null),
            HttpStatusCode.NotFound
        );
        await EnrollmentHost.Done(await mentor.PostAsync($"/notices/{first}/read", null));
        await EnrollmentHost.Done(await mentor.PostAsync($"/notices/{first}/read", null));
        (await Unread(mentor)).ShouldBe(2);
        (await EnrollmentHost.Items(mentor, "/notices/mine?unread=true")).Count.ShouldBe(2);

        await EnrollmentHost.Done(await mentor.PostAsync("/notices/mine/read", null));
        (await Unread(mentor)).ShouldBe(0);
        (await EnrollmentHost.Items(mentor, "/notices/mine?unread=true")).ShouldBeEmpty();
        (await Unread(enrollment.Employee("E1"))).ShouldBe(3);
    }

    [Fact]
    public async Task A_notice_is_in_the_language_that_the_client_accepts()
    {
        var (program, match) = (await enrollment.Published(), Guid.CreateVersion7());
        await enrollment.Deliver(Proposed(program, match));
        var mentee = enrollment.Employee("E3");
        mentee.DefaultRequestHeaders.Add("Accept-Language", "it, de-AT;q=0.9, fr;q=0.8");

        var notice = (await EnrollmentHost.Items(mentee, "/notices/mine?limit=200")).First(n => IsAbout(n, match));

        notice
            .GetProperty("subject")
            .GetString()
            .ShouldBe("Im Programm Career change wird Ihnen ein Match vorgeschlagen");
    }

    [Fact]
    public async Task A_person_chooses_what_comes_by_mail_and_when()
    {
        var person = enrollment.Employee("E4");
        var before = await EnrollmentHost.Get(person, "/notices/preferences");
        Texts(before, "dailyAt", "zone", "textLanguage", "address")
            .ShouldBe(["08:00:00", "Europe/Berlin", "en", "di@example.com"]);
        Mails(before).ShouldContain("matchProposed atOnce");

        await EnrollmentHost.Done(
            await person.PutAsJsonAsync(
                "/notices/preferences",
                new
                {
                    mails = new[]
                    {
                        new { kind = "matchConfirmed", mail = "daily" },
                        new { kind = "mentorInvited", mail = "never" },
                    },
                    dailyAt = "17:30:00",
                    quiet = new { from = "20:00:00", until = "07:00:00" },
                    language = "ja",
                }
            )
        );

        var after = await EnrollmentHost.Get(person, "/notices/preferences");
        Texts(after, "dailyAt", "language", "textLanguage").ShouldBe(["17:30:00", "ja", "ja"]);
        foreach (var mail in (string[])["matchProposed atOnce", "matchConfirmed daily", "mentorInvited never"])
            Mails(after).ShouldContain(mail);
        Texts(after.GetProperty("quiet"), "from", "until").ShouldBe(["20:00:00", "07:00:00"]);
        foreach (
            var (body, field) in new (object, string)[]
            {
                (new { language = "tlh" }, "language"),
                (new { mails = new[] { Never, Never } }, "mails"),
                (new { quiet = new { from = "07:00:00", until = "07:00:00" } }, "quiet"),
            }
        )
            (
                await EnrollmentHost.Refused(
                    await person.PutAsJsonAsync("/notices/preferences", body),
                    HttpStatusCode.UnprocessableEntity
                )
            ).ShouldContain(field);
        await EnrollmentHost.Refused(
            await enrollment.In("coordinator").PutAsJsonAsync("/notices/preferences", new { language = "de" }),
            HttpStatusCode.NotFound
        );
    }

    [Fact]
    public async Task Operators_see_that_no_server_is_set()
    {
        var queue = await EnrollmentHost.Get(enrollment.Overseer, "/operations/mails");
        queue.GetProperty("host").ValueKind.ShouldBe(JsonValueKind.Null);
        queue.GetProperty("due").GetInt64().ShouldBe(0);
    }

    private static object Never => new { kind = "mentorInvited", mail = "never" };

    private static IEnumerable<string> Mails(JsonElement preferences) =>
        preferences
            .GetProperty("mails")
            .EnumerateArray()
            .Select(mail => $"{mail.GetProperty("kind").GetString()} {mail.GetProperty("mail").GetString()}");

    private MatchProposed Proposed(Guid program, Guid match, string mentee = "E3", string mentor = "E2") =>
        new(
            match,
            1,
            program,
            Guid.CreateVersion7(),
            "oneToOne",
            [new(enrollment.People[mentor], "mentor"), new(enrollment.People[mentee], "mentee")],
            "BER",
            700_000,
            DateTimeOffset.UtcNow.AddDays(7),
            DateTimeOffset.UtcNow
        );

    private static MatchDeclined Declined(MatchProposed match) =>
        new(
            match.Match,
            3,
            match.Program,
            match.Kind,
            match.Members,
            match.SiteCode,
            "declinedByMentor",
            [match.Members[0].Person],
            DateTimeOffset.UtcNow
        );

    private async Task<IReadOnlyList<JsonElement>> Notices(string person, Guid about) =>
        [
            .. (await EnrollmentHost.Items(enrollment.Employee(person), "/notices/mine?limit=200")).Where(n =>
                IsAbout(n, about)
            ),
        ];

    private static async Task<long> Unread(HttpClient person) =>
        (await EnrollmentHost.Get(person, "/notices/mine/unread")).GetProperty("unread").GetInt64();

    private static bool IsAbout(JsonElement notice, Guid about) => notice.GetProperty("about").GetGuid() == about;

    private static string Kind(JsonElement notice) => notice.GetProperty("kind").GetString()!;

    private static string State(JsonElement notice) =>
        $"{Kind(notice)} {(notice.GetProperty("settled").GetBoolean() ? "settled" : "open")}";

    private static IEnumerable<string?> Texts(JsonElement json, params string[] names) =>
        names.Select(name => json.GetProperty(name).GetString());
}
