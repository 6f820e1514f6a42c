using System.Net.Http.Json;
using System.Text.Json;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.Testing;

namespace PeerNetwork.Portal.Tests.Browser;

/// <summary>What overseers look at, on the running platform.</summary>
internal static class RunningOversight
{
    /// <summary>Cheyanne Hackett opens the record of Aiko Tanaka.</summary>
    public static async Task ReadPerson(RunningPortal portal)
    {
        using var reader = await portal.Client("100190", "employee");
        using var read = await portal.Client("100777", "employee");
        var person = (await read.GetFromJsonAsync<JsonElement>("enrollment/me"))
            .GetProperty("person")
            .GetProperty("id");
        await RunningPortal.Done(await reader.GetAsync($"enrollment/people/{person.GetGuid()}"));
    }

    /// <summary>A run with a bound of fairness that matches two people of Chicago, as a draft.</summary>
    public static async Task<Guid> Match(RunningPortal portal, string program)
    {
        var id = await portal.PublishProgram(program);
        using var coordinator = await portal.Client("coordinator", "coordinator");
        Guid[] applications = [await Apply(portal, id, "CHI0", "mentor"), await Apply(portal, id, "CHI1", "mentee")];
        await RunningPortal.Done(
            await coordinator.PostAsJsonAsync("enrollment/applications/approvals", new { applications })
        );
        await Eventually.Holds(
            async () =>
                (await coordinator.GetFromJsonAsync<JsonElement>($"matching/programs/{id}/pool"))
                    .GetProperty("items")
                    .GetArrayLength() == applications.Length,
            "the pool to have both people"
        );
        var run = await IdOf(
            await coordinator.PostAsJsonAsync(
                "matching/runs",
                new { program = id, fairness = new { groupBy = "site", maxRateGap = 50 } }
            )
        );
        await Eventually.Holds(
            async () =>
                (await coordinator.GetFromJsonAsync<JsonElement>($"matching/runs/{run}"))
                    .GetProperty("state")
                    .GetString() == "draft",
            "the run to be a draft"
        );
        return run;
    }

    /// <summary>A message that matching cannot handle, because its answers are not encrypted.</summary>
    public static async Task FailMessage(RunningPortal portal)
    {
        var now = DateTimeOffset.UtcNow;
        await portal.Publish(
            new MatchingProfileCompleted(
                Guid.CreateVersion7(),
                1,
                portal.Program,
                Guid.CreateVersion7(),
                "CHI",
                "mentee",
                0,
                now,
                now,
                "not encrypted"
            )
        );
        using var overseer = await portal.Client("overseer", "overseer");
        await Eventually.Holds(
            async () =>
                (await overseer.GetFromJsonAsync<JsonElement>("matching/operations/dead-letters"))
                    .EnumerateArray()
                    .Any(queue => queue.GetProperty("count").GetInt64() > 0),
            "the message to be a dead letter"
        );
    }

    private static async Task<Guid> Apply(RunningPortal portal, Guid program, string employee, string role)
    {
        using var client = await portal.Client(employee, "employee");
        return await IdOf(
            await client.PostAsJsonAsync(
                "enrollment/applications",
                new
                {
                    program,
                    role,
                    guidelinesVersion = 1,
                    mentorCapacity = role == "mentor" ? 1 : 0,
                    goals = new[] { "leadership" },
                }
            )
        );
    }

    private static async Task<Guid> IdOf(HttpResponseMessage answer) =>
        (await (await RunningPortal.Done(answer)).Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
}
