using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PeerNetwork.Testing;

namespace PeerNetwork.EndToEnd;

[Collection(nameof(RunningPlatform))]
public sealed class PlatformTests(HoldingPlatform platform) : IClassFixture<HoldingPlatform>
{
    private const string Admin = "human-resources";

    /// <summary>What a test publishes may stand in the queues behind the whole demo company.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task The_demo_takes_a_company_from_its_HR_file_to_its_sponsors_dashboard_and_every_total_agrees()
    {
        // Fewer people than a demo has; they take the same way.
        string[] size = ["--cohort", "600", "--applicants", "400", .. RunningPlatform.SmallCompany];
        var (exitCode, output) = await platform.Run(["demo", .. size]);
        // Why it failed stands at the end, after many lines of progress.
        exitCode.ShouldBe(0, string.Join('\n', output.Split('\n').TakeLast(40)));
        output.ShouldContain("Certificate: No assignment matches more people");
        output.ShouldContain("the same bytes");
        output.ShouldContain("Everything adds up");
        output.ShouldNotContain("small group", Case.Sensitive, "the dashboard shows every total of so large a cohort");
        await A_mentor_who_becomes_the_manager_of_the_mentee_is_the_mentor_no_more();
        var (verified, findings) = await platform.Run("verify");
        verified.ShouldBe(0, findings);
        findings.ShouldContain("Everything agrees");
        var (chained, faults) = await platform.Run("audit-verify");
        chained.ShouldBe(0, faults);
        (await platform.Held()).ShouldAllBe(held => held > 5, "inserts were held in each database meanwhile");
        await Eventually.Passes(EveryMetricOfDashboardsAndAlertsIsEmitted, Patience);
    }

    /// <summary>Through all services: enrollment, matching, engagement and back.</summary>
    private async Task A_mentor_who_becomes_the_manager_of_the_mentee_is_the_mentor_no_more()
    {
        using var admin = await platform.SignIn(Admin, ["people-admin", "coordinator"], ["*"]);
        var open = (await Mentorships(admin, closed: false)).First(m =>
            m.GetProperty("kind").GetString() == "oneToOne"
        );
        var (id, mentor, mentee) = (Id(open, "id"), Member(open, "mentor"), Member(open, "mentee"));
        using var moved = await admin.PostAsJsonAsync(
            $"enrollment/people/{mentee}/scheduled-changes",
            new { on = "2026-01-01", manager = mentor }
        );
        moved.StatusCode.ShouldBe(HttpStatusCode.Created, await moved.Content.ReadAsStringAsync());
        await Eventually.Passes(
            async () =>
                (await Mentorships(admin, closed: true))
                    .Single(m => Id(m, "id") == id)
                    .GetProperty("outcome")
                    .GetString()
                    .ShouldBe("reportingLine"),
            Patience
        );
    }

    private static async Task<IReadOnlyList<JsonElement>> Mentorships(HttpClient client, bool closed)
    {
        var path = $"engagement/mentorships?limit=200&closed={(closed ? "true" : "false")}";
        return [.. (await client.GetFromJsonAsync<JsonElement>(path)).GetProperty("items").EnumerateArray()];
    }

    private static Guid Id(JsonElement item, string property) => item.GetProperty(property).GetGuid();

    private static Guid Member(JsonElement mentorship, string role) =>
        Id(
            mentorship
                .GetProperty("members")
                .EnumerateArray()
                .Single(member => member.GetProperty("role").GetString() == role),
            "person"
        );

    private Task EveryMetricOfDashboardsAndAlertsIsEmitted()
    {
        var emitted = platform.Collector.Metrics;
        var named =
            from metric in MetricsTable.Own
            from label in metric.Value.Concat(MetricsTable.ResourceLabels)
            select (Metric: metric.Key, Label: label);
        named.Where(n => !emitted[n.Metric].Contains(n.Label)).ShouldBeEmpty();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task One_trace_goes_from_the_gateway_through_a_service_and_the_broker_to_analytics()
    {
        var trace = ActivityTraceId.CreateRandom().ToString();
        using var list = await platform.Gateway.SendAsync(
            await platform.Request(HttpMethod.Get, "enrollment/people?limit=1", Admin, ["people-admin"], ["*"])
        );
        var person = (await list.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("items")[0];

        var change = await platform.Request(
            HttpMethod.Put,
            $"enrollment/people/{person.GetProperty("id")}/profile",
            person.GetProperty("employeeNumber").GetString()!,
            [],
            [],
            new { hoursPerMonth = 7, interests = new[] { trace } }
        );
        change.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
        using var changed = await platform.Gateway.SendAsync(change);
        changed.StatusCode.ShouldBe(HttpStatusCode.NoContent, await changed.Content.ReadAsStringAsync());

        await Eventually.Passes(
            () =>
            {
                var spans = platform.Collector.Trace(trace);
                spans
                    .Select(s => s.Service)
                    .Distinct()
                    .Order()
                    .ShouldBe(["analytics", "engagement", "enrollment", "gateway", "matching"]);
                spans.ShouldContain(s => s.Service == "enrollment" && s.Name == "PUT /people/{id:guid}/profile");
                spans.ShouldContain(
                    s => s.Service == "analytics" && s.Name.Contains("person-recorded", StringComparison.Ordinal),
                    "the consumer's span"
                );
                spans.ShouldContain(
                    s => s.Service == "analytics" && s.Name.Contains("analytics", StringComparison.Ordinal),
                    "the span of its database"
                );
                return Task.CompletedTask;
            },
            Patience
        );
    }

    [Fact]
    public async Task A_joiner_by_SCIM_is_known_everywhere_and_a_leaver_nowhere()
    {
        using var scim = await ScimClient("End to end");
        var userName = $"{Guid.CreateVersion7()}@example.com";
        using var created = await scim.PostAsJsonAsync("Users", new { userName, title = "Joiner" });
        created.StatusCode.ShouldBe(HttpStatusCode.Created, await created.Content.ReadAsStringAsync());
        created.Headers.Location!.ToString().ShouldStartWith(scim.BaseAddress!.ToString());
        var user = await created.Content.ReadFromJsonAsync<JsonElement>();

        using var joiner = await platform.SignIn(userName, [], []);
        string[] pages = ["enrollment/programs", "matching/matches/mine", "engagement/me/mentorships"];
        foreach (var page in pages)
            await Eventually.Passes(
                async () => (await Status(joiner, page)).ShouldBe(HttpStatusCode.OK, page),
                Patience
            );

        using var left = await scim.PatchAsJsonAsync(
            created.Headers.Location,
            new
            {
                Operations = new[]
                {
                    new
                    {
                        op = "Replace",
                        path = "active",
                        value = "False",
                    },
                },
            }
        );
        left.StatusCode.ShouldBe(HttpStatusCode.OK, await left.Content.ReadAsStringAsync());
        user.GetProperty("active").GetBoolean().ShouldBeTrue();
        foreach (var page in pages)
            await Eventually.Passes(
                async () => (await Status(joiner, page)).ShouldBe(HttpStatusCode.Forbidden, page),
                Patience
            );
    }

    [Fact]
    public async Task A_role_that_is_assigned_opens_every_service_and_closes_it_when_it_is_revoked()
    {
        using var admin = await platform.SignIn(Admin, ["people-admin"], ["*"]);
        var person = (await admin.GetFromJsonAsync<JsonElement>("enrollment/people?employeeNumber=100002")).GetProperty(
            "items"
        )[0];
        var program = Guid.CreateVersion7();
        var pages = new Dictionary<string, HttpStatusCode>
        {
            ["enrollment/applications"] = HttpStatusCode.OK,
            ["matching/runs"] = HttpStatusCode.OK,
            ["engagement/mentorships"] = HttpStatusCode.OK,
            // The user may read dashboards; this program does not exist.
            [$"analytics/dashboard/sites?program={program}"] = HttpStatusCode.NotFound,
        };
        using var user = await platform.SignIn("100002", [], []);
        foreach (var page in pages.Keys)
            (await Status(user, page)).ShouldBe(HttpStatusCode.Forbidden, page);

        var roles = $"enrollment/people/{Id(person, "id")}/roles";
        using var assigned = await admin.PostAsJsonAsync(
            roles,
            new
            {
                role = "coordinator",
                siteCodes = new[] { "*" },
                reason = "A new program.",
            }
        );
        assigned.StatusCode.ShouldBe(HttpStatusCode.Created, await assigned.Content.ReadAsStringAsync());
        var role = Id(await assigned.Content.ReadFromJsonAsync<JsonElement>(), "id");
        foreach (var (page, status) in pages)
            await Eventually.Passes(async () => (await Status(user, page)).ShouldBe(status, page), Patience);

        using var revoked = await admin.PostAsJsonAsync($"{roles}/{role}/revoke", new { reason = "The end." });
        revoked.StatusCode.ShouldBe(HttpStatusCode.NoContent, await revoked.Content.ReadAsStringAsync());
        foreach (var page in pages.Keys)
            await Eventually.Passes(
                async () => (await Status(user, page)).ShouldBe(HttpStatusCode.Forbidden, page),
                Patience
            );
    }

    [Fact]
    public async Task A_person_downloads_what_every_service_holds_on_them()
    {
        using var scim = await ScimClient("Export");
        var name = $"exported-{Guid.CreateVersion7():N}@example.com";
        using var created = await scim.PostAsJsonAsync("Users", new { userName = name, displayName = "Export <b>Me" });
        created.StatusCode.ShouldBe(HttpStatusCode.Created, await created.Content.ReadAsStringAsync());
        var id = (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
        using var person = await platform.SignIn(name, [], []);

        await Eventually.Passes(
            async () =>
            {
                using var answer = await person.GetAsync($"people/{id}/data-export");
                answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
                using var archive = new ZipArchive(await answer.Content.ReadAsStreamAsync());
                foreach (var service in (string[])["enrollment", "matching", "engagement", "analytics"])
                    (await Text(archive, $"{service}.json")).ShouldContain($"{id}");
                (await Text(archive, "index.html")).ShouldContain("Export &lt;b&gt;Me");
            },
            Patience
        );
    }

    [Fact]
    public async Task An_erased_person_is_in_no_database_queue_or_file_and_the_receipt_names_every_service()
    {
        await platform.KeepMessages();
        using var scim = await ScimClient("Erasure");
        var user = new
        {
            userName = $"canary-{Guid.CreateVersion7():N}@example.com",
            displayName = "canaryName",
            title = "canaryTitle",
            name = new { familyName = "canaryFamily" },
            emails = new[] { new { type = "work", value = "canary@example.com" } },
        };
        using var created = await scim.PostAsJsonAsync("Users", user);
        created.StatusCode.ShouldBe(HttpStatusCode.Created, await created.Content.ReadAsStringAsync());
        var id = (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
        using var person = await platform.SignIn(user.userName, [], []);
        using var declared = await person.PutAsJsonAsync(
            $"enrollment/people/{id}/profile",
            new
            {
                hoursPerMonth = 4,
                interests = new[] { "canaryInterest" },
                skillsOffered = new[] { new { name = "canarySkill", level = 3 } },
            }
        );
        declared.StatusCode.ShouldBe(HttpStatusCode.NoContent, await declared.Content.ReadAsStringAsync());
        using var deleted = await scim.DeleteAsync(created.Headers.Location);
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent, await deleted.Content.ReadAsStringAsync());

        using var admin = await platform.SignIn(Admin, ["people-admin"], ["*"]);
        using var erased = await admin.PostAsJsonAsync(
            $"enrollment/people/{id}/erasure",
            new { reason = "personRequest" }
        );
        erased.StatusCode.ShouldBe(HttpStatusCode.Accepted, await erased.Content.ReadAsStringAsync());
        await Eventually.Passes(
            async () =>
            {
                var erasure = await admin.GetFromJsonAsync<JsonElement>($"enrollment/people/{id}/erasure");
                erasure.GetProperty("state").GetString().ShouldBe("complete", erasure.GetRawText());
                erasure.GetProperty("receipt").GetString().ShouldNotBeNullOrEmpty();
            },
            Patience
        );

        await IsNowhere(id);
        using var again = await scim.PostAsJsonAsync("Users", user);
        again.StatusCode.ShouldBe(HttpStatusCode.Conflict, await again.Content.ReadAsStringAsync());
        await IsNowhere(id);
        await platform.DropMessages();
    }

    /// <summary>The canary is in no database, queue, dead letter, export, log, trace or metric.</summary>
    private async Task IsNowhere(Guid person)
    {
        foreach (var dump in await platform.Dumps())
            dump.ShouldNotContain("canary", Case.Insensitive);
        var messages = await platform.Messages();
        messages[HoldingPlatform.Kept].ShouldContain($"{person}", Case.Sensitive, "its messages are kept");
        foreach (var (queue, shown) in messages)
            shown.ShouldNotContain("canary", Case.Insensitive, queue);
        // In lower case: every PostgreSQL names the Canary Islands among its collations.
        (await platform.FilesWith("canary")).ShouldBeEmpty();
        platform.Collector.ConfidentialTexts.ShouldBeEmpty("in logs, traces or metrics");
    }

    /// <summary>A client of the SCIM server, with a token of its own.</summary>
    private async Task<HttpClient> ScimClient(string name)
    {
        var (exitCode, issued) = await platform.Run("scim-token", "--client", name);
        exitCode.ShouldBe(0, issued);
        var lines = issued.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return new()
        {
            BaseAddress = new(lines[0] + "/"),
            DefaultRequestHeaders = { Authorization = new("Bearer", lines[1]) },
        };
    }

    private static async Task<string> Text(ZipArchive archive, string name)
    {
        using var reader = new StreamReader(await archive.GetEntry(name)!.OpenAsync());
        return await reader.ReadToEndAsync();
    }

    private static async Task<HttpStatusCode> Status(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path);
        return answer.StatusCode;
    }

    [Fact]
    public async Task The_joined_document_speaks_of_every_service()
    {
        // A service that is slow to describe itself is left out and asked again soon.
        await Eventually.Passes(async () =>
        {
            var document = await platform.Gateway.GetFromJsonAsync<JsonElement>("openapi");
            document.GetProperty("openapi").GetString()!.ShouldStartWith("3.1");
            var paths = document.GetProperty("paths").EnumerateObject().Select(p => p.Name).ToList();
            foreach (var service in new[] { "enrollment", "matching", "engagement", "analytics" })
                paths.ShouldContain(p => p.StartsWith($"/{service}/", StringComparison.Ordinal), service);
        });
    }
}
