using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Enrollment.Hris;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;
using static PeerNetwork.Enrollment.Tests.Syncs.FakeConnector;

namespace PeerNetwork.Enrollment.Tests.Syncs;

public sealed class SyncApiTests : IAsyncLifetime
{
    private readonly FakeConnector _hr = new();
    private readonly SyncHost _enrollment;

    public SyncApiTests() => _enrollment = new(_hr);

    public Task InitializeAsync() => _enrollment.InitializeAsync();

    public Task DisposeAsync() => _enrollment.DisposeAsync();

    [Fact]
    public async Task The_ids_of_the_records_are_not_stored_in_plain()
    {
        _hr.Pages =
        [
            [Worker("recordcanary")],
        ];

        (await _enrollment.Sync()).GetProperty("counts").GetProperty("added").GetInt32().ShouldBe(1);

        var stored = await DatabaseDump.ReadAll(_enrollment.Database);
        stored.ShouldContain("person_hired");
        stored.ShouldNotContain("recordcanary", Case.Insensitive);
    }

    [Fact]
    public async Task People_come_from_an_HR_system_and_come_again_without_an_event()
    {
        _hr.Pages =
        [
            [Worker("b", "a"), Worker("c", "b")],
            [Worker("a")],
        ];

        var first = await _enrollment.Sync();

        first.GetProperty("status").GetString().ShouldBe("completed", first.GetRawText());
        var counts = first.GetProperty("counts");
        counts.GetProperty("added").GetInt32().ShouldBe(3);
        counts.GetProperty("errors").GetInt32().ShouldBe(0);
        first.GetProperty("coverage").GetProperty("name").GetDouble().ShouldBe(1);
        first.GetProperty("coverage").GetProperty("manager").GetDouble().ShouldBe(0.6667);
        first.GetProperty("coverage").GetProperty("lastDay").GetDouble().ShouldBe(0);
        first.GetProperty("trigger").GetString().ShouldBe("person");
        first.GetProperty("requestedBy").ValueKind.ShouldBe(JsonValueKind.String);
        first.GetProperty("written").GetInt32().ShouldBe(3);
        // The mapping uses neither the words for a status nor the shift.
        first.GetProperty("unmapped").GetRawText().ShouldBe("""{"statusCode":1,"custom.shift":1}""");
        (await _enrollment.Directory()).ShouldBe([
            ("N-a", "Name a", null),
            ("N-b", "Name b", "N-a"),
            ("N-c", "Name c", "N-b"),
        ]);

        var before = await PersonEvents();
        // Another order, another paging, and a worker who is reported twice.
        _hr.Pages =
        [
            [Worker("a"), Worker("c", "x", name: "Old")],
            [Worker("c", "b"), Worker("b", "a")],
        ];
        var second = await _enrollment.Sync();
        second.GetProperty("counts").GetProperty("unchanged").GetInt32().ShouldBe(3);
        (await PersonEvents()).ShouldBe(before);
        await ShouldBeAsRebuilt();
    }

    [Fact]
    public async Task Absence_and_deletion_are_leaving()
    {
        _hr.Pages =
        [
            [Worker("a"), Worker("b", "a"), Worker("c", "a"), Worker("d", "a")],
        ];
        await _enrollment.Sync();
        _hr.Pages =
        [
            [Worker("a"), Worker("b", "a"), Gone("d")],
        ];
        var sync = await _enrollment.Sync();
        sync.GetProperty("status").GetString().ShouldBe("completed", sync.GetRawText());
        (await _enrollment.Directory()).Select(p => p.Number).ShouldBe(["N-a", "N-b"]);
        // Those of the file are not of this source.
        (await EnrollmentHost.Items(_enrollment.Admin, "/people"))
            .Count(p => p.GetProperty("status").GetString() == "active")
            .ShouldBe(9);
    }

    [Fact]
    public async Task A_delta_takes_absence_for_nothing()
    {
        _hr.Watermark = "w1";
        _hr.Pages =
        [
            [Worker("a"), Worker("b", "a"), Worker("c", "a")],
        ];
        await _enrollment.Sync();

        _hr.Changes = [Worker("c", "b", name: "New"), Gone("x")];
        var delta = await _enrollment.Sync();

        delta.GetProperty("mode").GetString().ShouldBe("delta");
        _hr.Requests[^1].Watermark.ShouldBe("w1");
        (await _enrollment.Directory()).ShouldBe([
            ("N-a", "Name a", null),
            ("N-b", "Name b", "N-a"),
            ("N-c", "New", "N-b"),
        ]);
    }

    [Fact]
    public async Task After_an_error_all_people_are_read_again()
    {
        _hr.Watermark = "w1";
        _hr.Pages =
        [
            [Worker("a"), Worker("b", site: "XXX")],
        ];
        var first = await _enrollment.Sync();
        var faulty = first.GetProperty("faulty")[0];
        faulty.GetProperty("record").GetString().ShouldBe("b");
        faulty.GetProperty("column").GetString().ShouldBe("site");

        _hr.Pages =
        [
            [Worker("a"), Worker("b")],
        ];
        (await _enrollment.Sync()).GetProperty("mode").GetString().ShouldBe("full");
        (await _enrollment.Directory()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_read_that_drops_goes_on_from_its_last_page()
    {
        _hr.Pages =
        [
            [Worker("a")],
            [Worker("b", "a")],
            [Worker("c", "b")],
        ];
        var drops = 1;
        _hr.BeforePage = (page, _) =>
            page == 1 && Interlocked.Decrement(ref drops) >= 0
                ? throw new HrisException("The source does not answer.", isTransient: true)
                : Task.CompletedTask;

        var id = await _enrollment.Request();
        await _enrollment.Passes(async () =>
            (await _enrollment.Show(id)).GetProperty("records").GetInt32().ShouldBe(1)
        );
        _enrollment.Advance(TimeSpan.FromMinutes(1));
        await _enrollment.Becomes("completed", id);

        _hr.Requests.Select(r => r.Checkpoint).ShouldBe([null, "1"]);
        (await _enrollment.Directory()).Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_source_that_refuses_fails_the_sync()
    {
        _hr.Pages =
        [
            [Worker("a")],
        ];
        _hr.BeforePage = (_, _) => throw new HrisException("The password is wrong.", isTransient: false);
        var sync = await _enrollment.Sync();
        sync.GetProperty("status").GetString().ShouldBe("failed");
        sync.GetProperty("failure").GetString().ShouldBe("The password is wrong.");
        (await _enrollment.Directory()).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_brake_holds_a_sync_until_its_changes_are_approved()
    {
        _hr.Pages =
        [
            [Worker("a"), Worker("b"), Worker("c"), Worker("d")],
        ];
        await _enrollment.Sync();
        _hr.Pages =
        [
            [Worker("a", name: "Ann")],
        ];

        var held = await _enrollment.Sync();
        held.GetProperty("status").GetString().ShouldBe("held");
        held.GetProperty("heldBecause").GetString().ShouldBe("brake");
        held.GetProperty("counts").GetProperty("leaving").GetInt32().ShouldBe(3);
        (await _enrollment.Directory()).Count.ShouldBe(4);
        var id = held.GetProperty("id").GetGuid();
        var page = await EnrollmentHost.Get(_enrollment.Admin, $"/syncs/{id}/changes?limit=3");
        page.GetProperty("items").GetArrayLength().ShouldBe(3);
        var change = page.GetProperty("items")[0];
        change.GetProperty("old").GetString().ShouldBe("Name a");
        change.GetProperty("new").GetString().ShouldBe("Ann");
        var rest = await EnrollmentHost.Get(
            _enrollment.Admin,
            $"/syncs/{id}/changes?limit=3&cursor={page.GetProperty("next").GetString()}"
        );
        rest.GetProperty("items").GetArrayLength().ShouldBe(1);
        rest.GetProperty("next").GetString().ShouldBeNull();
        await EnrollmentHost.Refused(
            await _enrollment.Admin.PostAsJsonAsync("/syncs", new { source = "hr" }),
            HttpStatusCode.Conflict
        );

        await EnrollmentHost.Refused(await Approve(id, plan: 2), HttpStatusCode.Conflict);
        await EnrollmentHost.Done(await Approve(id, plan: 1));
        await _enrollment.Becomes("completed", id);
        (await _enrollment.Directory()).ShouldBe([("N-a", "Ann", null)]);
        await _enrollment.Passes(async () =>
            (await _enrollment.Scalar<long>("select count(*) from mt_doc_stagedpage")).ShouldBe(0)
        );
        (
            await _enrollment.Scalar<long>(
                $"select count(*) from personal_data_keys where owner = '{id}' and erased_at is not null"
            )
        ).ShouldBe(1);
        await EnrollmentHost.Refused(await _enrollment.Admin.GetAsync($"/syncs/{id}/changes"), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_changed_after_the_plan_is_held_again()
    {
        _hr.Pages =
        [
            [Worker("a"), Worker("b")],
        ];
        await _enrollment.Sync();
        _hr.Pages =
        [
            [Worker("a", name: "Ann"), Worker("b")],
        ];
        var held = await _enrollment.Sync(new { source = "hr", needsApproval = true });
        held.GetProperty("heldBecause").GetString().ShouldBe("approvalRequired");
        var id = held.GetProperty("id").GetGuid();
        await _enrollment.Upload("no,name,mail,site,boss,level,years\nN-a,Other,,CHI,,3,\n");

        await EnrollmentHost.Done(await Approve(id, plan: 1));
        await _enrollment.Passes(async () =>
            (await _enrollment.Show(id)).GetProperty("heldBecause").GetString().ShouldBe("changedSinceApproval")
        );
        (await _enrollment.Directory())[0].Name.ShouldBe("Other");

        await EnrollmentHost.Done(await Approve(id, plan: 2));
        await _enrollment.Becomes("completed", id);
        (await _enrollment.Directory())[0].Name.ShouldBe("Ann");
    }

    [Theory]
    [InlineData("reject", "rejected")]
    [InlineData("cancel", "cancelled")]
    public async Task A_held_sync_can_be_given_up(string action, string status)
    {
        _hr.Pages =
        [
            [Worker("a")],
        ];
        var held = await _enrollment.Sync(
            new
            {
                source = "hr",
                needsApproval = true,
                reason = "A look first.",
            }
        );
        var id = held.GetProperty("id").GetGuid();
        await EnrollmentHost.Done(
            await _enrollment.Admin.PostAsJsonAsync($"/syncs/{id}/{action}", new { reason = "Not now." })
        );
        (await _enrollment.StatusOf(id)).ShouldBe(status);
        (await _enrollment.Directory()).ShouldBeEmpty();
        await EnrollmentHost.Refused(await Approve(id, plan: 1), HttpStatusCode.Conflict);
        (await EnrollmentHost.Items(_enrollment.Admin, "/syncs"))
            .ShouldHaveSingleItem()
            .GetProperty("status")
            .GetString()
            .ShouldBe(status);
        (await _enrollment.Sync()).GetProperty("status").GetString().ShouldBe("completed");
    }

    [Fact]
    public async Task Later_assignments_and_days_are_scheduled_and_seen_as_known()
    {
        var worker = Worker("a") with { LastDay = new(2090, 12, 31), EmployeeNumber = null };
        _hr.Pages =
        [
            [
                worker with
                {
                    Assignments =
                    [
                        worker.Assignments[0],
                        worker.Assignments[0] with
                        {
                            From = new(2090, 1, 1),
                            Site = "CHI",
                            JobTitle = "Lead",
                        },
                    ],
                },
            ],
        ];
        await _enrollment.Sync();
        var person = (await EnrollmentHost.Items(_enrollment.Admin, "/people?employeeNumber=a")).Single();
        var changes = person.GetProperty("scheduledChanges");
        if (changes.ValueKind is JsonValueKind.Null)
            changes = (
                await EnrollmentHost.Get(_enrollment.Admin, $"/people/{person.GetProperty("id").GetGuid()}")
            ).GetProperty("scheduledChanges");
        changes.GetArrayLength().ShouldBe(2);
        changes[0].GetProperty("siteCode").GetString().ShouldBe("CHI");
        changes[0].GetProperty("jobTitle").GetString().ShouldBe("Lead");

        (await _enrollment.Sync()).GetProperty("counts").GetProperty("unchanged").GetInt32().ShouldBe(1);
        await ShouldBeAsRebuilt();
    }

    [Fact]
    public async Task An_unknown_source_is_named() =>
        (
            await EnrollmentHost.Refused(
                await _enrollment.Admin.PostAsJsonAsync("/syncs", new { source = "sap" }),
                HttpStatusCode.UnprocessableEntity
            )
        ).ShouldContain("must be one of hr, silent");

    private static HrisWorker Gone(string id) =>
        new(id, null, null, null, HrisStatus.Unknown, null, null, null, [], [], new Dictionary<string, string>(), true);

    private Task<HttpResponseMessage> Approve(Guid sync, int plan) =>
        _enrollment.Admin.PostAsJsonAsync($"/syncs/{sync}/approve", new { plan, reason = "As expected." });

    private Task<long> PersonEvents() =>
        _enrollment.Scalar<long>(@"select count(*) from mt_events where type like 'person\_%'");

    private async Task ShouldBeAsRebuilt()
    {
        var report = await _enrollment
            .Services.GetRequiredService<Verification>()
            .Run(TimeSpan.FromMinutes(1), default);
        report.Differences.ShouldBeEmpty();
    }
}
