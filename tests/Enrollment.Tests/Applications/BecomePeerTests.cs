using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace PeerNetwork.Enrollment.Tests.Applications;

/// <summary>A mentee who does not wait for a mentor takes part as a peer.</summary>
public class BecomePeerTests(EnrollmentHost enrollment) : IClassFixture<EnrollmentHost>
{
    [Fact]
    public async Task The_application_as_both_takes_the_place_of_that_as_mentee()
    {
        var program = await enrollment.Published(new { formats = new[] { "oneToOne", "reciprocal" } });
        var mentee = await EnrollmentHost.Created(await enrollment.Apply("E3", program));

        var peer = await EnrollmentHost.Created(await enrollment.Apply("E3", program, "both"));

        (await StatusOf(mentee)).ShouldBe("withdrawn");
        (await StatusOf(peer)).ShouldBe("submitted");
        await EnrollmentHost.Refused(await enrollment.Apply("E3", program, "both"), HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Where_peers_are_not_paired_the_application_as_mentee_has_to_be_withdrawn_first()
    {
        var program = await enrollment.Published();
        var mentee = await EnrollmentHost.Created(await enrollment.Apply("E3", program));

        await EnrollmentHost.Refused(await enrollment.Apply("E3", program, "both"), HttpStatusCode.Conflict);

        (await StatusOf(mentee)).ShouldBe("submitted");
    }

    [Fact]
    public async Task Who_may_be_no_mentor_stays_a_mentee()
    {
        var program = await enrollment.Published(
            new
            {
                formats = new[] { "oneToOne", "reciprocal" },
                eligibility = new { mentor = new { minJobLevel = 10 } },
            }
        );
        var mentee = await EnrollmentHost.Created(await enrollment.Apply("E3", program));

        await EnrollmentHost.Refused(await enrollment.Apply("E3", program, "both"), HttpStatusCode.Conflict);

        (await StatusOf(mentee)).ShouldBe("submitted");
    }

    private async Task<string?> StatusOf(Guid application) =>
        (await enrollment.Employee("E3").GetFromJsonAsync<JsonElement>($"/applications/{application}"))
            .GetProperty("status")
            .GetString();
}
