using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PeerNetwork.Enrollment.Applications;
using PeerNetwork.Enrollment.RoleAssignments;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.RoleAssignments;

/// <summary>It is the first of March 2027, 10 o'clock in Berlin and 3 o'clock in Chicago.</summary>
public sealed class RoleApiTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(TestData.Now);
    private readonly EnrollmentHost _enrollment;

    public RoleApiTests() => _enrollment = new ClockedEnrollmentHost(_clock);

    public Task InitializeAsync() => _enrollment.InitializeAsync();

    public Task DisposeAsync() => _enrollment.DisposeAsync();

    [Fact]
    public async Task A_local_coordinator_manages_the_own_site_of_one_program_and_nothing_else()
    {
        var (program, other) = (await _enrollment.Published(), await _enrollment.Published());
        var own = await EnrollmentHost.Created(await _enrollment.Apply("E3", program));
        var elsewhere = await EnrollmentHost.Created(await _enrollment.Apply("E7", program));
        var foreign = await EnrollmentHost.Created(await _enrollment.Apply("E4", other));
        var ada = _enrollment.Employee("E2");
        (await ada.GetAsync("/applications")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        await Assign(
            "E2",
            new
            {
                role = "coordinator",
                siteCodes = new[] { "BER" },
                programs = new[] { program },
            }
        );

        await Eventually.Passes(async () =>
            (await EnrollmentHost.Items(ada, "/applications"))
                .Select(a => a.GetProperty("id").GetGuid())
                .ShouldBe([own])
        );
        await EnrollmentHost.Done(await ada.PostAsync($"/applications/{own}/approve", null));
        foreach (var application in new[] { elsewhere, foreign })
            await EnrollmentHost.Refused(
                await ada.PostAsync($"/applications/{application}/approve", null),
                HttpStatusCode.NotFound
            );
        await EnrollmentHost.Refused(
            await ada.PostAsJsonAsync("/programs", EnrollmentHost.Plan(null, "BER")),
            HttpStatusCode.Forbidden
        );
    }

    [Fact]
    public async Task An_ambassador_reads_the_applications_of_the_site_and_decides_none()
    {
        var program = await _enrollment.Published();
        var own = await EnrollmentHost.Created(await _enrollment.Apply("E3", program));
        await EnrollmentHost.Created(await _enrollment.Apply("E7", program));
        await Assign("E2", new { role = "ambassador", siteCodes = new[] { "BER" } });
        var ambassador = _enrollment.Employee("E2");
        await Eventually.Passes(async () =>
            (await EnrollmentHost.Items(ambassador, "/applications")).ShouldHaveSingleItem()
        );
        await EnrollmentHost.Refused(
            await ambassador.PostAsync($"/applications/{own}/approve", null),
            HttpStatusCode.Forbidden
        );
    }

    [Fact]
    public async Task A_revoked_role_and_a_term_that_is_over_give_no_access()
    {
        var revoked = await Assign("E2", new { role = "coordinator", siteCodes = new[] { "BER" } });
        await Assign(
            "E6",
            new
            {
                role = "coordinator",
                siteCodes = new[] { "CHI" },
                until = "2027-03-31",
            }
        );
        await Eventually.Passes(async () => await HasAccess("E2", true));
        await Eventually.Passes(async () => await HasAccess("E6", true));

        await EnrollmentHost.Done(
            await _enrollment.Admin.PostAsJsonAsync(
                $"/people/{_enrollment.People["E2"]}/roles/{revoked}/revoke",
                new { reason = "A new task." }
            )
        );
        await Eventually.Passes(async () => await HasAccess("E2", false));

        _clock.SetUtcNow(new(2027, 4, 1, 4, 59, 59, TimeSpan.Zero));
        await HasAccess("E6", true);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await HasAccess("E6", false);
        await Eventually.Passes(async () => (await RolesOf("E6")).ShouldBeEmpty());
        (await Verify()).Differences.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_end_of_a_term_is_announced_a_month_before_and_lists_show_it()
    {
        await Assign(
            "E2",
            new
            {
                role = "committee-member",
                siteCodes = new[] { "*" },
                until = "2027-12-31",
            }
        );
        await Assign("E6", new { role = "sponsor", siteCodes = new[] { "*" } });
        _clock.SetUtcNow(new(2027, 12, 2, 0, 0, 0, TimeSpan.Zero));
        await Eventually.Passes(async () =>
        {
            (await History(RoleHolder.StreamOf(new(_enrollment.People["E2"])))).Count.ShouldBe(2);
        });
        var ending = await EnrollmentHost.Items(_enrollment.Admin, "/roles?endsBefore=2028-01-01");
        ending.ShouldHaveSingleItem().GetProperty("role").GetString().ShouldBe("committee-member");
        (await EnrollmentHost.Items(_enrollment.Admin, "/roles?site=BER")).Count.ShouldBe(2);
        (await EnrollmentHost.Items(_enrollment.Admin, "/roles?role=sponsor")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_seat_passes_to_a_successor_on_a_day()
    {
        var seat = await Assign("E2", new { role = "committee-member", siteCodes = new[] { "*" } });
        var request = new
        {
            successor = _enrollment.People["E6"],
            from = "2027-07-01",
            reason = "Rotation.",
        };
        var path = $"/people/{_enrollment.People["E2"]}/roles/{seat}/rotate";
        await EnrollmentHost.Created(await _enrollment.Admin.PostAsJsonAsync(path, request));
        (await RolesOf("E2")).Single().GetProperty("until").GetString().ShouldBe("2027-06-30");
        (await RolesOf("E6")).Single().GetProperty("from").GetString().ShouldBe("2027-07-01");
        await EnrollmentHost.Refused(await _enrollment.Admin.PostAsJsonAsync(path, request), HttpStatusCode.Conflict);
        (await RolesOf("E6")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_person_who_leaves_loses_the_roles_for_good()
    {
        await Assign("E6", new { role = "coordinator", siteCodes = new[] { "CHI" } });
        var person = _enrollment.People["E6"];
        await EnrollmentHost.Created(
            await _enrollment.Admin.PostAsJsonAsync(
                $"/people/{person}/scheduled-changes",
                new { on = "2027-02-28", status = "left" }
            )
        );
        await Eventually.Passes(async () => (await RolesOf("E6")).ShouldBeEmpty());
        await _enrollment.Upload(EnrollmentHost.Roster);
        await Eventually.Passes(async () => await HasAccess("E6", false));
    }

    [Fact]
    public async Task Roles_are_given_by_others_and_local_roles_by_coordinators_within_their_own_scope()
    {
        await Assign("E2", new { role = "coordinator", siteCodes = new[] { "BER" } });
        await Assign("E1", new { role = "people-admin", siteCodes = new[] { "*" } });
        var (coordinator, admin) = (_enrollment.Employee("E2"), _enrollment.Employee("E1"));
        await Eventually.Passes(async () => await HasAccess("E2", true));

        (await Give(coordinator, "E3", "ambassador", "BER")).ShouldBe(HttpStatusCode.Created);
        (await Give(coordinator, "E3", "ambassador", "CHI")).ShouldBe(HttpStatusCode.Forbidden);
        (await Give(coordinator, "E3", "coordinator", "*")).ShouldBe(HttpStatusCode.Forbidden);
        (await Give(coordinator, "E3", "sponsor", "BER")).ShouldBe(HttpStatusCode.Forbidden);
        (await Give(coordinator, "E2", "ambassador", "BER")).ShouldBe(HttpStatusCode.Forbidden);
        await Eventually.Passes(async () =>
            (await Give(admin, "E1", "overseer", "*")).ShouldBe(HttpStatusCode.Forbidden)
        );
        (await Give(admin, "E4", "overseer", "*")).ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task An_assistant_acts_for_a_leader_until_the_leader_or_the_role_is_gone()
    {
        var application = await EnrollmentHost.Created(await _enrollment.Apply("E3", await _enrollment.Published()));
        var role = await Assign("E1", new { role = "coordinator", siteCodes = new[] { "BER" } });
        var (leader, assistant) = (_enrollment.Employee("E1"), _enrollment.Employee("E2"));
        assistant.DefaultRequestHeaders.Add("X-On-Behalf-Of", $"{_enrollment.People["E1"]}");
        (await assistant.GetAsync("/applications")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        var delegation = await EnrollmentHost.Created(await Delegate(leader, "BER"));
        await Eventually.Passes(async () =>
            (await assistant.GetAsync("/applications")).StatusCode.ShouldBe(HttpStatusCode.OK)
        );
        await EnrollmentHost.Done(await assistant.PostAsync($"/applications/{application}/approve", null));
        var approval = (await History(application)).Single(e => e.Data is ApplicationApproved);
        (EventMetadata.Of(approval).Actor, EventMetadata.Of(approval).OnBehalfOf).ShouldBe(
            ($"{_enrollment.People["E2"]}", $"{_enrollment.People["E1"]}")
        );
        await HasAccess("E2", false);

        var path = $"/people/{_enrollment.People["E1"]}/delegations";
        (await EnrollmentHost.Items(leader, path)).ShouldHaveSingleItem();
        await EnrollmentHost.Done(
            await leader.PostAsJsonAsync(
                $"/people/{_enrollment.People["E2"]}/roles/{delegation}/revoke",
                new { reason = "Back from holiday." }
            )
        );
        (await EnrollmentHost.Items(leader, path)).ShouldBeEmpty();

        await EnrollmentHost.Created(await Delegate(leader, "BER"));
        await EnrollmentHost.Done(
            await _enrollment.Admin.PostAsJsonAsync(
                $"/people/{_enrollment.People["E1"]}/roles/{role}/revoke",
                new { reason = "A new task." }
            )
        );
        await Eventually.Passes(async () => (await RolesOf("E2")).ShouldBeEmpty());
    }

    [Fact]
    public async Task Lists_of_roles_know_their_people_and_days()
    {
        foreach (var list in new[] { "roles", "delegations" })
            await EnrollmentHost.Refused(
                await _enrollment.Admin.GetAsync($"/people/{Guid.CreateVersion7()}/{list}"),
                HttpStatusCode.NotFound
            );
        await EnrollmentHost.Refused(
            await _enrollment.Admin.GetAsync("/roles?endsBefore=9999-12-31"),
            HttpStatusCode.UnprocessableEntity
        );
    }

    [Fact]
    public async Task Nobody_delegates_a_role_of_another_person_or_one_they_do_not_have()
    {
        await Assign("E1", new { role = "coordinator", siteCodes = new[] { "BER" } });
        await EnrollmentHost.Refused(await Delegate(_enrollment.Employee("E3"), "BER"), HttpStatusCode.Forbidden);
        await EnrollmentHost.Refused(await Delegate(_enrollment.Employee("E1"), "CHI"), HttpStatusCode.Forbidden);
    }

    private Task<HttpResponseMessage> Delegate(HttpClient leader, string site) =>
        leader.PostAsJsonAsync(
            "/delegations",
            new
            {
                assistant = _enrollment.People["E2"],
                role = "coordinator",
                siteCodes = new[] { site },
                until = "2027-12-31",
                reason = "Holiday.",
            }
        );

    private async Task<IReadOnlyList<JasperFx.Events.IEvent>> History(Guid stream)
    {
        await using var scope = _enrollment.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<EventStreams>().History(stream, default);
    }

    [Theory]
    [InlineData("""{ "role": "king", "siteCodes": ["BER"], "reason": "x" }""", "role")]
    [InlineData("""{ "role": "integration", "siteCodes": ["*"], "reason": "x" }""", "role")]
    [InlineData("""{ "role": "coordinator", "siteCodes": [], "reason": "x" }""", "siteCodes")]
    [InlineData("""{ "role": "coordinator", "siteCodes": ["BER", "*"], "reason": "x" }""", "siteCodes")]
    [InlineData("""{ "role": "coordinator", "siteCodes": ["NYC"], "reason": "x" }""", "siteCodes")]
    [InlineData("""{ "role": "overseer", "siteCodes": ["BER"], "reason": "x" }""", "siteCodes")]
    [InlineData("""{ "role": "coordinator", "siteCodes": ["BER"], "reason": "" }""", "reason")]
    [InlineData("""{ "role": "coordinator", "siteCodes": ["BER"], "reason": "x", "programs": [] }""", "programs")]
    [InlineData("""{ "role": "coordinator", "siteCodes": ["BER"], "reason": "x", "until": "2027-02-28" }""", "until")]
    [InlineData("""{ "role": "sponsor", "siteCodes": ["BER"], "reason": "x", "departments": [] }""", "departments")]
    [InlineData(
        """{ "role": "sponsor", "siteCodes": ["BER"], "reason": "x", "departments": ["Nowhere"] }""",
        "departments"
    )]
    [InlineData(
        """{ "role": "people-admin", "siteCodes": ["*"], "reason": "x", "departments": ["Sales"] }""",
        "departments"
    )]
    [InlineData(
        """
            {
              "role": "coordinator", "siteCodes": ["BER"], "reason": "x",
              "programs": ["00000000-0000-7000-8000-0000000000ff"]
            }
            """,
        "programs"
    )]
    public async Task A_request_that_cannot_be_meant_is_rejected_with_the_field(string body, string field)
    {
        var response = await _enrollment.Admin.PostAsync(
            $"/people/{_enrollment.People["E2"]}/roles",
            new StringContent(body, null, "application/json")
        );
        var problem = await EnrollmentHost.Refused(response, HttpStatusCode.UnprocessableEntity);
        problem.ShouldContain($"\"{field}");
    }

    private async Task<Guid> Assign(string number, object role)
    {
        var body = JsonSerializer.SerializeToNode(role)!;
        body["reason"] = "It is needed.";
        return await EnrollmentHost.Created(
            await _enrollment.Admin.PostAsJsonAsync($"/people/{_enrollment.People[number]}/roles", body)
        );
    }

    private async Task<HttpStatusCode> Give(HttpClient client, string number, string role, string site) =>
        (
            await client.PostAsJsonAsync(
                $"/people/{_enrollment.People[number]}/roles",
                new
                {
                    role,
                    siteCodes = new[] { site },
                    reason = "Help.",
                }
            )
        ).StatusCode;

    private async Task HasAccess(string number, bool expected) =>
        (await _enrollment.Employee(number).GetAsync("/applications")).StatusCode.ShouldBe(
            expected ? HttpStatusCode.OK : HttpStatusCode.Forbidden
        );

    private Task<IReadOnlyList<JsonElement>> RolesOf(string number) =>
        EnrollmentHost.Items(_enrollment.Admin, $"/people/{_enrollment.People[number]}/roles");

    private Task<VerificationReport> Verify() =>
        _enrollment.Services.GetRequiredService<Verification>().Run(TimeSpan.FromMinutes(1), default);
}
