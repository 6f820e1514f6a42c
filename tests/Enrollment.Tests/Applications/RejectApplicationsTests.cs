using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace PeerNetwork.Enrollment.Tests.Applications;

public class RejectApplicationsTests(EnrollmentHost enrollment) : IClassFixture<EnrollmentHost>
{
    private const string Reason = "The program is for those who begin a new role.";

    [Fact]
    public async Task A_filtered_list_is_rejected_in_one_call_and_each_applicant_reads_why()
    {
        var program = await enrollment.Published();
        var mentees = new[]
        {
            await EnrollmentHost.Created(await enrollment.Apply("E3", program)),
            await EnrollmentHost.Created(await enrollment.Apply("E4", program)),
        };
        var mentor = await EnrollmentHost.Created(await enrollment.Apply("E2", program, "mentor"));

        var answer = await Reject(new { reason = Reason, filter = new { program, role = "mentee" } });

        Outcomes(answer).ShouldBe(mentees.Select(id => (id, "done")));
        foreach (var id in mentees)
        {
            var rejected = await EnrollmentHost.Get(enrollment.Coordinator("*"), $"/applications/{id}");
            rejected.GetProperty("status").GetString().ShouldBe("rejected");
        }
        var own = await EnrollmentHost.Get(enrollment.Employee("E3"), $"/applications/{mentees[0]}");
        own.GetRawText().ShouldContain(Reason);
        (await EnrollmentHost.Get(enrollment.Coordinator("*"), $"/applications/{mentor}"))
            .GetProperty("status")
            .GetString()
            .ShouldBe("submitted");
    }

    [Fact]
    public async Task What_was_decided_before_stays_and_does_not_stop_the_others()
    {
        var program = await enrollment.Published();
        var approved = await EnrollmentHost.Created(await enrollment.Apply("E3", program));
        await EnrollmentHost.Done(
            await enrollment.Coordinator("*").PostAsync($"/applications/{approved}/approve", null)
        );
        var waiting = await EnrollmentHost.Created(await enrollment.Apply("E4", program));
        Guid[] applications = [approved, Guid.CreateVersion7(), waiting];

        var first = await Reject(new { reason = Reason, applications });
        Outcomes(first).Select(o => o.Outcome).ShouldBe(["notDone", "notDone", "done"]);
        first
            .GetProperty("results")[0]
            .GetProperty("problem")
            .GetProperty("detail")
            .GetString()
            .ShouldBe("Only an application that waits for an answer can be rejected.");
        Outcomes(await Reject(new { reason = Reason, applications }))
            .Select(o => o.Outcome)
            .ShouldBe(["notDone", "notDone", "alreadyDone"]);
    }

    [Theory]
    [InlineData("""{ "applications": ["ID"] }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "applications": ["ID"], "reason": " " }""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{ "reason": "Late." }""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{ "reason": "Late.", "filter": { "program": "ID" } }""", HttpStatusCode.NotFound)]
    public async Task Without_a_reason_or_a_choice_nothing_is_rejected(string json, HttpStatusCode status) =>
        await EnrollmentHost.Refused(
            await enrollment
                .Coordinator("*")
                .PostAsync(
                    "/applications/rejections",
                    new StringContent(
                        json.Replace("ID", $"{Guid.CreateVersion7()}", StringComparison.Ordinal),
                        null,
                        "application/json"
                    )
                ),
            status
        );

    private async Task<JsonElement> Reject(object request) =>
        await EnrollmentHost.Json(
            await enrollment.Coordinator("*").PostAsJsonAsync("/applications/rejections", request)
        );

    private static IEnumerable<(Guid Id, string Outcome)> Outcomes(JsonElement answer) =>
        answer
            .GetProperty("results")
            .EnumerateArray()
            .Select(r => (r.GetProperty("application").GetGuid(), r.GetProperty("outcome").GetString()!));
}
