using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Enrollment.Partners;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Guests;

public sealed class PartnerApiTests : GuestScenario
{
    [Fact]
    public async Task A_partner_organisation_binds_its_people_by_its_terms_and_ends_their_access_with_its_own()
    {
        var terms = new
        {
            contact = "Pat, canary@partner.example",
            hoursPerMonth = 4,
            confidentiality = "Tell no one.",
        };
        var partner = await EnrollmentHost.Created(
            await Enrollment.Admin.PostAsJsonAsync(
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
            await Enrollment.Admin.PutAsJsonAsync($"/partners/{partner}/terms", terms with { hoursPerMonth = 6 })
        );
        (await Term(guest)).GetProperty("agreementVersion").GetInt32().ShouldBe(2);
        await EnrollmentHost.Refused(await Accept(guest, 1), HttpStatusCode.Conflict);

        await EnrollmentHost.Done(
            await Enrollment.Admin.PostAsJsonAsync($"/partners/{partner}/end", new { lastDay = "2027-04-01" })
        );
        await Eventually.Passes(async () =>
            (await Term(guest)).GetProperty("lastDay").GetString().ShouldBe("2027-04-01")
        );
        Clock.SetUtcNow(new(2027, 4, 1, 22, 0, 0, TimeSpan.Zero));
        await Leaves(guest);
        (await Contact(partner)).ShouldBe("Pat, canary@partner.example");
        var listed = (await EnrollmentHost.Items(Enrollment.Admin, "/partners")).ShouldHaveSingleItem();
        listed.GetProperty("lastDay").GetString().ShouldBe("2027-04-01");

        Clock.SetUtcNow(new(2027, 4, 3, 0, 0, 0, TimeSpan.Zero));
        await Eventually.Passes(async () => (await Contact(partner)).ShouldBe("erased"));
        (await DatabaseDump.ReadAll(Enrollment.Database)).ShouldNotContain("canary@partner", Case.Insensitive);
    }

    [Fact]
    public async Task A_contact_who_is_replaced_cannot_be_read_any_more()
    {
        var terms = new { hoursPerMonth = 4, confidentiality = "Tell no one." };
        var partner = await EnrollmentHost.Created(
            await Enrollment.Admin.PostAsJsonAsync(
                "/partners",
                new
                {
                    name = "Partner Ltd",
                    contact = "Pat Canary",
                    terms.hoursPerMonth,
                    terms.confidentiality,
                }
            )
        );
        await EnrollmentHost.Done(
            await Enrollment.Admin.PutAsJsonAsync(
                $"/partners/{partner}/terms",
                new
                {
                    contact = "Kim",
                    terms.hoursPerMonth,
                    terms.confidentiality,
                }
            )
        );
        (await Contact(partner)).ShouldBe("Kim");
        await Eventually.Passes(async () => (await FirstContact(partner)).ShouldBeNull());
    }

    private async Task<string> Contact(Guid partner) =>
        (await EnrollmentHost.Get(Enrollment.Admin, $"/partners/{partner}")).GetProperty("contact").GetString()!;

    private async Task<string?> FirstContact(Guid partner)
    {
        await using var scope = Enrollment.Services.CreateAsyncScope();
        var history = await scope.ServiceProvider.GetRequiredService<EventStreams>().History(partner, default);
        return history.Select(e => e.Data).OfType<PartnerRegistered>().Single().Contact.Text;
    }
}
