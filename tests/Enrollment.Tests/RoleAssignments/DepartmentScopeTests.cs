using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.RoleAssignments;

/// <summary>Bo works in Sales, Cy and Di in Legal, Ed has no department; all of them in Berlin.</summary>
public sealed class DepartmentScopeTests : IAsyncLifetime
{
    private readonly EnrollmentHost _enrollment = new();

    private HttpClient Bo => _enrollment.Employee("E2");

    public async Task InitializeAsync()
    {
        await _enrollment.InitializeAsync();
        foreach (var (number, department) in new[] { ("E2", "Sales"), ("E3", "Legal"), ("E4", "Legal") })
            await Move(number, department);
    }

    public Task DisposeAsync() => _enrollment.DisposeAsync();

    [Fact]
    public async Task A_coordinator_of_a_department_works_with_the_applications_of_its_people()
    {
        var program = await _enrollment.Published();
        var own = await EnrollmentHost.Created(await _enrollment.Apply("E3", program));
        var moving = await EnrollmentHost.Created(await _enrollment.Apply("E4", program));
        var foreign = await EnrollmentHost.Created(await _enrollment.Apply("E5", program));
        await Assign("E2", "coordinator", "Legal");

        await Eventually.Passes(async () => (await Applications()).ShouldBe([own, moving], ignoreOrder: true));
        foreach (var path in new[] { $"/applications/{foreign}/approve", $"/applications/{foreign}/reject" })
            await EnrollmentHost.Refused(
                await Bo.PostAsJsonAsync(path, new { reason = "No." }),
                HttpStatusCode.NotFound
            );
        (await Bo.GetAsync($"/applications/{foreign}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Bo.GetAsync($"/applications/{own}")).StatusCode.ShouldBe(HttpStatusCode.OK);

        await Move("E4", "Sales");
        (await Applications()).ShouldBe([own]);
        (await Bo.GetAsync($"/applications/{moving}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var approved = await EnrollmentHost.Json(
            await Bo.PostAsJsonAsync("/applications/approvals", new { filter = new { program } })
        );
        approved.GetProperty("results").EnumerateArray().Select(IdOf).ShouldBe([own]);
    }

    [Fact]
    public async Task A_coordinator_of_a_department_sees_its_people_and_records_their_training()
    {
        var module = new[]
        {
            new
            {
                code = "m1",
                title = "First steps",
                @for = "both",
            },
        };
        var program = await _enrollment.Published(new { training = module });
        await Assign("E2", "coordinator", "Legal");
        var (own, foreign) = (_enrollment.People["E3"], _enrollment.People["E5"]);

        await Eventually.Passes(async () =>
            (await EnrollmentHost.Items(Bo, "/people"))
                .Select(IdOf)
                .ShouldBe([own, _enrollment.People["E4"]], ignoreOrder: true)
        );
        await Eventually.Passes(async () =>
            (await EnrollmentHost.Items(Bo, "/people/search?q=mentee")).Count.ShouldBe(2)
        );
        (await Bo.GetAsync($"/people/{own}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await EnrollmentHost.Refused(await Bo.GetAsync($"/people/{foreign}"), HttpStatusCode.Forbidden);
        await EnrollmentHost.Done(await Train(own));
        await EnrollmentHost.Refused(await Train(foreign), HttpStatusCode.Forbidden);

        await Move("E3", "Sales");
        (await EnrollmentHost.Items(Bo, "/people")).Select(IdOf).ShouldBe([_enrollment.People["E4"]]);
        await Eventually.Passes(async () =>
            (await EnrollmentHost.Items(Bo, "/people/search?q=mentee")).ShouldHaveSingleItem()
        );

        Task<HttpResponseMessage> Train(Guid person) =>
            Bo.PostAsJsonAsync(
                "/training/completions",
                new
                {
                    program,
                    module = "m1",
                    person,
                }
            );
    }

    [Fact]
    public async Task An_ambassador_of_a_department_reads_the_applications_of_its_people()
    {
        var program = await _enrollment.Published();
        var own = await EnrollmentHost.Created(await _enrollment.Apply("E3", program));
        await EnrollmentHost.Created(await _enrollment.Apply("E5", program));
        await Assign("E2", "ambassador", "Legal");
        await Eventually.Passes(async () => (await Applications()).ShouldBe([own]));
    }

    [Fact]
    public async Task A_program_takes_a_coordinator_without_departments()
    {
        var program = await _enrollment.Published(null, "BER");
        await Assign("E2", "coordinator", "Legal");
        await Eventually.Passes(async () =>
            (await Bo.GetAsync("/applications")).StatusCode.ShouldBe(HttpStatusCode.OK)
        );
        foreach (
            var answer in new[]
            {
                await Bo.PostAsJsonAsync("/programs", EnrollmentHost.Plan(null, "BER")),
                await Bo.PutAsJsonAsync($"/programs/{program}", EnrollmentHost.Plan(null, "BER")),
                await Bo.PostAsync($"/programs/{program}/close", null),
            }
        )
            (await EnrollmentHost.Refused(answer, HttpStatusCode.Forbidden)).ShouldContain(
                "ask for a role without departments"
            );
        var draft = await EnrollmentHost.Created(
            await _enrollment.Coordinator("*").PostAsJsonAsync("/programs", EnrollmentHost.Plan(null, "BER"))
        );
        (await Bo.GetAsync($"/programs/{draft}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await EnrollmentHost.Items(Bo, "/programs?status=draft")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_coordinator_gives_and_delegates_roles_for_the_own_departments()
    {
        await Assign("E2", "coordinator", "Legal");
        await Eventually.Passes(async () =>
            (await Bo.GetAsync("/applications")).StatusCode.ShouldBe(HttpStatusCode.OK)
        );
        (await Give(Bo, "E3", "ambassador", "Legal")).ShouldBe(HttpStatusCode.Created);
        (await Give(Bo, "E3", "ambassador", "Legal", "Sales")).ShouldBe(HttpStatusCode.Forbidden);
        (await Give(Bo, "E3", "ambassador")).ShouldBe(HttpStatusCode.Forbidden);
        (await Delegate("Sales")).ShouldBe(HttpStatusCode.Forbidden);
        (await Delegate("Legal")).ShouldBe(HttpStatusCode.Created);
        var delegated = await EnrollmentHost.Items(Bo, $"/people/{_enrollment.People["E2"]}/delegations");
        delegated.Single().GetProperty("departments")[0].GetString().ShouldBe("Legal");
    }

    private async Task<Guid[]> Applications() => [.. (await EnrollmentHost.Items(Bo, "/applications")).Select(IdOf)];

    private async Task<HttpStatusCode> Delegate(string department) =>
        (
            await Bo.PostAsJsonAsync(
                "/delegations",
                new
                {
                    assistant = _enrollment.People["E3"],
                    role = "coordinator",
                    siteCodes = new[] { "BER" },
                    departments = new[] { department },
                    until = $"{DateTime.UtcNow.AddDays(30):yyyy-MM-dd}",
                    reason = "Holiday.",
                }
            )
        ).StatusCode;

    private async Task Assign(string number, string role, string department) =>
        (await Give(_enrollment.Admin, number, role, department)).ShouldBe(HttpStatusCode.Created);

    private async Task<HttpStatusCode> Give(
        HttpClient client,
        string number,
        string role,
        params string[] departments
    ) =>
        (
            await client.PostAsJsonAsync(
                $"/people/{_enrollment.People[number]}/roles",
                new
                {
                    role,
                    siteCodes = new[] { "BER" },
                    departments = departments is [] ? null : departments,
                    reason = "Help.",
                }
            )
        ).StatusCode;

    /// <summary>A change from the first day of an earlier year takes effect at once.</summary>
    private async Task Move(string number, string department)
    {
        var person = _enrollment.People[number];
        await EnrollmentHost.Created(
            await _enrollment.Admin.PostAsJsonAsync(
                $"/people/{person}/scheduled-changes",
                new { on = "2026-01-01", department }
            )
        );
        await Eventually.Passes(async () =>
            (await EnrollmentHost.Get(_enrollment.Admin, $"/people/{person}"))
                .GetProperty("department")
                .GetString()
                .ShouldBe(department)
        );
    }

    private static Guid IdOf(JsonElement item) =>
        item.TryGetProperty("id", out var id) ? id.GetGuid() : item.GetProperty("application").GetGuid();
}
