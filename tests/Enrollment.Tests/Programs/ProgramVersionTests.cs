using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PeerNetwork.Enrollment.Programs;

namespace PeerNetwork.Enrollment.Tests.Programs;

/// <summary>Templates, files, previews and versions of programs.</summary>
public class ProgramVersionTests(EnrollmentHost enrollment) : IClassFixture<EnrollmentHost>
{
    private HttpClient Coordinator => enrollment.Coordinator("BER", "CHI");

    [Fact]
    public async Task A_change_of_a_published_program_is_listed_with_its_reason()
    {
        var program = await enrollment.Published();
        var coordinator = Coordinator;
        await ShouldRefuse(
            await coordinator.PutAsJsonAsync(
                $"/programs/{program}",
                EnrollmentHost.Plan(new { guidelines = "Be kind." })
            ),
            HttpStatusCode.UnprocessableEntity,
            "X-Reason"
        );
        EnrollmentHost.Because(coordinator, "Mentees asked for it – twice.");
        await EnrollmentHost.Done(
            await coordinator.PutAsJsonAsync(
                $"/programs/{program}",
                EnrollmentHost.Plan(new { guidelines = "Be kind." })
            )
        );

        var versions = await EnrollmentHost.Items(coordinator, $"/programs/{program}/versions");

        versions.Select(Text("change")).ShouldBe(["revised", "published", "drafted"]);
        versions.Select(v => v.GetProperty("version").GetInt64()).ShouldBe([3, 2, 1]);
        versions.Select(Text("reason")).ShouldBe(["Mentees asked for it – twice.", null, null]);
        versions.ShouldAllBe(v => v.GetProperty("by").GetGuid() != Guid.Empty);
        versions[0]
            .GetProperty("changes")
            .EnumerateArray()
            .Select(c => (Text("field")(c), Text("before")(c), Text("after")(c)))
            .ShouldBe([("guidelines", "Be on time.", "Be kind.")]);
        versions.Skip(1).ShouldAllBe(v => v.GetProperty("changes").GetArrayLength() == 0);
    }

    [Fact]
    public async Task Versions_come_in_pages()
    {
        var program = await enrollment.Published();
        var first = await EnrollmentHost.Get(Coordinator, $"/programs/{program}/versions?limit=1");
        first.GetProperty("items").EnumerateArray().Select(Text("change")).ShouldBe(["published"]);
        var second = await EnrollmentHost.Get(
            Coordinator,
            $"/programs/{program}/versions?limit=1&cursor={Text("next")(first)}"
        );
        second.GetProperty("items").EnumerateArray().Select(Text("change")).ShouldBe(["drafted"]);
        Text("next")(second).ShouldBeNull();
    }

    [Fact]
    public async Task An_earlier_version_is_restored_as_a_new_one()
    {
        var program = await enrollment.Published();
        var coordinator = EnrollmentHost.Because(Coordinator, "Try it.");
        await EnrollmentHost.Done(
            await coordinator.PutAsJsonAsync($"/programs/{program}", EnrollmentHost.Plan(new { meetingEveryDays = 7 }))
        );

        await EnrollmentHost.Done(await coordinator.PostAsync($"/programs/{program}/versions/2/restore", null));

        var plan = (await EnrollmentHost.Get(coordinator, $"/programs/{program}")).GetProperty("plan");
        plan.GetProperty("meetingEveryDays").GetInt32().ShouldBe(14);
        var versions = await EnrollmentHost.Items(coordinator, $"/programs/{program}/versions");
        Text("field")(versions[0].GetProperty("changes")[0]).ShouldBe("meetingEveryDays");
        versions.Count.ShouldBe(4);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(long.MaxValue)]
    public async Task A_version_that_is_not_there_is_not_restored(long version)
    {
        var program = await enrollment.Published();
        await ShouldRefuse(
            await EnrollmentHost
                .Because(Coordinator, "Try it.")
                .PostAsync($"/programs/{program}/versions/{version}/restore", null),
            HttpStatusCode.NotFound,
            "1 to 2"
        );
    }

    [Fact]
    public async Task Coordinators_of_other_sites_see_no_versions()
    {
        var program = await enrollment.Published(null, "CHI");
        var berlin = EnrollmentHost.Because(enrollment.Coordinator("BER"), "Try it.");
        await EnrollmentHost.Refused(await berlin.GetAsync($"/programs/{program}/versions"), HttpStatusCode.Forbidden);
        await EnrollmentHost.Refused(
            await berlin.PostAsync($"/programs/{program}/versions/1/restore", null),
            HttpStatusCode.Forbidden
        );
        await EnrollmentHost.Refused(
            await berlin.PostAsJsonAsync($"/programs/{program}/preview", EnrollmentHost.Plan(null, "BER")),
            HttpStatusCode.Forbidden
        );
    }

    [Fact]
    public async Task A_preview_shows_what_would_change_and_changes_nothing()
    {
        var program = await enrollment.Published();
        var preview = await Preview(
            program,
            EnrollmentHost.Plan(new { charter = new { purpose = "Change fields." }, capacity = new { maxMentors = 3 } })
        );

        preview
            .GetProperty("changes")
            .EnumerateArray()
            .Select(Text("field"))
            .ShouldBe(
                ["charter.purpose", "charter.targetPopulation", "charter.intendedOutcomes", "capacity.maxMentors"],
                ignoreOrder: true
            );
        preview
            .GetProperty("missing")
            .EnumerateArray()
            .Select(Text("field"))
            .ShouldBe(["charter.targetPopulation", "charter.intendedOutcomes"]);
        (await Preview(program, EnrollmentHost.Plan())).GetProperty("changes").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_program_is_read_as_a_file_and_taken_back()
    {
        var program = await enrollment.Published(
            new
            {
                guidelines = "# Together\n\n- Be on time: always.\n- \"Yes\" is no 'no'.  \n",
                goals = new[] { "yes", "1", "null", "a: b", "# c", "- d", "ünï" },
            }
        );
        var coordinator = EnrollmentHost.Because(Coordinator, "From the file.");
        using var answer = await coordinator.GetAsync($"/programs/{program}/file");
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/yaml");
        var file = await answer.Content.ReadAsStringAsync();
        file.ShouldContain("- Be on time: always.");

        var unchanged = await EnrollmentHost.Json(
            await coordinator.PostAsync($"/programs/{program}/preview", File(file))
        );
        unchanged.GetProperty("changes").GetArrayLength().ShouldBe(0, file);
        var copy = await EnrollmentHost.Created(await coordinator.PostAsync("/programs", File(file)));
        await EnrollmentHost.Done(
            await coordinator.PutAsync(
                $"/programs/{program}",
                File(file.Replace("meetingEveryDays: 14", "meetingEveryDays: 7", StringComparison.Ordinal))
            )
        );

        var plan = (await EnrollmentHost.Get(coordinator, $"/programs/{copy}")).GetProperty("plan");
        plan.GetProperty("goals").EnumerateArray().Select(g => g.GetString()).ShouldContain("1");
        (await EnrollmentHost.Items(coordinator, $"/programs/{program}/versions"))[0]
            .GetProperty("changes")[0]
            .GetProperty("after")
            .GetInt32()
            .ShouldBe(7);
    }

    [Theory]
    [InlineData("name: [", "line 2")]
    [InlineData("name: a\nname: b\nsiteCodes: [BER]", "duplicate")]
    [InlineData("name: &a x\nsiteCodes: [*a]", "anchors")]
    [InlineData("name: !!binary aGk=\nsiteCodes: [BER]", "tags")]
    [InlineData("name: a\n---\nname: b", "one document")]
    [InlineData("name: a\nsiteCodes: [BER]\nowner: me", "owner")]
    [InlineData("name: 12\nsiteCodes: [BER]", "$.name")]
    [InlineData("name: a", "siteCodes")]
    public async Task A_file_that_cannot_be_read_is_refused_with_the_place(string yaml, string place) =>
        await ShouldRefuse(await Coordinator.PostAsync("/programs", File(yaml)), HttpStatusCode.BadRequest, place);

    [Fact]
    public async Task A_deep_file_is_refused() =>
        await ShouldRefuse(
            await Coordinator.PostAsync("/programs", File(new string('[', 100_000))),
            HttpStatusCode.BadRequest,
            "nested deeper"
        );

    [Fact]
    public async Task Only_operations_that_say_so_take_a_file() =>
        await EnrollmentHost.Refused(
            await Coordinator.PostAsync("/applications", File("program: x")),
            HttpStatusCode.UnsupportedMediaType
        );

    [Fact]
    public async Task Each_template_becomes_a_program_when_days_are_given()
    {
        var coordinator = Coordinator;
        var templates = await EnrollmentHost.Items(coordinator, "/programs/templates");
        templates
            .Select(Text("code"))
            .ShouldBe([
                "career-change",
                "early-career",
                "leadership",
                "mentoring-groups",
                "onboarding",
                "reciprocal-peers",
                "well-being",
            ]);
        foreach (var template in templates)
        {
            var plan = template.GetProperty("plan").Deserialize<Dictionary<string, object?>>()!;
            (plan["siteCodes"], plan["starts"]) = (new[] { "BER" }, "2027-01-01");
            var id = await EnrollmentHost.Created(await coordinator.PostAsJsonAsync("/programs", plan));
            await EnrollmentHost.Done(await coordinator.PostAsync($"/programs/{id}/publish", null));
        }
    }

    [Theory]
    [InlineData("""{ "steps": [{ "title": "", "week": 1 }] }""", "title")]
    [InlineData("""{ "steps": [{ "title": "Goals", "week": 0 }] }""", "week")]
    [InlineData("""{ "steps": [{ "title": "Goals", "week": 3 }, { "title": "Plan", "week": 1 }] }""", "weeks")]
    [InlineData("""{ "steps": [{ "title": "Goals", "week": 1, "agenda": [""] }] }""", "agenda")]
    [InlineData("""{ "steps": [{ "title": "Goals", "week": 1, "assessment": " " }] }""", "assessment")]
    [InlineData("""{ "steps": [null] }""", "steps")]
    public async Task A_roadmap_that_cannot_be_meant_is_refused(string roadmap, string field)
    {
        var program = await enrollment.Published();
        await ShouldRefuse(
            await EnrollmentHost
                .Because(Coordinator, "Try it.")
                .PutAsJsonAsync($"/programs/{program}", EnrollmentHost.Plan(new { roadmap = JsonNode.Parse(roadmap) })),
            HttpStatusCode.UnprocessableEntity,
            field
        );
    }

    [Fact]
    public void A_roadmap_has_limits()
    {
        Problems(Step(24)).ShouldBeEmpty();
        Problems(Step(25)).ShouldHaveSingleItem().ShouldContain("24");
        Problems([new("Goals", 1, [.. Enumerable.Repeat("Point", 11)])]).ShouldHaveSingleItem().ShouldContain("10");

        static IReadOnlyList<RoadmapStep> Step(int count) =>
            [.. Enumerable.Range(1, count).Select(week => new RoadmapStep("Goals", week))];

        static IEnumerable<string> Problems(IReadOnlyList<RoadmapStep> steps) =>
            new RoadmapPlanValidator().Validate(new RoadmapPlan { Steps = steps }).Errors.Select(e => e.ErrorMessage);
    }

    [Fact]
    public async Task A_preview_shows_the_roadmap_and_a_structured_program_needs_steps()
    {
        var program = await enrollment.Published();
        var preview = await Preview(program, EnrollmentHost.Plan(new { roadmap = new { mode = "structured" } }));
        preview.GetProperty("changes").EnumerateArray().Select(Text("field")).ShouldBe(["roadmap.mode"]);
        preview.GetProperty("missing").EnumerateArray().Select(Text("field")).ShouldBe(["roadmap.steps"]);

        var roadmap = new { mode = "structured", steps = new[] { new { title = "Goals", week = 1 } } };
        preview = await Preview(program, EnrollmentHost.Plan(new { roadmap }));
        preview
            .GetProperty("changes")
            .EnumerateArray()
            .Select(Text("field"))
            .ShouldBe(["roadmap.mode", "roadmap.steps"]);
        preview.GetProperty("missing").GetArrayLength().ShouldBe(0);
    }

    private async Task<JsonElement> Preview(Guid program, Dictionary<string, object?> plan) =>
        await EnrollmentHost.Json(await Coordinator.PostAsJsonAsync($"/programs/{program}/preview", plan));

    private static async Task ShouldRefuse(HttpResponseMessage response, HttpStatusCode status, string why) =>
        (await EnrollmentHost.Refused(response, status)).ShouldContain(why);

    private static StringContent File(string yaml) =>
        new(yaml, Encoding.UTF8, new MediaTypeHeaderValue("application/yaml"));

    private static Func<JsonElement, string?> Text(string field) => json => json.GetProperty(field).GetString();
}
