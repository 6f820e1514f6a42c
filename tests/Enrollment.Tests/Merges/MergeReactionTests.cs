using System.Net.Http.Json;
using PeerNetwork.Enrollment.Tests.Guests;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Merges;

/// <summary>What follows from a merge and from its undoing for applications, roles and guests.</summary>
public sealed class MergeReactionTests : GuestScenario
{
    private const string Header = "no,name,mail,site,boss,level,years\n";

    [Fact]
    public async Task What_a_person_got_by_the_record_of_the_duplicate_ends_when_that_record_goes_back()
    {
        var (survivor, duplicate) = (await Hire("T1", "BER"), await Hire("T2", "BER"));
        await Leave(survivor);
        var merge = await Merge(survivor, duplicate);
        var application = await EnrollmentHost.Created(
            await Enrollment.Apply("T2", await Enrollment.Published(null, "BER"))
        );
        await EnrollmentHost.Created(
            await Enrollment.Admin.PostAsJsonAsync(
                $"/people/{survivor}/roles",
                new
                {
                    role = "ambassador",
                    siteCodes = new[] { "BER" },
                    reason = "Helps.",
                }
            )
        );
        var guest = await Invite(sponsor: survivor);

        await Undo(survivor, merge);
        await Enrollment.Becomes(application, "withdrawn");
        await Eventually.Passes(async () =>
            (await EnrollmentHost.Items(Enrollment.Admin, $"/people/{survivor}/roles")).ShouldBeEmpty()
        );
        await Eventually.Passes(async () =>
            (await Term(guest)).GetProperty("lastDay").GetString().ShouldBe("2027-03-31", "it has no sponsor")
        );
        (await EnrollmentHost.Get(Enrollment.Admin, $"/people/{duplicate}"))
            .GetProperty("active")
            .GetBoolean()
            .ShouldBeTrue();
    }

    [Fact]
    public async Task An_application_that_a_merge_ended_is_made_again_after_its_undoing()
    {
        var (survivor, duplicate) = (await Hire("U1", "BER"), await Hire("U2", "CHI"));
        var program = await Enrollment.Published(null, "BER");
        var application = await EnrollmentHost.Created(await Enrollment.Apply("U1", program));
        var merge = await Merge(survivor, duplicate);
        await Enrollment.Becomes(application, "withdrawn");

        await Undo(survivor, merge);
        var again = await EnrollmentHost.Created(await Enrollment.Apply("U1", program));
        await Enrollment.Becomes(again, "submitted");
    }

    private async Task<Guid> Hire(string number, string site)
    {
        await Enrollment.Upload($"{Header}{number},Tess Twice,,{site},,3,3\n");
        return (await EnrollmentHost.Items(Enrollment.Admin, $"/people?employeeNumber={number}"))
            .ShouldHaveSingleItem()
            .GetProperty("id")
            .GetGuid();
    }

    private async Task Leave(Guid person) =>
        await EnrollmentHost.Created(
            await Enrollment.Admin.PostAsJsonAsync(
                $"/people/{person}/scheduled-changes",
                new { on = "2027-03-01", status = "left" }
            )
        );

    private async Task<Guid> Merge(Guid survivor, Guid duplicate) =>
        await EnrollmentHost.Created(
            await Enrollment.Admin.PostAsJsonAsync(
                $"/people/{survivor}/merges",
                new
                {
                    duplicate,
                    record = "duplicate",
                    reason = "Hired again.",
                }
            )
        );

    private async Task Undo(Guid survivor, Guid merge) =>
        await EnrollmentHost.Done(
            await Enrollment.Admin.PostAsJsonAsync($"/people/{survivor}/merges/{merge}/undo", new { reason = "Twins." })
        );
}
