using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Findings;

/// <summary>A finding, the change of the program, and the version that answers it.</summary>
public class FindingApiTests(EnrollmentHost enrollment) : IClassFixture<EnrollmentHost>
{
    private HttpClient Coordinator => enrollment.Coordinator("BER", "CHI");

    [Fact]
    public async Task A_finding_is_answered_by_a_version_that_lists_it()
    {
        var (program, coordinator) = (await enrollment.Published(), Coordinator);
        var finding = await Record(coordinator, program, "Mentees wait too long\nfor a second meeting.");
        var path = $"/programs/{program}/findings/{finding}";

        var recorded = await EnrollmentHost.Get(coordinator, path);
        Texts(recorded, "source", "text", "status")
            .ShouldBe(["survey", "Mentees wait too long\nfor a second meeting.", "open"]);
        recorded.GetProperty("foundInVersion").GetInt64().ShouldBe(2);
        recorded.GetProperty("recordedBy").GetGuid().ShouldNotBe(Guid.Empty);

        await EnrollmentHost.Done(
            await coordinator.PutAsJsonAsync($"{path}/action", new { action = "Meet each week.", due = "2199-12-31" })
        );
        var planned = await EnrollmentHost.Get(coordinator, path);
        Texts(planned, "status", "action", "due").ShouldBe(["planned", "Meet each week.", "2199-12-31"]);
        planned.GetProperty("overdue").GetBoolean().ShouldBeFalse();
        planned.GetProperty("plannedBy").GetGuid().ShouldBe(planned.GetProperty("recordedBy").GetGuid());

        await Revise(coordinator, program, 7);
        await EnrollmentHost.Done(await Resolve(coordinator, path, 3));
        await EnrollmentHost.Done(await Resolve(coordinator, path, 3));

        var resolved = await EnrollmentHost.Get(coordinator, path);
        Texts(resolved, "status").ShouldBe(["resolved"]);
        resolved.GetProperty("resolvedInVersion").GetInt64().ShouldBe(3);
        resolved.GetProperty("decidedBy").GetGuid().ShouldBe(resolved.GetProperty("recordedBy").GetGuid());
        var versions = await EnrollmentHost.Items(coordinator, $"/programs/{program}/versions");
        var answered = versions[0].GetProperty("findings").EnumerateArray().ShouldHaveSingleItem();
        answered.GetProperty("id").GetGuid().ShouldBe(finding);
        Texts(answered, "source", "text").ShouldBe(["survey", "Mentees wait too long\nfor a second meeting."]);
        versions.Skip(1).ShouldAllBe(v => v.GetProperty("findings").GetArrayLength() == 0);
    }

    [Fact]
    public async Task A_version_that_did_not_change_the_plan_afterwards_is_refused()
    {
        var (program, coordinator) = (await enrollment.Published(), Coordinator);
        await Revise(coordinator, program, 7);
        var finding = await Record(coordinator, program, "Too often.");
        var path = $"/programs/{program}/findings/{finding}";
        (await EnrollmentHost.Refused(await Resolve(coordinator, path, 3), HttpStatusCode.Conflict)).ShouldContain(
            "Revise the program first"
        );

        await Revise(coordinator, program, 10);
        await EnrollmentHost.Done(await coordinator.PostAsync($"/programs/{program}/close", null));
        foreach (var version in (long[])[0, 1, 3, 5, long.MaxValue])
            (
                await EnrollmentHost.Refused(
                    await Resolve(coordinator, path, version),
                    HttpStatusCode.UnprocessableEntity
                )
            ).ShouldContain("after version 3");
        await EnrollmentHost.Done(await Resolve(coordinator, path, 4));
    }

    [Fact]
    public async Task A_finding_is_dismissed_for_a_reason_and_reopened()
    {
        var (program, coordinator) = (await enrollment.Published(), Coordinator);
        var finding = await Record(coordinator, program, "Meet in space.");
        var path = $"/programs/{program}/findings/{finding}";
        await EnrollmentHost.Done(await coordinator.PostAsJsonAsync($"{path}/dismiss", new { reason = "Too costly." }));
        var dismissed = await EnrollmentHost.Get(coordinator, path);
        Texts(dismissed, "status", "dismissalReason").ShouldBe(["dismissed", "Too costly."]);
        await Revise(coordinator, program, 7);
        (await EnrollmentHost.Refused(await Resolve(coordinator, path, 3), HttpStatusCode.Conflict)).ShouldContain(
            "Reopen it first"
        );

        await EnrollmentHost.Done(await coordinator.PostAsync($"{path}/reopen", null));

        var reopened = await EnrollmentHost.Get(coordinator, path);
        Texts(reopened, "status", "dismissalReason").ShouldBe(["open", null]);
        reopened.GetProperty("decidedBy").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Findings_are_listed_by_status_the_newest_first_in_pages()
    {
        var (program, coordinator) = (await enrollment.Published(), Coordinator);
        var list = $"/programs/{program}/findings";
        var first = await Record(coordinator, program, "First.");
        var second = await Record(coordinator, program, "Second.");
        await EnrollmentHost.Done(
            await coordinator.PutAsJsonAsync($"{list}/{first}/action", new { action = "Ask.", due = "2020-01-01" })
        );

        (await Ids(coordinator, list)).ShouldBe([second, first]);
        (await Ids(coordinator, $"{list}?status=planned")).ShouldBe([first]);
        (await Ids(coordinator, $"{list}?status=open")).ShouldBe([second]);
        (await Ids(coordinator, $"{list}?status=resolved")).ShouldBeEmpty();
        var page = await EnrollmentHost.Get(coordinator, $"{list}?limit=1");
        (await Ids(coordinator, $"{list}?limit=1&cursor={page.GetProperty("next").GetString()}")).ShouldBe([first]);
        await EnrollmentHost.Refused(await coordinator.GetAsync($"{list}?status=done"), HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task An_action_is_overdue_until_its_finding_is_decided()
    {
        var (program, coordinator) = (await enrollment.Published(), Coordinator);
        var path = $"/programs/{program}/findings/{await Record(coordinator, program, "Too late.")}";
        await EnrollmentHost.Done(
            await coordinator.PutAsJsonAsync($"{path}/action", new { action = "Ask.", due = "2020-01-01" })
        );
        (await EnrollmentHost.Get(coordinator, path)).GetProperty("overdue").GetBoolean().ShouldBeTrue();
        await EnrollmentHost.Done(await coordinator.PostAsJsonAsync($"{path}/dismiss", new { reason = "Too costly." }));
        (await EnrollmentHost.Get(coordinator, path)).GetProperty("overdue").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task A_closed_program_takes_findings_for_the_next_one()
    {
        var (program, coordinator) = (await enrollment.Published(), Coordinator);
        await EnrollmentHost.Done(await coordinator.PostAsync($"/programs/{program}/close", null));
        await Record(coordinator, program, "Begin earlier.");
    }

    [Fact]
    public async Task Coordinators_of_other_sites_have_no_access()
    {
        var program = await enrollment.Published(null, "CHI");
        var list = $"/programs/{program}/findings";
        var path = $"{list}/{await Record(Coordinator, program, "Begin earlier.")}";
        var berlin = enrollment.Coordinator("BER");
        HttpResponseMessage[] answers =
        [
            await berlin.GetAsync(list),
            await berlin.GetAsync(path),
            await berlin.PostAsJsonAsync(list, new { source = "report", text = "Mine." }),
            await berlin.PutAsJsonAsync($"{path}/action", new { action = "Ask.", due = "2027-01-01" }),
            await Resolve(berlin, path, 3),
            await berlin.PostAsJsonAsync($"{path}/dismiss", new { reason = "No." }),
            await berlin.PostAsync($"{path}/reopen", null),
        ];
        foreach (var answer in answers)
            await EnrollmentHost.Refused(answer, HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_finding_is_found_under_its_own_program_alone()
    {
        var (program, other, coordinator) = (await enrollment.Published(), await enrollment.Published(), Coordinator);
        var finding = await Record(coordinator, program, "Begin earlier.");
        foreach (
            var path in (string[])
                [
                    $"/programs/{other}/findings/{finding}",
                    $"/programs/{program}/findings/{program}",
                    $"/programs/{program}/findings/{Guid.CreateVersion7()}",
                    $"/programs/{Guid.CreateVersion7()}/findings/{finding}",
                ]
        )
        {
            HttpResponseMessage[] answers =
            [
                await coordinator.GetAsync(path),
                await coordinator.PutAsJsonAsync($"{path}/action", new { action = "Ask.", due = "2027-01-01" }),
                await Resolve(coordinator, path, 3),
                await coordinator.PostAsJsonAsync($"{path}/dismiss", new { reason = "No." }),
                await coordinator.PostAsync($"{path}/reopen", null),
            ];
            foreach (var answer in answers)
                await EnrollmentHost.Refused(answer, HttpStatusCode.NotFound);
        }
    }

    [Theory]
    [InlineData("""{ "source": "rumour", "text": "It is said." }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "source": "report" }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "source": "report", "text": "a\u0000b" }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "source": "report", "text": "  " }""", HttpStatusCode.UnprocessableEntity)]
    public async Task A_finding_that_is_no_text_of_a_source_is_refused(string body, HttpStatusCode status)
    {
        var program = await enrollment.Published();
        await EnrollmentHost.Refused(
            await Coordinator.PostAsync(
                $"/programs/{program}/findings",
                new StringContent(body, null, "application/json")
            ),
            status
        );
    }

    [Fact]
    public async Task Texts_have_their_limits()
    {
        var (program, coordinator) = (await enrollment.Published(), Coordinator);
        var list = $"/programs/{program}/findings";
        var finding = await Record(coordinator, program, new string('x', 2_000));
        object[] tooLong =
        [
            await coordinator.PostAsJsonAsync(list, new { source = "report", text = new string('x', 2_001) }),
            await coordinator.PutAsJsonAsync(
                $"{list}/{finding}/action",
                new { action = new string('x', 501), due = "2027-01-01" }
            ),
            await coordinator.PutAsJsonAsync($"{list}/{finding}/action", new { action = "Ask.", due = "0207-01-01" }),
            await coordinator.PostAsJsonAsync($"{list}/{finding}/dismiss", new { reason = new string('x', 1_001) }),
        ];
        foreach (var answer in tooLong.Cast<HttpResponseMessage>())
            await EnrollmentHost.Refused(answer, HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task A_condition_is_about_the_finding_and_not_about_the_program()
    {
        var (program, coordinator) = (await enrollment.Published(), Coordinator);
        var path = $"/programs/{program}/findings/{await Record(coordinator, program, "Begin earlier.")}";
        (await coordinator.GetAsync(path)).Headers.ETag!.Tag.ShouldBe("\"1\"");
        coordinator.DefaultRequestHeaders.IfMatch.ParseAdd("\"2\"");
        await EnrollmentHost.Refused(
            await coordinator.PostAsJsonAsync($"{path}/dismiss", new { reason = "No." }),
            HttpStatusCode.PreconditionFailed
        );
    }

    [Fact]
    public async Task What_coordinators_write_is_stored_encrypted_and_can_be_rebuilt()
    {
        var (program, coordinator) = (await enrollment.Published(), Coordinator);
        var path = $"/programs/{program}/findings/{await Record(coordinator, program, "Quokkas wait.")}";
        await EnrollmentHost.Done(
            await coordinator.PutAsJsonAsync($"{path}/action", new { action = "Feed axolotls.", due = "2027-01-01" })
        );
        await EnrollmentHost.Done(
            await coordinator.PostAsJsonAsync($"{path}/dismiss", new { reason = "Pangolins object." })
        );

        var stored = await DatabaseDump.ReadAll(enrollment.Database);

        foreach (var place in (string[])["program_findings_v1.program_findings ", "finding_dismissed"])
            stored.ShouldContain(place);
        foreach (var secret in (string[])["quokkas", "axolotls", "pangolins"])
            stored.ShouldNotContain(secret, Case.Insensitive);
        (
            await enrollment.Services.GetRequiredService<Verification>().Run(TimeSpan.FromMinutes(1), default)
        ).Differences.ShouldBeEmpty();
    }

    private static async Task<Guid> Record(HttpClient coordinator, Guid program, string text) =>
        await EnrollmentHost.Created(
            await coordinator.PostAsJsonAsync($"/programs/{program}/findings", new { source = "survey", text })
        );

    private static Task<HttpResponseMessage> Resolve(HttpClient coordinator, string path, long version) =>
        coordinator.PostAsJsonAsync($"{path}/resolve", new { version });

    private static async Task Revise(HttpClient coordinator, Guid program, int meetingEveryDays)
    {
        coordinator.DefaultRequestHeaders.Remove("X-Reason");
        await EnrollmentHost.Done(
            await EnrollmentHost
                .Because(coordinator, "A finding.")
                .PutAsJsonAsync($"/programs/{program}", EnrollmentHost.Plan(new { meetingEveryDays }))
        );
    }

    private static async Task<Guid[]> Ids(HttpClient coordinator, string path) =>
        [.. (await EnrollmentHost.Items(coordinator, path)).Select(finding => finding.GetProperty("id").GetGuid())];

    private static string?[] Texts(JsonElement json, params string[] fields) =>
        [.. fields.Select(field => json.GetProperty(field).GetString())];
}
