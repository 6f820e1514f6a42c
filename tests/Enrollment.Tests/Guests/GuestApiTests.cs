using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PeerNetwork.Enrollment.Tests.Scim;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Guests;

/// <summary>It is the first of March 2027.</summary>
public sealed class GuestApiTests : IAsyncLifetime
{
    private const string KindMapping = """
        {
          "fields": {
            "employeeNumber": { "column": "no" }, "name": { "column": "name" }, "site": { "column": "site" },
            "kind": { "column": "kind" }
          },
          "absent": "leave"
        }
        """;

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private readonly FakeTimeProvider _clock = new(TestData.Now);
    private readonly EnrollmentHost _enrollment;

    public GuestApiTests() => _enrollment = new ClockedEnrollmentHost(_clock);

    public async Task InitializeAsync()
    {
        await _enrollment.InitializeAsync();
        await SetAgreement("Behave.");
    }

    public Task DisposeAsync() => _enrollment.DisposeAsync();

    [Fact]
    public async Task A_guest_who_accepted_is_a_mentor_up_to_the_last_day_and_no_term_is_renewed_by_itself()
    {
        var guest = await Invite();
        var program = await _enrollment.Published(new { eligibility = new { externalMentors = true } });
        var closed = await _enrollment.Published();
        var refusal = await EnrollmentHost.Refused(
            await _enrollment.Apply("guest-1", program, "mentor"),
            HttpStatusCode.Conflict
        );
        refusal.ShouldContain("guest-agreement-not-current");

        await EnrollmentHost.Done(await Accept(guest, 1));
        var application = await EnrollmentHost.Created(await _enrollment.Apply("guest-1", program, "mentor"));
        var rejected = await EnrollmentHost.Json(
            await _enrollment.Apply("guest-1", closed, "mentor"),
            HttpStatusCode.Created
        );
        rejected.GetProperty("status").GetString().ShouldBe("rejected");
        await EnrollmentHost.Refused(await Guest.GetAsync("/people"), HttpStatusCode.Forbidden);
        (await EnrollmentHost.Items(_enrollment.Admin, "/guests")).ShouldHaveSingleItem();

        _clock.SetUtcNow(new(2027, 5, 31, 21, 59, 0, TimeSpan.Zero));
        (await EnrollmentHost.Get(Guest, $"/people/{guest}/guest"))
            .GetProperty("acceptedVersion")
            .GetInt32()
            .ShouldBe(1);
        _clock.SetUtcNow(new(2027, 5, 31, 22, 0, 0, TimeSpan.Zero));
        await Leaves(guest);
        await _enrollment.Becomes(application, "withdrawn");
        await Eventually.Passes(async () =>
            (await Guest.GetAsync($"/people/{guest}/guest")).StatusCode.ShouldBe(HttpStatusCode.Forbidden)
        );
        await EnrollmentHost.Refused(await Extend(_enrollment.Admin, guest, "2027-12-31"), HttpStatusCode.Conflict);
        var report = await _enrollment
            .Services.GetRequiredService<Verification>()
            .Run(TimeSpan.FromMinutes(1), default);
        report.Differences.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_sponsor_extends_and_ends_and_another_employee_does_not_see_the_guest()
    {
        var guest = await Invite();
        await EnrollmentHost.Done(await Extend(_enrollment.Employee("E1"), guest, "2027-06-30"));
        (await Term(guest)).GetProperty("lastDay").GetString().ShouldBe("2027-06-30");
        var other = _enrollment.Employee("E2");
        await EnrollmentHost.Refused(await Extend(other, guest, "2027-07-31"), HttpStatusCode.NotFound);
        await EnrollmentHost.Refused(await other.GetAsync($"/people/{guest}/guest"), HttpStatusCode.NotFound);
        await EnrollmentHost.Refused(
            await Extend(_enrollment.Employee("E1"), guest, "2028-06-30"),
            HttpStatusCode.BadRequest
        );

        await EnrollmentHost.Done(await _enrollment.Employee("E1").PostAsync($"/people/{guest}/guest/end", null));
        await Leaves(guest);
    }

    [Fact]
    public async Task When_the_sponsor_leaves_the_guest_has_a_month_and_another_sponsor_restores_the_term()
    {
        var guest = await Invite();
        await LeaveToday("E1");
        await Eventually.Passes(async () =>
            (await Term(guest)).GetProperty("lastDay").GetString().ShouldBe("2027-03-31")
        );
        await EnrollmentHost.Done(
            await _enrollment.Admin.PutAsJsonAsync(
                $"/people/{guest}/guest/sponsor",
                new { sponsor = _enrollment.People["E2"] }
            )
        );
        (await Term(guest)).GetProperty("lastDay").GetString().ShouldBe("2027-05-31");

        await LeaveToday("E2");
        await Eventually.Passes(async () => (await Term(guest)).GetProperty("sponsorLeft").GetBoolean().ShouldBeTrue());
        _clock.SetUtcNow(new(2027, 3, 31, 22, 0, 0, TimeSpan.Zero));
        await Leaves(guest);
    }

    [Fact]
    public async Task A_partner_organisation_binds_its_people_by_its_terms_and_ends_their_access_with_its_own()
    {
        var terms = new
        {
            contact = "Pat, pat@partner.example",
            hoursPerMonth = 4,
            confidentiality = "Tell no one.",
        };
        var partner = await EnrollmentHost.Created(
            await _enrollment.Admin.PostAsJsonAsync(
                "/partners",
                new
                {
                    name = "Partner Ltd",
                    terms.contact,
                    terms.hoursPerMonth,
                    terms.confidentiality,
                }
            )
        );
        var guest = await Invite(partner);
        (await Term(guest)).GetProperty("agreementText").GetString().ShouldBe("Tell no one.");
        await EnrollmentHost.Done(await Accept(guest, 1));
        await EnrollmentHost.Done(
            await _enrollment.Admin.PutAsJsonAsync($"/partners/{partner}/terms", terms with { hoursPerMonth = 6 })
        );
        (await Term(guest)).GetProperty("agreementVersion").GetInt32().ShouldBe(2);
        await EnrollmentHost.Refused(await Accept(guest, 1), HttpStatusCode.Conflict);

        await EnrollmentHost.Done(
            await _enrollment.Admin.PostAsJsonAsync($"/partners/{partner}/end", new { lastDay = "2027-04-01" })
        );
        await Eventually.Passes(async () =>
            (await Term(guest)).GetProperty("lastDay").GetString().ShouldBe("2027-04-01")
        );
        _clock.SetUtcNow(new(2027, 4, 1, 22, 0, 0, TimeSpan.Zero));
        await Leaves(guest);
        var listed = (await EnrollmentHost.Items(_enrollment.Admin, "/partners")).ShouldHaveSingleItem();
        listed.GetProperty("lastDay").GetString().ShouldBe("2027-04-01");
        (await EnrollmentHost.Get(_enrollment.Admin, $"/partners/{partner}"))
            .GetProperty("contact")
            .GetString()
            .ShouldBe("Pat, pat@partner.example");
    }

    [Fact]
    public async Task A_roster_changes_contractors_to_employees_and_neither_names_nor_ends_guests()
    {
        await LeaveToday("E7");
        var alumnus = await EnrollmentHost.Created(
            await _enrollment.Admin.PostAsJsonAsync(
                "/guests",
                new
                {
                    kind = "alumnus",
                    person = _enrollment.People["E7"],
                    siteCode = "CHI",
                    sponsor = _enrollment.People["E1"],
                    lastDay = "2027-12-31",
                }
            )
        );
        alumnus.ShouldBe(_enrollment.People["E7"]);
        const string Header = "no,name,site,kind\nE1,Ada,BER,\nE4,Di,BER,\nE5,Ed,BER,\nE6,Fay,CHI,\n";
        await _enrollment.Upload(Header + "E2,Bo,BER,contractor\nE3,Cy,BER,employee\n", KindMapping);
        (await Person(_enrollment.People["E2"])).GetProperty("kind").GetString().ShouldBe("contractor");
        (await Person(_enrollment.People["E1"])).GetProperty("kind").GetString().ShouldBe("employee");
        var stays = await Person(alumnus);
        stays.GetProperty("active").GetBoolean().ShouldBeTrue();
        stays.GetProperty("kind").GetString().ShouldBe("alumnus");
        stays.GetProperty("name").GetString().ShouldBe("Gus Mentee");

        var report = await _enrollment.Upload(Header + "E2,Bo,BER,employee\nE3,Cy,BER,guest\n", KindMapping);
        report.GetProperty("errors")[0].GetProperty("message").GetString()!.ShouldContain("invited");
        (await Person(_enrollment.People["E2"])).GetProperty("kind").GetString().ShouldBe("employee");
        (await Person(_enrollment.People["E3"])).GetProperty("kind").GetString().ShouldBe("employee");
    }

    [Fact]
    public async Task A_SCIM_client_says_who_is_a_contractor_and_reads_and_filters_it()
    {
        var scim = await ScimClient.Register(_enrollment);
        const string User = """
            {
              "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "con@corp.example",
              "displayName": "Con Tractor", "userType": "Contractor"
            }
            """;
        var id = (await scim.Post("/Users", User)).ShouldBe(HttpStatusCode.Created).Id;
        (await Person(new(id))).GetProperty("kind").GetString().ShouldBe("contractor");
        (await scim.Get("/Users?filter=userType%20eq%20%22Contractor%22")).Resources.Count.ShouldBe(1);

        await scim.Patch($"/Users/{id}", """{ "op": "replace", "path": "userType", "value": "Employee" }""");
        (await Person(new(id))).GetProperty("kind").GetString().ShouldBe("employee");
        (await scim.Get("/Users?filter=userType%20eq%20%22Contractor%22")).Resources.Count.ShouldBe(0);
        (
            await scim.Post("/Users", User.Replace("con@", "gus@", Ordinal).Replace("Contractor", "Guest", Ordinal))
        ).ShouldBeError(HttpStatusCode.BadRequest, "invalidValue", "invited");
    }

    private HttpClient Guest => _enrollment.Account("guest-1");

    private async Task<Guid> Invite(Guid? partner = null) =>
        await EnrollmentHost.Created(
            await _enrollment.Admin.PostAsJsonAsync(
                "/guests",
                new
                {
                    kind = partner is null ? "guest" : "partner",
                    name = "Gia Guest",
                    email = "gia@elsewhere.example",
                    siteCode = "BER",
                    sponsor = _enrollment.People["E1"],
                    partner,
                    lastDay = "2027-05-31",
                    subject = "guest-1",
                    languages = new[] { "en" },
                }
            )
        );

    private async Task SetAgreement(string text) =>
        await EnrollmentHost.Done(await _enrollment.Admin.PutAsJsonAsync("/guest-agreement", new { text }));

    private Task<HttpResponseMessage> Accept(Guid guest, int version) =>
        Guest.PostAsJsonAsync($"/people/{guest}/guest/agreement/acceptance", new { version });

    private static Task<HttpResponseMessage> Extend(HttpClient client, Guid guest, string lastDay) =>
        client.PutAsJsonAsync($"/people/{guest}/guest/term", new { lastDay });

    private async Task LeaveToday(string number) =>
        await EnrollmentHost.Created(
            await _enrollment.Admin.PostAsJsonAsync(
                $"/people/{_enrollment.People[number]}/scheduled-changes",
                new { on = "2027-03-01", status = "left" }
            )
        );

    private Task<JsonElement> Term(Guid guest) => EnrollmentHost.Get(_enrollment.Admin, $"/people/{guest}/guest");

    private Task<JsonElement> Person(Guid id) => EnrollmentHost.Get(_enrollment.Admin, $"/people/{id}");

    private Task Leaves(Guid guest) =>
        Eventually.Passes(async () => (await Person(guest)).GetProperty("active").GetBoolean().ShouldBeFalse());
}
