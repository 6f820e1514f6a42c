using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Selection;

/// <summary>The interview and the assessments of an application, and what its applicant sees of them.</summary>
public class SelectionApiTests(EnrollmentHost enrollment) : IClassFixture<EnrollmentHost>
{
    /// <summary>A day in the summer of the next year, by which interviews can be planned.</summary>
    private static readonly string Day = $"{TimeProvider.System.GetUtcNow().Year + 1}-06-01";

    private static readonly object Plan = new
    {
        selection = new
        {
            mentee = new
            {
                method = "interview",
                criteria = new object[]
                {
                    new
                    {
                        title = "Motivation",
                        description = "Says why now.",
                        weight = 3,
                    },
                    new { title = "Openness", weight = 1 },
                },
                minScore = 3.5,
            },
        },
    };

    private HttpClient Coordinator => enrollment.Coordinator("BER", "CHI");

    [Fact]
    public async Task An_applicant_is_interviewed_assessed_and_approved()
    {
        var (program, coordinator, mentee) = (await enrollment.Published(Plan), Coordinator, enrollment.Employee("E3"));
        var id = await EnrollmentHost.Created(await enrollment.Apply("E3", program));
        await Listed(coordinator, program, "due");
        (await Refused(Approve(coordinator, id), HttpStatusCode.Conflict)).ShouldContain("assessment-due");
        var due = (await EnrollmentHost.Get(mentee, $"/applications/{id}")).GetProperty("selection");
        due.GetProperty("state").GetString().ShouldBe("due");
        due.GetProperty("asked")[0].ToString().ShouldNotContain("weight");
        due.GetProperty("asked")[0].GetProperty("criteria")[0].GetProperty("title").GetString().ShouldBe("Motivation");

        var interviewer = await enrollment.CoordinatorOf("E6", program);
        await EnrollmentHost.Done(await Interview(coordinator, id, interviewer, $"{Day}T10:00"));
        await EnrollmentHost.Done(await Interview(coordinator, id, interviewer, $"{Day}T11:00"));

        var planned = (await EnrollmentHost.Get(mentee, $"/applications/{id}")).GetProperty("selection");
        var interview = planned.GetProperty("interview");
        (planned.GetProperty("state").GetString(), interview.GetProperty("interviewer").GetGuid()).ShouldBe(
            ("planned", interviewer)
        );
        interview.GetProperty("startsAt").GetString().ShouldBe($"{Day}T11:00:00+02:00");
        interview.GetProperty("zone").GetString().ShouldBe("Europe/Berlin");
        interview.GetProperty("place").GetString().ShouldBe("Room 4");
        var mine = (await EnrollmentHost.Items(mentee, "/applications/mine")).Single(a => IdOf(a) == id);
        mine.GetProperty("interviewAt")
            .GetDateTimeOffset()
            .ShouldBe(interview.GetProperty("startsAt").GetDateTimeOffset());
        await Listed(coordinator, program, "planned");

        await EnrollmentHost.Done(await Assess(enrollment.Employee("E6"), id, 5, 3));
        await EnrollmentHost.Done(await Assess(coordinator, id, 3, 3));
        await EnrollmentHost.Done(await Assess(coordinator, id, 4, 3));

        var selection = await EnrollmentHost.Get(coordinator, $"/selections/{id}");
        selection.GetProperty("assessments").GetArrayLength().ShouldBe(2);
        selection.GetProperty("assessments")[1].GetProperty("isMine").GetBoolean().ShouldBeTrue();
        selection.GetProperty("rubrics")[0].GetProperty("step").GetProperty("minScore").GetDecimal().ShouldBe(3.5m);
        var outcome = selection.GetProperty("outcome");
        // (4.5 * 3 + 3) / 4
        outcome.GetProperty("score").GetDecimal().ShouldBe(4.13m);
        outcome.GetProperty("recommended").GetBoolean().ShouldBeTrue();
        var listed = await Listed(coordinator, program, "assessed");
        (listed.GetProperty("score").GetDecimal(), listed.GetProperty("recommended").GetBoolean()).ShouldBe(
            (4.13m, true)
        );
        await EnrollmentHost.Done(await Approve(coordinator, id));
        await enrollment.Becomes(id, "ready");
        await Refused(Assess(coordinator, id, 1, 1), HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task The_applicant_never_sees_scores_and_comments_but_in_the_export()
    {
        var program = await enrollment.Published(Plan);
        var id = await EnrollmentHost.Created(await enrollment.Apply("E3", program));
        var assessor = await enrollment.CoordinatorOf("E6", program);
        await EnrollmentHost.Done(await Assess(enrollment.Employee("E6"), id, 2, 2, "Quokkas hesitate."));
        await EnrollmentHost.Done(await Approve(Coordinator, id, "Axolotls are rare."));

        var mentee = enrollment.Employee("E3");
        foreach (var path in (string[])[$"/applications/{id}", "/applications/mine", $"/programs/{program}"])
        {
            var seen = await mentee.GetStringAsync(path);
            foreach (var secret in (string[])["quokkas", "axolotls", "\"score\":2", "recommended\":false", "weight"])
                seen.ShouldNotContain(secret, Case.Insensitive);
        }
        await Refused(mentee.GetAsync($"/selections/{id}"), HttpStatusCode.Forbidden);

        var export = await EnrollmentHost.Get(mentee, $"/people/{enrollment.People["E3"]}/personal-data");
        var applications = Records(export, "Applications");
        applications.ShouldContain("Quokkas hesitate.");
        applications.ShouldContain("Axolotls are rare.");
        applications.ShouldContain("Who recorded the assessment.");
        RecordsOf(export, "Applications")
            .Where(record => record.GetProperty("what").GetString() == "assessment recorded")
            .ShouldAllBe(record => !record.ToString().Contains($"{assessor}"));
        var own = await EnrollmentHost.Get(enrollment.Employee("E6"), $"/people/{assessor}/personal-data");
        Records(own, "Decisions on others").ShouldContain("Quokkas hesitate.");
        own.ToString().ShouldNotContain("criterion");
    }

    [Fact]
    public async Task What_is_written_about_an_applicant_is_stored_encrypted_and_can_be_rebuilt()
    {
        var program = await enrollment.Published(Plan);
        var id = await EnrollmentHost.Created(await enrollment.Apply("E5", program));
        var interviewer = await enrollment.CoordinatorOf("E6", program);
        await EnrollmentHost.Done(
            await Interview(Coordinator, id, interviewer, $"{Day}T10:00", "Wombat room", "https://meet.test/numbat")
        );
        await EnrollmentHost.Done(await Assess(Coordinator, id, 1, 2, "Bilbies doubt it."));
        await EnrollmentHost.Done(await Approve(Coordinator, id, "Pangolins insist."));

        var stored = await DatabaseDump.ReadAll(enrollment.Database);

        foreach (var place in (string[])["assessment_recorded", "interview_planned"])
            stored.ShouldContain(place);
        foreach (var secret in (string[])["wombat", "numbat", "bilbies", "pangolins", "recommended"])
            stored.ShouldNotContain(secret, Case.Insensitive);
        (
            await enrollment.Services.GetRequiredService<Verification>().Run(TimeSpan.FromMinutes(1), default)
        ).Differences.ShouldBeEmpty();
    }

    [Fact]
    public async Task Many_are_approved_but_those_that_are_not_assessed_or_below_the_minimum()
    {
        var (program, coordinator) = (await enrollment.Published(Plan), Coordinator);
        var (due, below, above) = (
            await EnrollmentHost.Created(await enrollment.Apply("E3", program)),
            await EnrollmentHost.Created(await enrollment.Apply("E4", program)),
            await EnrollmentHost.Created(await enrollment.Apply("E7", program))
        );
        await EnrollmentHost.Done(await Assess(coordinator, below, 1, 5));
        await EnrollmentHost.Done(await Assess(coordinator, above, 5, 1));

        var answer = await EnrollmentHost.Json(
            await coordinator.PostAsJsonAsync("/applications/approvals", new { filter = new { program } })
        );

        answer
            .GetProperty("results")
            .EnumerateArray()
            .Select(r => (r.GetProperty("application").GetGuid(), r.GetProperty("outcome").GetString(), TypeOf(r)))
            .ShouldBe([
                (due, "notDone", "urn:peernetwork:problem:assessment-due"),
                (below, "notDone", "urn:peernetwork:problem:approval-reason-due"),
                (above, "done", null),
            ]);
        (await Refused(Approve(coordinator, below), HttpStatusCode.Conflict)).ShouldContain("approval-reason-due");
        await EnrollmentHost.Done(await Approve(coordinator, below, "There is a place."));
        (await EnrollmentHost.Get(coordinator, $"/selections/{below}"))
            .GetProperty("approvalReason")
            .GetString()
            .ShouldBe("There is a place.");
    }

    [Fact]
    public async Task Neither_applicants_nor_their_reporting_line_interview_or_assess()
    {
        var program = await enrollment.Published(Plan);
        var id = await EnrollmentHost.Created(await enrollment.Apply("E4", program));
        // E2 is the manager of E4.
        var (self, manager) = (
            await enrollment.CoordinatorOf("E4", program),
            await enrollment.CoordinatorOf("E2", program)
        );
        (await Refused(Assess(enrollment.Employee("E4"), id, 5, 5), HttpStatusCode.Forbidden)).ShouldContain(
            "own-application"
        );
        (await Refused(Assess(enrollment.Employee("E2"), id, 5, 5), HttpStatusCode.Forbidden)).ShouldContain(
            "same-reporting-line"
        );
        foreach (var person in (Guid[])[self, manager, enrollment.People["E7"], Guid.CreateVersion7()])
            (
                await Refused(Interview(Coordinator, id, person, $"{Day}T10:00"), HttpStatusCode.UnprocessableEntity)
            ).ShouldContain("interviewer");
        var free = await enrollment.CoordinatorOf("E6", program);
        var choice = (await EnrollmentHost.Get(Coordinator, $"/selections/{id}/interviewers")).GetProperty("items");
        choice.EnumerateArray().ShouldHaveSingleItem().GetProperty("person").GetGuid().ShouldBe(free);
        (await EnrollmentHost.Get(enrollment.Employee("E2"), $"/selections/{id}"))
            .GetProperty("mayAssess")
            .GetBoolean()
            .ShouldBeFalse();
        // The scores are not shown to an applicant who is a coordinator, too.
        await EnrollmentHost.Done(await Assess(Coordinator, id, 5, 5));
        await Refused(enrollment.Employee("E4").GetAsync($"/selections/{id}"), HttpStatusCode.Forbidden);
        var own = (await EnrollmentHost.Items(enrollment.Employee("E4"), $"/applications?program={program}")).Single();
        own.GetProperty("score").ValueKind.ShouldBe(JsonValueKind.Null);
        own.GetProperty("selection").GetString().ShouldBe("assessed");
    }

    [Fact]
    public async Task An_interview_is_cancelled()
    {
        var (program, coordinator) = (await enrollment.Published(Plan), Coordinator);
        var id = await EnrollmentHost.Created(await enrollment.Apply("E7", program));
        var interviewer = await enrollment.CoordinatorOf("E2", program);
        await EnrollmentHost.Done(await Interview(coordinator, id, interviewer, $"{Day}T10:00", zone: null));
        (await EnrollmentHost.Get(coordinator, $"/selections/{id}"))
            .GetProperty("interview")
            .GetProperty("startsAt")
            .GetString()
            .ShouldBe($"{Day}T10:00:00-05:00");

        await EnrollmentHost.Done(await coordinator.DeleteAsync($"/selections/{id}/interview"));
        await EnrollmentHost.Done(await coordinator.DeleteAsync($"/selections/{id}/interview"));

        await Listed(coordinator, program, "due");
    }

    [Fact]
    public async Task Other_coordinators_know_of_no_application()
    {
        var program = await enrollment.Published(Plan);
        var id = await EnrollmentHost.Created(await enrollment.Apply("E3", program));
        var chicago = enrollment.Coordinator("CHI");
        foreach (var unknown in (Guid[])[id, program, Guid.CreateVersion7()])
        {
            Task<HttpResponseMessage>[] answers =
            [
                chicago.GetAsync($"/selections/{unknown}"),
                chicago.GetAsync($"/selections/{unknown}/interviewers"),
                Interview(chicago, unknown, enrollment.People["E6"], $"{Day}T10:00"),
                chicago.DeleteAsync($"/selections/{unknown}/interview"),
                Assess(chicago, unknown, 3, 3),
            ];
            foreach (var answer in answers)
                await Refused(answer, HttpStatusCode.NotFound);
        }
    }

    [Theory]
    [InlineData("""{ "start": "DAYT10:00", "minutes": 30 }""")]
    [InlineData("""{ "start": "DAYT10:00", "minutes": 30, "link": "http://meet.test" }""")]
    [InlineData("""{ "start": "DAYT10:00", "minutes": 30, "link": "javascript:alert(1)" }""")]
    [InlineData("""{ "start": "DAYT10:00", "minutes": 4, "place": "Room 4" }""")]
    [InlineData("""{ "start": "DAYT10:00Z", "minutes": 30, "place": "Room 4" }""")]
    [InlineData("""{ "start": "2020-06-01T10:00", "minutes": 30, "place": "Room 4" }""")]
    [InlineData("""{ "start": "DAYT10:00", "minutes": 30, "place": "Room 4", "zone": "Berlin" }""")]
    public async Task An_interview_has_a_time_and_a_place(string body)
    {
        var program = await enrollment.Published(Plan);
        var id = await EnrollmentHost.Created(await enrollment.Apply("E3", program));
        var interviewer = await enrollment.CoordinatorOf("E6", program);
        var text = body.Replace("{ ", $$"""{ "interviewer": "{{interviewer}}", """, StringComparison.Ordinal)
            .Replace("DAY", Day, StringComparison.Ordinal);
        await Refused(
            Coordinator.PutAsync($"/selections/{id}/interview", new StringContent(text, null, "application/json")),
            HttpStatusCode.UnprocessableEntity
        );
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(6, 3)]
    [InlineData(3, null)]
    public async Task An_assessment_scores_each_criterion_from_1_to_5(int motivation, int? openness)
    {
        var program = await enrollment.Published(Plan);
        var id = await EnrollmentHost.Created(await enrollment.Apply("E3", program));
        (
            await Refused(Assess(Coordinator, id, motivation, openness), HttpStatusCode.UnprocessableEntity)
        ).ShouldContain("scores");
    }

    [Theory]
    [InlineData("""{ "method": "interview", "criteria": [], "minScore": 3 }""", "criteria")]
    [InlineData("""{ "method": "interview", "criteria": [{ "title": "A", "weight": 11 }], "minScore": 3 }""", "weight")]
    [InlineData(
        """{ "method": "interview", "criteria": [{ "title": "A", "weight": 1 }], "minScore": 6 }""",
        "minScore"
    )]
    [InlineData(
        """{ "method": "test", "criteria": [{ "title": "A", "weight": 1 }], "minScore": 3 }""",
        "method",
        HttpStatusCode.BadRequest
    )]
    [InlineData(
        """
            {
              "method": "interview", "minScore": 3,
              "criteria": [{ "title": "A", "weight": 1 }, { "title": "a", "weight": 1 }]
            }
            """,
        "titles"
    )]
    public async Task A_rubric_that_cannot_be_scored_is_refused(
        string mentor,
        string problem,
        HttpStatusCode status = HttpStatusCode.UnprocessableEntity
    )
    {
        var plan = EnrollmentHost.Plan(new { selection = new { mentor = JsonDocument.Parse(mentor).RootElement } });
        (await Refused(Coordinator.PostAsJsonAsync("/programs", plan), status)).ShouldContain(problem);
    }

    [Fact]
    public async Task A_rubric_is_a_part_of_file_versions_and_eligibility()
    {
        var (program, coordinator) = (await enrollment.Published(Plan), Coordinator);
        var file = await coordinator.GetStringAsync($"/programs/{program}/file");
        file.ShouldContain("minScore: 3.5");
        (await enrollment.Employee("E3").GetStringAsync($"/programs/{program}/file")).ShouldNotContain("minScore");
        var changed = new StringContent(
            file.Replace("minScore: 3.5", "minScore: 4", StringComparison.Ordinal),
            null,
            "application/yaml"
        );
        EnrollmentHost.Because(coordinator, "Too many.");

        await EnrollmentHost.Done(await coordinator.PutAsync($"/programs/{program}", changed));

        var change = (await EnrollmentHost.Items(coordinator, $"/programs/{program}/versions"))[0]
            .GetProperty("changes")
            .EnumerateArray()
            .ShouldHaveSingleItem();
        change.GetProperty("field").GetString().ShouldBe("selection.mentee.minScore");
        (change.GetProperty("before").GetDecimal(), change.GetProperty("after").GetDecimal()).ShouldBe((3.5m, 4m));
        var eligibility = await enrollment
            .Employee("E3")
            .GetStringAsync($"/programs/{program}/eligibility?role=mentee");
        eligibility.ShouldContain("Says why now.");
        eligibility.ShouldNotContain("weight");
    }

    [Fact]
    public async Task Assessments_are_erased_with_the_applicant_alone()
    {
        const string number = "E90";
        await enrollment.Upload(EnrollmentHost.Roster + $"{number},Ivy Leaver,ivy@example.com,BER,E1,1,1\n");
        var ivy = (await EnrollmentHost.Items(enrollment.Admin, $"/people?employeeNumber={number}")).Single();
        var program = await enrollment.Published(Plan);
        var id = await EnrollmentHost.Created(await enrollment.Apply(number, program));
        await EnrollmentHost.Done(await Assess(Coordinator, id, 4, 4, "Echidnas agree."));
        await EnrollmentHost.Created(
            await enrollment.Admin.PostAsJsonAsync(
                $"/people/{IdOf(ivy)}/scheduled-changes",
                new { on = "2020-01-01", status = "left" }
            )
        );

        await enrollment.Admin.PostAsJsonAsync($"/people/{IdOf(ivy)}/erasure", new { reason = "personRequest" });

        await Eventually.Holds(async () =>
            (await EnrollmentHost.Get(Coordinator, $"/selections/{id}")).GetProperty("outcome").ValueKind
            is JsonValueKind.Null
        );
        var erased = await EnrollmentHost.Get(Coordinator, $"/selections/{id}");
        erased.GetProperty("assessments")[0].GetProperty("comment").GetString().ShouldBe("erased");
        erased.GetProperty("assessments")[0].GetProperty("scores").GetArrayLength().ShouldBe(0);
    }

    /// <summary>Makes a person a coordinator of the program.</summary>
    private static Task<HttpResponseMessage> Interview(
        HttpClient coordinator,
        Guid application,
        Guid interviewer,
        string start,
        string? place = "Room 4",
        string? link = null,
        string? zone = "Europe/Berlin"
    ) =>
        coordinator.PutAsJsonAsync(
            $"/selections/{application}/interview",
            new
            {
                interviewer,
                start,
                minutes = 30,
                zone,
                place,
                link,
            }
        );

    private static Task<HttpResponseMessage> Assess(
        HttpClient assessor,
        Guid application,
        int motivation,
        int? openness,
        string comment = "As discussed."
    ) =>
        assessor.PutAsJsonAsync(
            $"/selections/{application}/assessment",
            new
            {
                scores = new (string Criterion, int? Score)[] { ("Motivation", motivation), ("Openness", openness) }
                    .Where(s => s.Score is not null)
                    .Select(s => new
                    {
                        role = "mentee",
                        criterion = s.Criterion,
                        score = s.Score,
                    }),
                comment,
            }
        );

    private static Task<HttpResponseMessage> Approve(HttpClient coordinator, Guid application, string? reason = null) =>
        reason is null
            ? coordinator.PostAsync($"/applications/{application}/approve", null)
            : coordinator.PostAsJsonAsync($"/applications/{application}/approve", new { reason });

    private static async Task<string> Refused(Task<HttpResponseMessage> answer, HttpStatusCode status) =>
        await EnrollmentHost.Refused(await answer, status);

    /// <summary>The only application of the program in this state, as soon as its plan is known.</summary>
    private static async Task<JsonElement> Listed(HttpClient coordinator, Guid program, string selection)
    {
        var path = $"/applications?program={program}&selection=";
        await Eventually.Passes(async () =>
            (await EnrollmentHost.Items(coordinator, path + selection)).ShouldHaveSingleItem()
        );
        foreach (var other in ((string[])["due", "planned", "assessed"]).Where(state => state != selection))
            (await EnrollmentHost.Items(coordinator, path + other)).ShouldBeEmpty();
        return (await EnrollmentHost.Items(coordinator, path + selection)).Single();
    }

    private static string Records(JsonElement export, string kind) => string.Concat(RecordsOf(export, kind));

    private static JsonElement[] RecordsOf(JsonElement export, string kind) =>
        [
            .. export
                .GetProperty("kinds")
                .EnumerateArray()
                .Single(k => k.GetProperty("title").GetString() == kind)
                .GetProperty("records")
                .EnumerateArray(),
        ];

    private static Guid IdOf(JsonElement item) => item.GetProperty("id").GetGuid();

    private static string? TypeOf(JsonElement result) =>
        result.GetProperty("problem") is { ValueKind: JsonValueKind.Object } problem
            ? problem.GetProperty("type").GetString()
            : null;
}
