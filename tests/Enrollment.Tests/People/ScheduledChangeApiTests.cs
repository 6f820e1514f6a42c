using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.People;

/// <summary>It is the first of March 2027, 10 o'clock in Berlin and 3 o'clock in Chicago.</summary>
public sealed class ScheduledChangeApiTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(TestData.Now);
    private readonly EnrollmentHost _enrollment;

    public ScheduledChangeApiTests() => _enrollment = new ClockedEnrollmentHost(_clock);

    public Task InitializeAsync() => _enrollment.InitializeAsync();

    public Task DisposeAsync() => _enrollment.DisposeAsync();

    [Fact]
    public async Task Changes_take_effect_on_their_day_by_the_clocks_of_the_site()
    {
        await Schedule("E3", new { on = "2027-03-02", jobTitle = "Analyst" });
        await Schedule("E7", new { on = "2027-03-02", department = "Sales" });

        _clock.SetUtcNow(new(2027, 3, 1, 22, 59, 59, TimeSpan.Zero));
        (await Seen("E3")).GetProperty("jobTitle").ValueKind.ShouldBe(JsonValueKind.Null);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await Becomes("E3", "jobTitle", "Analyst");
        (await Seen("E7")).GetProperty("department").ValueKind.ShouldBe(JsonValueKind.Null);

        _clock.SetUtcNow(new(2027, 3, 2, 6, 0, 0, TimeSpan.Zero));
        await Becomes("E7", "department", "Sales");

        await Schedule("E7", new { on = "2027-05-01", status = "left" });
        var report = await _enrollment
            .Services.GetRequiredService<Verification>()
            .Run(TimeSpan.FromMinutes(1), default);
        report.Differences.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_change_clears_the_manager_on_its_day()
    {
        await Schedule("E3", new { on = "2027-03-02", clear = new[] { "manager", "jobLevel" } });
        var seen = await Seen("E3");
        seen.GetProperty("manager").GetGuid().ShouldBe(_enrollment.People["E1"]);
        $"{seen.GetProperty("scheduledChanges")[0].GetProperty("clear")}".ShouldBe("""["manager","jobLevel"]""");

        _clock.SetUtcNow(new(2027, 3, 2, 0, 0, 0, TimeSpan.Zero));

        await Eventually.Passes(async () =>
            (await Seen("E3")).GetProperty("manager").ValueKind.ShouldBe(JsonValueKind.Null)
        );
        (await Seen("E3")).GetProperty("jobLevel").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_manager_who_was_merged_before_the_day_is_the_survivor()
    {
        var (duplicate, survivor) = (_enrollment.People["E2"], _enrollment.People["E6"]);
        foreach (var number in (string[])["E3", "E6"])
            await Schedule(
                number,
                new
                {
                    on = "2027-03-02",
                    manager = duplicate,
                    department = "Sales",
                    otherJobs = new[] { new { manager = duplicate, share = 20 } },
                }
            );
        await EnrollmentHost.Created(
            await _enrollment.Admin.PostAsJsonAsync(
                $"{Path("E6")}/merges",
                new
                {
                    duplicate,
                    record = "survivor",
                    reason = "Recorded twice.",
                }
            )
        );

        _clock.SetUtcNow(new(2027, 3, 2, 6, 0, 0, TimeSpan.Zero));
        await Becomes("E3", "department", "Sales");
        var moved = await Seen("E3");
        moved.GetProperty("manager").GetGuid().ShouldBe(survivor);
        moved.GetProperty("otherJobs")[0].GetProperty("manager").GetGuid().ShouldBe(survivor);
        await Becomes("E6", "department", "Sales");
        (await Seen("E6"))
            .GetProperty("manager")
            .GetGuid()
            .ShouldBe(_enrollment.People["E1"], "no person reports to themselves");
    }

    [Fact]
    public async Task Jobs_beside_the_main_one_begin_and_end_on_their_day()
    {
        var job = new
        {
            siteCode = "CHI",
            department = "Sales",
            manager = _enrollment.People["E1"],
            share = 20,
        };
        await Schedule("E3", new { on = "2027-03-01", otherJobs = new[] { job } });
        await Schedule("E3", new { on = "2027-03-02", otherJobs = Array.Empty<object>() });
        var seen = (await Seen("E3")).GetProperty("otherJobs").EnumerateArray().ShouldHaveSingleItem();
        seen.GetProperty("manager").GetGuid().ShouldBe(_enrollment.People["E1"]);
        seen.GetProperty("share").GetInt32().ShouldBe(20);

        _clock.SetUtcNow(new(2027, 3, 2, 0, 0, 0, TimeSpan.Zero));

        await Eventually.Passes(async () => (await Seen("E3")).GetProperty("otherJobs").GetArrayLength().ShouldBe(0));
        (await Seen("E3")).GetProperty("siteCode").GetString().ShouldBe("BER");
    }

    [Fact]
    public async Task A_job_that_cannot_be_is_refused()
    {
        object[] jobs =
        [
            new { siteCode = "MOON" },
            new { manager = Guid.NewGuid() },
            new { manager = _enrollment.People["E3"] },
            new { share = 0 },
            new { department = "=1" },
        ];
        foreach (var job in jobs)
            await EnrollmentHost.Refused(
                await _enrollment.Admin.PostAsJsonAsync(
                    $"{Path("E3")}/scheduled-changes",
                    new { on = "2027-04-01", otherJobs = new[] { job } }
                ),
                HttpStatusCode.UnprocessableEntity
            );
        (await Seen("E3")).GetProperty("scheduledChanges").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Who_leaves_on_a_day_loses_open_applications_on_that_day()
    {
        var program = await _enrollment.Published();
        var application = await EnrollmentHost.Created(await _enrollment.Apply("E3", program));
        await Schedule("E3", new { on = "2027-03-31", status = "left" });
        (await Seen("E3")).GetProperty("status").GetString().ShouldBe("onNotice");

        _clock.SetUtcNow(new(2027, 3, 31, 0, 0, 0, TimeSpan.Zero));
        await Becomes("E3", "status", "left");
        await _enrollment.Becomes(application, "withdrawn");
    }

    [Fact]
    public async Task Who_moves_out_of_a_programs_sites_loses_an_open_application_and_sees_why()
    {
        var program = await _enrollment.Published(null, "BER");
        var application = await EnrollmentHost.Created(await _enrollment.Apply("E3", program));
        var staying = await EnrollmentHost.Created(await _enrollment.Apply("E4", program));
        await Schedule("E4", new { on = "2027-03-01", department = "Sales" });
        await Schedule("E3", new { on = "2027-03-01", siteCode = "CHI" });

        await _enrollment.Becomes(application, "withdrawn");
        var rules = (await EnrollmentHost.Get(_enrollment.Employee("E3"), $"/applications/{application}"))
            .GetProperty("rules")
            .EnumerateArray();
        var failed = rules.Single(r => !r.GetProperty("passed").GetBoolean());
        failed.GetProperty("explanation").GetString().ShouldBe("The program runs at BER; you work at CHI.");
        await _enrollment.Becomes(staying, "submitted");
    }

    [Fact]
    public async Task A_leave_ends_on_its_day_and_a_roster_does_not_end_it_before()
    {
        await Schedule("E4", new { on = "2027-02-01", status = "onLeave" });
        (await Seen("E4")).GetProperty("status").GetString().ShouldBe("onLeave");
        await Schedule("E4", new { on = "2027-09-01", status = "active" });

        (await _enrollment.Upload(EnrollmentHost.Roster)).GetProperty("unchanged").GetInt32().ShouldBe(7);
        (await Seen("E4")).GetProperty("status").GetString().ShouldBe("onLeave");

        _clock.SetUtcNow(new(2027, 9, 1, 0, 0, 0, TimeSpan.Zero));
        await Becomes("E4", "status", "active");
    }

    [Fact]
    public async Task A_roster_with_first_and_last_days_hires_and_ends_on_those_days()
    {
        const string Roster = "no,name,site,hired,last\nE5,Ed,BER,2020-01-01,2027-03-31\nE8,Hal,CHI,2027-04-15,\n";
        const string Mapping = """
            {
              "fields": {
                "employeeNumber": { "column": "no" }, "name": { "column": "name" }, "site": { "column": "site" },
                "hiredOn": { "column": "hired" }, "lastDay": { "column": "last" }
              }
            }
            """;
        (await _enrollment.Upload(Roster, Mapping)).GetProperty("errors").GetArrayLength().ShouldBe(0);
        (await _enrollment.Upload(Roster, Mapping)).GetProperty("unchanged").GetInt32().ShouldBe(2);
        var joiner = (await EnrollmentHost.Items(_enrollment.Admin, "/people?employeeNumber=E8")).Single();
        joiner.GetProperty("status").GetString().ShouldBe("preHire");

        _clock.SetUtcNow(new(2027, 4, 1, 0, 0, 0, TimeSpan.Zero));
        await Becomes("E5", "status", "left");
        _clock.SetUtcNow(new(2027, 4, 15, 5, 0, 0, TimeSpan.Zero));
        await Eventually.Passes(async () =>
            (await EnrollmentHost.Get(_enrollment.Admin, $"/people/{joiner.GetProperty("id").GetGuid()}"))
                .GetProperty("status")
                .GetString()
                .ShouldBe("active")
        );
        (await _enrollment.Upload(Roster, Mapping)).GetProperty("unchanged").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task Only_the_people_administration_sees_what_is_scheduled()
    {
        var change = await Schedule("E5", new { on = "2027-04-01", status = "left" });
        await Schedule(
            "E5",
            new
            {
                on = "2027-03-15",
                manager = _enrollment.People["E1"],
                jobLevel = 3,
            }
        );

        var scheduled = (await Seen("E5")).GetProperty("scheduledChanges");
        scheduled.GetArrayLength().ShouldBe(2);
        scheduled[0].GetProperty("manager").GetGuid().ShouldBe(_enrollment.People["E1"]);
        scheduled[1].GetProperty("id").GetGuid().ShouldBe(change);
        scheduled[1].GetProperty("dueAt").GetDateTimeOffset().ShouldBe(new(2027, 3, 31, 22, 0, 0, TimeSpan.Zero));

        foreach (var other in new[] { _enrollment.Employee("E5"), _enrollment.Coordinator("BER") })
        {
            var seen = await EnrollmentHost.Get(other, Path("E5"));
            seen.GetProperty("status").GetString().ShouldBe("active");
            seen.GetProperty("scheduledChanges").ValueKind.ShouldBe(JsonValueKind.Null);
        }
        (await EnrollmentHost.Get(_enrollment.Employee("E4"), Path("E5")))
            .GetProperty("status")
            .ValueKind.ShouldBe(JsonValueKind.Null);
        await EnrollmentHost.Refused(
            await _enrollment.Coordinator("*").PostAsJsonAsync($"{Path("E5")}/scheduled-changes", new { }),
            HttpStatusCode.Forbidden
        );
    }

    [Fact]
    public async Task A_cancelled_change_does_not_take_effect()
    {
        var change = await Schedule("E5", new { on = "2027-03-02", status = "left" });
        var path = $"{Path("E5")}/scheduled-changes/{change}";
        await EnrollmentHost.Done(await _enrollment.Admin.DeleteAsync(path));
        await EnrollmentHost.Refused(await _enrollment.Admin.DeleteAsync(path), HttpStatusCode.NotFound);

        await Schedule("E6", new { on = "2027-03-02", status = "left" });
        _clock.SetUtcNow(new(2027, 3, 3, 0, 0, 0, TimeSpan.Zero));
        await Becomes("E6", "status", "left");
        (await Seen("E5")).GetProperty("status").GetString().ShouldBe("active");
    }

    private async Task<Guid> Schedule(string number, object change) =>
        await EnrollmentHost.Created(
            await _enrollment.Admin.PostAsJsonAsync($"{Path(number)}/scheduled-changes", change)
        );

    private string Path(string number) => $"/people/{_enrollment.People[number]}";

    private Task<JsonElement> Seen(string number) => EnrollmentHost.Get(_enrollment.Admin, Path(number));

    private Task Becomes(string number, string property, string value) =>
        Eventually.Passes(async () => (await Seen(number)).GetProperty(property).GetString().ShouldBe(value));
}
