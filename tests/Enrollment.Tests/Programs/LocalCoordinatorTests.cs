using System.Net;
using System.Net.Http.Json;

namespace PeerNetwork.Enrollment.Tests.Programs;

/// <summary>
/// A coordinator of one site acts for this site in a program of several sites; the program itself needs all of them.
/// </summary>
public class LocalCoordinatorTests(EnrollmentHost enrollment) : IClassFixture<EnrollmentHost>
{
    private HttpClient Berlin => enrollment.Coordinator("BER");

    [Fact]
    public async Task A_local_coordinator_decides_the_applications_of_the_own_site()
    {
        var program = await enrollment.Published();
        var (own, refused) = (
            await EnrollmentHost.Created(await enrollment.Apply("E3", program)),
            await EnrollmentHost.Created(await enrollment.Apply("E4", program))
        );
        var foreign = await EnrollmentHost.Created(await enrollment.Apply("E7", program));

        await EnrollmentHost.Get(Berlin, $"/programs/{program}");
        (await EnrollmentHost.Items(Berlin, $"/applications?program={program}"))
            .Select(a => a.GetProperty("id").GetGuid())
            .ShouldBe([own, refused]);
        await EnrollmentHost.Done(await Berlin.PostAsync($"/applications/{own}/approve", null));
        await EnrollmentHost.Done(
            await Berlin.PostAsJsonAsync($"/applications/{refused}/reject", new { reason = "No." })
        );
        await EnrollmentHost.Refused(
            await Berlin.PostAsync($"/applications/{foreign}/approve", null),
            HttpStatusCode.NotFound
        );
    }

    [Fact]
    public async Task A_coordinator_lists_the_programs_of_the_own_sites_with_what_waits_there()
    {
        var (shared, elsewhere) = (await enrollment.Published(), await enrollment.Published(null, "CHI"));
        var draft = await EnrollmentHost.Created(
            await enrollment.Coordinator("*").PostAsJsonAsync("/programs", EnrollmentHost.Plan())
        );
        var decided = await EnrollmentHost.Created(await enrollment.Apply("E3", shared));
        await EnrollmentHost.Created(await enrollment.Apply("E4", shared));
        await EnrollmentHost.Created(await enrollment.Apply("E7", shared));
        await EnrollmentHost.Done(await Berlin.PostAsync($"/applications/{decided}/approve", null));

        var own = await WaitingFor(Berlin);

        own[shared].ShouldBe(1);
        own[draft].ShouldBe(0);
        own.ShouldNotContainKey(elsewhere);
        (await WaitingFor(enrollment.Coordinator("BER", "CHI")))[shared].ShouldBe(2);
    }

    [Fact]
    public async Task A_coordinator_of_several_sites_lists_the_applications_of_one()
    {
        var program = await enrollment.Published();
        var berlin = await EnrollmentHost.Created(await enrollment.Apply("E3", program));
        await EnrollmentHost.Created(await enrollment.Apply("E7", program));

        (await EnrollmentHost.Items(enrollment.Coordinator("*"), $"/applications?program={program}&site=BER"))
            .Select(a => a.GetProperty("id").GetGuid())
            .ShouldBe([berlin]);
    }

    [Fact]
    public async Task A_local_coordinator_changes_no_program_of_several_sites()
    {
        var program = await enrollment.Published();
        await EnrollmentHost.Refused(
            await Berlin.PutAsJsonAsync($"/programs/{program}", EnrollmentHost.Plan()),
            HttpStatusCode.Forbidden
        );
        await EnrollmentHost.Refused(
            await Berlin.PutAsJsonAsync($"/programs/{program}", EnrollmentHost.Plan(null, "BER")),
            HttpStatusCode.Forbidden
        );
        await EnrollmentHost.Refused(
            await Berlin.PostAsync($"/programs/{program}/close", null),
            HttpStatusCode.Forbidden
        );
        await EnrollmentHost.Done(
            await enrollment.Coordinator("BER", "CHI").PostAsync($"/programs/{program}/close", null)
        );
    }

    [Fact]
    public async Task A_draft_is_seen_with_one_site_published_with_all_and_does_not_exist_without()
    {
        var draft = await EnrollmentHost.Created(
            await enrollment.Coordinator("BER", "CHI").PostAsJsonAsync("/programs", EnrollmentHost.Plan())
        );
        await EnrollmentHost.Get(Berlin, $"/programs/{draft}");
        await EnrollmentHost.Get(Berlin, $"/programs/{draft}/validation");
        await EnrollmentHost.Refused(
            await Berlin.PostAsync($"/programs/{draft}/publish", null),
            HttpStatusCode.Forbidden
        );
        var nowhere = enrollment.Coordinator();
        foreach (var path in new[] { "publish", "close" })
            await EnrollmentHost.Refused(
                await nowhere.PostAsync($"/programs/{draft}/{path}", null),
                HttpStatusCode.NotFound
            );
        await EnrollmentHost.Done(await enrollment.Coordinator("*").PostAsync($"/programs/{draft}/publish", null));
    }

    [Fact]
    public async Task A_local_coordinator_records_training_of_people_of_the_own_site()
    {
        var module = new
        {
            code = "basics",
            title = "Basics",
            @for = "both",
        };
        var program = await enrollment.Published(new { training = new[] { module } });
        object Completion(string number) =>
            new
            {
                program,
                module = "basics",
                person = enrollment.People[number],
            };

        await EnrollmentHost.Done(await Berlin.PostAsJsonAsync("/training/completions", Completion("E3")));
        (await EnrollmentHost.Get(enrollment.Employee("E3"), $"/programs/{program}/training"))
            .GetProperty("modules")[0]
            .GetProperty("state")
            .GetString()
            .ShouldBe("valid");
        await EnrollmentHost.Refused(
            await Berlin.PostAsJsonAsync("/training/completions", Completion("E7")),
            HttpStatusCode.Forbidden
        );
        await EnrollmentHost.Refused(
            await enrollment.Coordinator().PostAsJsonAsync("/training/completions", Completion("E3")),
            HttpStatusCode.Forbidden
        );
        await EnrollmentHost.Done(
            await enrollment.Coordinator("*").PostAsJsonAsync("/training/completions", Completion("E7"))
        );
    }

    private static async Task<Dictionary<Guid, int>> WaitingFor(HttpClient coordinator) =>
        (await EnrollmentHost.Items(coordinator, "/programs/coordinated?limit=200")).ToDictionary(
            p => p.GetProperty("id").GetGuid(),
            p => p.GetProperty("waiting").GetInt32()
        );
}
