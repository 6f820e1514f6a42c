using System.Net.Http.Json;
using System.Text.Json;
using PeerNetwork.Testing;

namespace PeerNetwork.Portal.Tests.Browser;

/// <summary>A program in Chicago that takes applications. Its people and its coordinator use the API.</summary>
internal sealed record RunningProgram(RunningPortal Portal, Guid Id, HttpClient Coordinator)
{
    public static async Task<RunningProgram> Begin(
        RunningPortal portal,
        string name,
        object? eligibility = null,
        object[]? training = null,
        string[]? formats = null
    ) =>
        new(
            portal,
            await portal.PublishProgram(name, eligibility, training, formats),
            await portal.Client("coordinator", "coordinator")
        );

    /// <summary>An employee applies.</summary>
    public async Task Apply(string employee, string role, string goal = "leadership")
    {
        using var client = await Portal.Client(employee, "employee");
        await RunningPortal.Done(
            await client.PostAsJsonAsync(
                "enrollment/applications",
                new
                {
                    program = Id,
                    role,
                    guidelinesVersion = 1,
                    mentorCapacity = role == "mentor" ? 1 : 0,
                    goals = new[] { goal },
                }
            )
        );
    }

    /// <summary>Approves all applications, and waits until the matching has heard of them.</summary>
    public async Task ApproveAll()
    {
        var applications = await Items($"enrollment/applications?program={Id}&status=submitted");
        foreach (var application in applications)
            await Post($"enrollment/applications/{application.GetProperty("id").GetGuid()}/approve");
    }

    /// <summary>The matching hears of approvals by messages.</summary>
    public Task ShouldBeInPool(int people) =>
        Eventually.Holds(
            async () => (await Items($"matching/programs/{Id}/pool")).Length == people,
            "the pool to have all people"
        );

    /// <summary>Matches the pool and sends the offers.</summary>
    public async Task SendOffers()
    {
        using var created = await RunningPortal.Done(
            await Coordinator.PostAsJsonAsync("matching/runs", new { program = Id })
        );
        var run = (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
        await Reach(run, "draft");
        await Post($"matching/runs/{run}/review");
        await Post($"matching/runs/{run}/publish");
        await Reach(run, "published");
    }

    /// <summary>An employee accepts the offer of this program.</summary>
    public async Task Accept(string employee)
    {
        using var client = await Portal.Client(employee, "employee");
        var offers = (await client.GetFromJsonAsync<JsonElement>("matching/matches/mine?state=proposed"))
            .GetProperty("items")
            .EnumerateArray();
        var offer = offers.Single(match => match.GetProperty("program").GetGuid() == Id).GetProperty("id").GetGuid();
        await RunningPortal.Done(await client.PostAsync($"matching/matches/{offer}/accept", null));
    }

    private Task Reach(Guid run, string state) =>
        Eventually.Holds(
            async () =>
                (await Coordinator.GetFromJsonAsync<JsonElement>($"matching/runs/{run}"))
                    .GetProperty("state")
                    .GetString() == state,
            $"the run to be {state}"
        );

    private async Task Post(string path) => await RunningPortal.Done(await Coordinator.PostAsync(path, null));

    private async Task<JsonElement[]> Items(string path) =>
        [.. (await Coordinator.GetFromJsonAsync<JsonElement>(path)).GetProperty("items").EnumerateArray()];
}
