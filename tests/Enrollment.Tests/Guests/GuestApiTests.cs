using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Guests;

public sealed class GuestApiTests : GuestScenario
{
    [Fact]
    public async Task A_guest_who_accepted_is_a_mentor_up_to_the_last_day_and_no_term_is_renewed_by_itself()
    {
        var guest = await Invite();
        var program = await Enrollment.Published(new { eligibility = new { externalMentors = true } });
        var closed = await Enrollment.Published();
        var refusal = await EnrollmentHost.Refused(await Apply(program), HttpStatusCode.Conflict);
        refusal.ShouldContain("guest-agreement-due");

        await EnrollmentHost.Done(await Accept(guest, 1));
        var application = await EnrollmentHost.Created(await Apply(program));
        var rejected = await EnrollmentHost.Json(await Apply(closed), HttpStatusCode.Created);
        rejected.GetProperty("status").GetString().ShouldBe("rejected");
        await EnrollmentHost.Refused(await Guest.GetAsync("/people"), HttpStatusCode.Forbidden);
        await EnrollmentHost.Refused(await Guest.GetAsync("/people/search?q=ada"), HttpStatusCode.Forbidden);

        Clock.SetUtcNow(new(2027, 5, 31, 21, 59, 0, TimeSpan.Zero));
        (await EnrollmentHost.Get(Guest, $"/people/{guest}/guest"))
            .GetProperty("acceptedVersion")
            .GetInt32()
            .ShouldBe(1);
        Clock.SetUtcNow(new(2027, 5, 31, 22, 0, 0, TimeSpan.Zero));
        await Leaves(guest);
        await Enrollment.Becomes(application, "withdrawn");
        await Eventually.Passes(async () =>
            (await Guest.GetAsync($"/people/{guest}/guest")).StatusCode.ShouldBe(HttpStatusCode.Forbidden)
        );
        await EnrollmentHost.Refused(await Extend(Enrollment.Admin, guest, "2027-12-31"), HttpStatusCode.Conflict);
        var report = await Enrollment.Services.GetRequiredService<Verification>().Run(TimeSpan.FromMinutes(1), default);
        report.Differences.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_sponsor_extends_and_ends_and_another_employee_does_not_see_the_guest()
    {
        var guest = await Invite();
        await EnrollmentHost.Done(await Extend(Enrollment.Employee("E1"), guest, "2027-06-30"));
        (await Term(guest)).GetProperty("lastDay").GetString().ShouldBe("2027-06-30");
        var other = Enrollment.Employee("E2");
        await EnrollmentHost.Refused(await Extend(other, guest, "2027-07-31"), HttpStatusCode.NotFound);
        await EnrollmentHost.Refused(await other.GetAsync($"/people/{guest}/guest"), HttpStatusCode.NotFound);
        await EnrollmentHost.Refused(
            await Extend(Enrollment.Employee("E1"), guest, "2028-06-30"),
            HttpStatusCode.UnprocessableEntity
        );

        await EnrollmentHost.Done(await Enrollment.Employee("E1").PostAsync($"/people/{guest}/guest/end", null));
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
            await Enrollment.Admin.PutAsJsonAsync(
                $"/people/{guest}/guest/sponsor",
                new { sponsor = Enrollment.People["E2"] }
            )
        );
        (await Term(guest)).GetProperty("lastDay").GetString().ShouldBe("2027-05-31");

        await LeaveToday("E2");
        await Eventually.Passes(async () => (await Term(guest)).GetProperty("sponsorLeft").GetBoolean().ShouldBeTrue());
        Clock.SetUtcNow(new(2027, 3, 31, 22, 0, 0, TimeSpan.Zero));
        await Leaves(guest);
    }

    [Fact]
    public async Task A_guest_who_accepted_a_former_version_applies_again_after_accepting_the_new_one()
    {
        var guest = await Invite();
        var program = await Enrollment.Published(new { eligibility = new { externalMentors = true } });
        await EnrollmentHost.Done(await Accept(guest, 1));
        await SetAgreement("Behave well.");
        await EnrollmentHost.Refused(await Accept(guest, 1), HttpStatusCode.Conflict);
        (await EnrollmentHost.Refused(await Apply(program), HttpStatusCode.Conflict)).ShouldContain("agreement-due");
        await EnrollmentHost.Done(await Accept(guest, 2));
        await EnrollmentHost.Created(await Apply(program));
    }

    [Fact]
    public async Task A_guest_has_no_role_that_the_token_claims()
    {
        await Invite();
        var claiming = Enrollment.Account("guest-1", Roles.PeopleAdmin);
        await EnrollmentHost.Refused(await claiming.GetAsync("/guests"), HttpStatusCode.Forbidden);
        await EnrollmentHost.Refused(await claiming.GetAsync("/people"), HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Guests_are_listed_by_partner_sponsor_and_last_day()
    {
        var guest = await Invite();
        var (sponsor, other) = (Enrollment.People["E1"], Enrollment.People["E2"]);
        (await Listed("")).ShouldBe([guest]);
        (await Listed($"sponsor={sponsor}&endsBefore=2027-06-01")).ShouldBe([guest]);
        (await Listed($"sponsor={other}")).ShouldBeEmpty();
        (await Listed($"partner={other}")).ShouldBeEmpty();
        (await Listed("endsBefore=2027-05-31")).ShouldBeEmpty();

        async Task<IEnumerable<Guid>> Listed(string query) =>
            (await EnrollmentHost.Items(Enrollment.Admin, $"/guests?{query}")).Select(g =>
                g.GetProperty("id").GetGuid()
            );
    }

    [Fact]
    public async Task An_erased_guest_leaves_neither_name_nor_address_nor_acceptance_behind()
    {
        var guest = await Invite();
        await EnrollmentHost.Done(await Accept(guest, 1));
        await EnrollmentHost.Done(await Enrollment.Admin.PostAsync($"/people/{guest}/guest/end", null));
        var erasure = $"/people/{guest}/erasure";
        (await Enrollment.Admin.PostAsJsonAsync(erasure, new { reason = "personRequest" })).StatusCode.ShouldBe(
            HttpStatusCode.Accepted
        );
        await Eventually.Passes(async () =>
            (await EnrollmentHost.Get(Enrollment.Admin, erasure)).GetProperty("destroyed").GetArrayLength().ShouldBe(1)
        );

        (await DatabaseDump.ReadAll(Enrollment.Database)).ShouldNotContain("canary", Case.Insensitive);
        (await Person(guest)).GetProperty("name").GetString().ShouldBe("erased");
        await EnrollmentHost.Refused(
            await Enrollment.Admin.GetAsync($"/people/{guest}/guest"),
            HttpStatusCode.NotFound
        );
        (await EnrollmentHost.Items(Enrollment.Admin, $"/guests?sponsor={Enrollment.People["E1"]}")).ShouldBeEmpty();
    }
}
