using System.Net;
using System.Net.Http.Json;

namespace PeerNetwork.Enrollment.Tests.Applications;

public class ApplicationApiTests(EnrollmentHost enrollment) : IClassFixture<EnrollmentHost>
{
    [Fact]
    public async Task An_applicant_is_approved_and_ready()
    {
        var program = await enrollment.Published();
        var id = await EnrollmentHost.Created(await enrollment.Apply("E3", program));
        (
            await EnrollmentHost.Items(
                enrollment.Coordinator("BER"),
                $"/applications?program={program}&status=submitted&role=mentee"
            )
        )
            .ShouldHaveSingleItem()
            .GetProperty("applicantName")
            .GetString()
            .ShouldBe("Cy Mentee");
        await EnrollmentHost.Done(await enrollment.Coordinator("BER").PostAsync($"/applications/{id}/approve", null));
        await enrollment.Becomes(id, "ready");
        (await EnrollmentHost.Items(enrollment.Employee("E3"), "/applications/mine")).ShouldContain(a =>
            a.GetProperty("id").GetGuid() == id && a.GetProperty("status").GetString() == "ready"
        );
    }

    [Fact]
    public async Task What_an_applicant_adds_for_the_matching_is_theirs_to_see()
    {
        var program = await enrollment.Published();
        var id = await EnrollmentHost.Created(
            await enrollment
                .Employee("E5")
                .PostAsJsonAsync(
                    "/applications",
                    new
                    {
                        program,
                        role = "mentee",
                        guidelinesVersion = 1,
                        targetField = "Design",
                        fields = new[] { "Law", "Sales" },
                        values = new { novelty = 4 },
                        personality = new { openness = 5 },
                    }
                )
        );
        var seen = (await EnrollmentHost.Get(enrollment.Employee("E5"), $"/applications/{id}")).GetProperty(
            "background"
        );
        seen.GetProperty("targetField").GetString().ShouldBe("Design");
        seen.GetProperty("fields").EnumerateArray().Select(field => field.GetString()).ShouldBe(["Law", "Sales"]);
        seen.GetProperty("values").GetProperty("novelty").GetInt32().ShouldBe(4);
        (await EnrollmentHost.Get(enrollment.Coordinator("*"), $"/applications/{id}"))
            .TryGetProperty("background", out var others)
            .ShouldBe(others.ValueKind == System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public async Task A_failed_rule_rejects_at_once_and_is_shown()
    {
        var program = await enrollment.Published(new { eligibility = new { mentor = new { minJobLevel = 4 } } });
        var answer = await EnrollmentHost.Json(await enrollment.Apply("E4", program, "mentor"), HttpStatusCode.Created);
        answer.GetProperty("status").GetString().ShouldBe("rejected");
        var seen = await EnrollmentHost.Get(enrollment.Employee("E4"), $"/applications/{answer.GetProperty("id")}");
        seen.GetProperty("rules")
            .EnumerateArray()
            .Single(r => !r.GetProperty("passed").GetBoolean())
            .GetProperty("explanation")
            .GetString()
            .ShouldBe("Job level: at least 4 is asked for; you have 2.");
        await EnrollmentHost.Created(await enrollment.Apply("E4", program));
    }

    [Fact]
    public async Task One_application_at_a_time_however_fast_one_clicks()
    {
        var program = await enrollment.Published();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => enrollment.Apply("E3", program)));
        answers.Count(a => a.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        foreach (var refused in answers.Where(a => a.StatusCode != HttpStatusCode.Created))
            (await EnrollmentHost.Refused(refused, HttpStatusCode.Conflict)).ShouldContain("already applied");
    }

    [Fact]
    public async Task After_withdrawing_one_may_apply_again()
    {
        var program = await enrollment.Published();
        var id = await EnrollmentHost.Created(await enrollment.Apply("E5", program));
        await EnrollmentHost.Refused(
            await enrollment.Employee("E3").PostAsync($"/applications/{id}/withdraw", null),
            HttpStatusCode.Forbidden
        );
        await EnrollmentHost.Done(await enrollment.Employee("E5").PostAsync($"/applications/{id}/withdraw", null));
        await EnrollmentHost.Created(await enrollment.Apply("E5", program));
    }

    [Fact]
    public async Task The_reason_of_a_refusal_reaches_the_applicant()
    {
        var program = await enrollment.Published();
        var id = await EnrollmentHost.Created(await enrollment.Apply("E3", program));
        await EnrollmentHost.Done(
            await enrollment
                .Coordinator("BER")
                .PostAsJsonAsync($"/applications/{id}/reject", new { reason = "Next year." })
        );
        (await EnrollmentHost.Get(enrollment.Employee("E3"), $"/applications/{id}"))
            .GetProperty("reason")
            .GetString()
            .ShouldBe("Next year.");
        await EnrollmentHost.Refused(
            await enrollment.Coordinator("BER").PostAsJsonAsync($"/applications/{id}/reject", new { reason = "" }),
            HttpStatusCode.UnprocessableEntity
        );
    }

    [Fact]
    public async Task The_last_place_is_given_once_when_two_are_approved_at_the_same_instant()
    {
        var program = await enrollment.Published(new { capacity = new { maxMentees = 1 } });
        var ids = await Task.WhenAll(
            new[] { "E3", "E4", "E5", "E7" }.Select(async e =>
                await EnrollmentHost.Created(await enrollment.Apply(e, program))
            )
        );
        var answers = await Task.WhenAll(
            ids.Select(id => enrollment.Coordinator("*").PostAsync($"/applications/{id}/approve", null))
        );
        answers.Count(a => a.StatusCode == HttpStatusCode.NoContent).ShouldBe(1);
        foreach (var refused in answers.Where(a => a.StatusCode != HttpStatusCode.NoContent))
            (await EnrollmentHost.Refused(refused, HttpStatusCode.Conflict)).ShouldContain("program-full");

        var winner = Array.FindIndex(answers, a => a.StatusCode == HttpStatusCode.NoContent);
        await EnrollmentHost.Done(
            await enrollment
                .Employee(new[] { "E3", "E4", "E5", "E7" }[winner])
                .PostAsync($"/applications/{ids[winner]}/withdraw", null)
        );
        await EnrollmentHost.Done(
            await enrollment.Coordinator("*").PostAsync($"/applications/{ids[(winner + 1) % 4]}/approve", null)
        );
    }

    [Fact]
    public async Task Required_training_gates_readiness()
    {
        var program = await enrollment.Published(
            new
            {
                training = new[]
                {
                    new
                    {
                        code = "basics",
                        title = "Basics",
                        @for = "mentee",
                    },
                },
            }
        );
        var (applicant, id) = (
            enrollment.Employee("E3"),
            await EnrollmentHost.Created(await enrollment.Apply("E3", program))
        );
        await EnrollmentHost.Done(await enrollment.Coordinator("BER").PostAsync($"/applications/{id}/approve", null));
        (await EnrollmentHost.Get(applicant, $"/applications/{id}"))
            .GetProperty("trainingOpen")[0]
            .GetString()
            .ShouldBe("basics");
        (await EnrollmentHost.Get(applicant, $"/programs/{program}/training"))
            .GetProperty("modules")[0]
            .GetProperty("state")
            .GetString()
            .ShouldBe("open");
        await EnrollmentHost.Refused(
            await enrollment
                .Employee("E4")
                .PostAsJsonAsync(
                    "/training/completions",
                    new
                    {
                        program,
                        module = "basics",
                        person = enrollment.People["E3"],
                    }
                ),
            HttpStatusCode.Forbidden
        );
        await EnrollmentHost.Done(
            await applicant.PostAsJsonAsync("/training/completions", new { program, module = "basics" })
        );
        await enrollment.Becomes(id, "ready");
        (await EnrollmentHost.Get(applicant, $"/programs/{program}/training"))
            .GetProperty("modules")[0]
            .GetProperty("state")
            .GetString()
            .ShouldBe("valid");
    }

    [Fact]
    public async Task New_guidelines_are_accepted_before_one_is_ready()
    {
        var program = await enrollment.Published();
        var id = await EnrollmentHost.Created(await enrollment.Apply("E4", program));
        await EnrollmentHost.Done(
            await EnrollmentHost
                .Because(enrollment.Coordinator("*"), "Agreed with the mentors.")
                .PutAsJsonAsync($"/programs/{program}", EnrollmentHost.Plan(new { guidelines = "Be kind." }))
        );
        (await EnrollmentHost.Refused(await enrollment.Apply("E5", program), HttpStatusCode.Conflict)).ShouldContain(
            "guidelines-not-current"
        );
        await EnrollmentHost.Done(await enrollment.Coordinator("*").PostAsync($"/applications/{id}/approve", null));
        var seen = await EnrollmentHost.Get(enrollment.Employee("E4"), $"/applications/{id}");
        (seen.GetProperty("guidelinesVersion").GetInt32(), seen.GetProperty("guidelinesInForce").GetInt32()).ShouldBe(
            (1, 2)
        );
        await EnrollmentHost.Done(
            await enrollment
                .Employee("E4")
                .PostAsJsonAsync($"/applications/{id}/guidelines", new { guidelinesVersion = 2 })
        );
        await enrollment.Becomes(id, "ready");
    }

    [Fact]
    public async Task A_coordinator_decides_for_their_own_site_only()
    {
        var program = await enrollment.Published();
        var id = await EnrollmentHost.Created(await enrollment.Apply("E7", program));
        var berlin = enrollment.Coordinator("BER");
        await EnrollmentHost.Refused(
            await berlin.PostAsync($"/applications/{id}/approve", null),
            HttpStatusCode.NotFound
        );
        await EnrollmentHost.Refused(
            await berlin.PostAsJsonAsync($"/applications/{id}/reject", new { reason = "No." }),
            HttpStatusCode.NotFound
        );
        await EnrollmentHost.Refused(await berlin.GetAsync($"/applications/{id}"), HttpStatusCode.NotFound);
        (await EnrollmentHost.Items(berlin, $"/applications?program={program}")).ShouldBeEmpty();
        await EnrollmentHost.Refused(
            await enrollment.Employee("E7").PostAsync($"/applications/{id}/approve", null),
            HttpStatusCode.Forbidden
        );
        await EnrollmentHost.Refused(
            await enrollment.Employee("E3").GetAsync($"/applications/{id}"),
            HttpStatusCode.NotFound
        );
    }

    [Theory]
    [InlineData(
        """{ "program": "PROGRAM", "role": "mentor", "guidelinesVersion": 1 }""",
        HttpStatusCode.UnprocessableEntity
    )]
    [InlineData(
        """{ "program": "PROGRAM", "role": "mentee", "guidelinesVersion": 1, "mentorCapacity": 1 }""",
        HttpStatusCode.UnprocessableEntity
    )]
    [InlineData(
        """{ "program": "PROGRAM", "role": "mentee", "guidelinesVersion": 1, "goals": ["fame"] }""",
        HttpStatusCode.UnprocessableEntity
    )]
    [InlineData(
        """{ "program": "PROGRAM", "role": "mentee", "guidelinesVersion": 1, "goals": [null] }""",
        HttpStatusCode.UnprocessableEntity
    )]
    [InlineData(
        """{ "program": "PROGRAM", "role": "mentee", "guidelinesVersion": 1, "targetField": " Design" }""",
        HttpStatusCode.UnprocessableEntity
    )]
    [InlineData(
        """{ "program": "PROGRAM", "role": "mentee", "guidelinesVersion": 1, "targetField": "" }""",
        HttpStatusCode.UnprocessableEntity
    )]
    [InlineData(
        """{ "program": "PROGRAM", "role": "mentee", "guidelinesVersion": 1, "fields": ["Law", "law"] }""",
        HttpStatusCode.UnprocessableEntity
    )]
    [InlineData(
        """{ "program": "PROGRAM", "role": "mentee", "guidelinesVersion": 1, "fields": [null] }""",
        HttpStatusCode.UnprocessableEntity
    )]
    [InlineData(
        """{ "program": "PROGRAM", "role": "mentee", "guidelinesVersion": 1, "values": { "fame": 3 } }""",
        HttpStatusCode.UnprocessableEntity
    )]
    [InlineData(
        """{ "program": "PROGRAM", "role": "mentee", "guidelinesVersion": 1, "values": { "novelty": 6 } }""",
        HttpStatusCode.UnprocessableEntity
    )]
    [InlineData(
        """{ "program": "PROGRAM", "role": "mentee", "guidelinesVersion": 1, "personality": { "openness": 0 } }""",
        HttpStatusCode.UnprocessableEntity
    )]
    [InlineData(
        """{ "program": "PROGRAM", "role": "mentee", "guidelinesVersion": 1, "personality": { "openness": null } }""",
        HttpStatusCode.BadRequest
    )]
    [InlineData("""{ "program": "PROGRAM", "role": "chief", "guidelinesVersion": 1 }""", HttpStatusCode.BadRequest)]
    [InlineData(
        """{ "program": "00000000-0000-0000-0000-000000000000", "role": "mentee", "guidelinesVersion": 1 }""",
        HttpStatusCode.NotFound
    )]
    public async Task An_application_that_cannot_be_is_refused(string json, HttpStatusCode status)
    {
        var program = await enrollment.Published();
        await EnrollmentHost.Refused(
            await enrollment
                .Employee("E3")
                .PostAsync(
                    "/applications",
                    new StringContent(
                        json.Replace("PROGRAM", $"{program}", StringComparison.Ordinal),
                        null,
                        "application/json"
                    )
                ),
            status
        );
    }
}
