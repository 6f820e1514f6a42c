using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Tests.Privacy;

/// <summary>What the service shows of all that it holds on a person, and to whom.</summary>
public class PersonalDataApiTests(EnrollmentHost enrollment) : IClassFixture<EnrollmentHost>
{
    [Fact]
    public async Task A_person_gets_all_that_is_held_of_them()
    {
        var id = enrollment.People["E3"];
        var program = await enrollment.Published();
        await EnrollmentHost.Created(await enrollment.Apply("E3", program));
        await EnrollmentHost.Created(
            await enrollment.Admin.PostAsJsonAsync(
                $"/people/{id}/roles",
                new
                {
                    role = "ambassador",
                    siteCodes = new[] { "BER" },
                    reason = "Helps the others.",
                }
            )
        );
        await EnrollmentHost.Created(
            await enrollment.Admin.PostAsJsonAsync(
                $"/people/{id}/scheduled-changes",
                new { on = "2100-01-01", jobTitle = "Secret promotion" }
            )
        );

        var answer = await enrollment.Employee("E3").GetAsync($"/people/{id}/personal-data");
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var own = await EnrollmentHost.Json(answer);
        own.GetProperty("service").GetString().ShouldBe("enrollment");
        Titles(own).ShouldBe(["Mail addresses", "Identity and employment", "Applications", "Roles"], ignoreOrder: true);
        foreach (var word in (string[])["Cy Mentee", "cy@example.com", "leadership", "Helps the others."])
            own.GetRawText().ShouldContain(word);
        own.GetRawText().ShouldNotContain("Secret promotion");

        var administration = await EnrollmentHost.Get(enrollment.Admin, $"/people/{id}/personal-data");
        administration.GetRawText().ShouldContain("Secret promotion");
    }

    [Fact]
    public async Task Others_get_nothing()
    {
        var path = $"/people/{enrollment.People["E4"]}/personal-data";
        foreach (
            var other in (HttpClient[])
                [
                    enrollment.Employee("E2"),
                    enrollment.Coordinator("*"),
                    enrollment.In(Roles.Overseer),
                    enrollment.In(Roles.Sponsor),
                ]
        )
            await EnrollmentHost.Refused(await other.GetAsync(path), HttpStatusCode.Forbidden);
        await EnrollmentHost.Refused(await enrollment.AdminOf("CHI").GetAsync(path), HttpStatusCode.Forbidden);
        await EnrollmentHost.Json(await enrollment.AdminOf("BER").GetAsync(path));
    }

    [Fact]
    public async Task A_person_who_is_unknown_or_erased_has_no_data()
    {
        await EnrollmentHost.Refused(
            await enrollment.Admin.GetAsync($"/people/{Guid.NewGuid()}/personal-data"),
            HttpStatusCode.NotFound
        );
        var id = enrollment.People["E5"];
        await EnrollmentHost.Created(
            await enrollment.Admin.PostAsJsonAsync(
                $"/people/{id}/scheduled-changes",
                new { on = "2020-01-01", status = "left" }
            )
        );
        await EnrollmentHost.Json(await enrollment.Admin.GetAsync($"/people/{id}/personal-data"));
        (
            await enrollment.Admin.PostAsJsonAsync($"/people/{id}/erasure", new { reason = "personRequest" })
        ).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await EnrollmentHost.Refused(
            await enrollment.Admin.GetAsync($"/people/{id}/personal-data"),
            HttpStatusCode.NotFound
        );
    }

    private static string[] Titles(JsonElement report) =>
        [.. report.GetProperty("kinds").EnumerateArray().Select(k => k.GetProperty("title").GetString()!)];
}
