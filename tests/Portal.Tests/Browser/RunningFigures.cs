using System.Net.Http.Json;
using System.Text.Json;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.Testing;

namespace PeerNetwork.Portal.Tests.Browser;

/// <summary>Applications on the running platform, so that its dashboard has figures.</summary>
internal static class RunningFigures
{
    private const int Weeks = 6,
        People = 63,
        InSmallGroup = 3;

    /// <summary>
    /// Publishes the applications of 30 people of each of two sites and of 3 of another within six weeks, once, and
    /// waits until they are counted.
    /// </summary>
    public static async Task Publish(RunningPortal portal)
    {
        using var sponsor = await portal.Client("sponsor", "sponsor");
        if (await Applied(sponsor, portal.Program) >= People)
            return;
        await portal.Publish([.. Enumerable.Range(0, People).SelectMany(n => Applications(portal.Program, n))]);
        await Eventually.Passes(async () =>
            (await Applied(sponsor, portal.Program)).ShouldBeGreaterThanOrEqualTo(People)
        );
    }

    private static IEnumerable<object> Applications(Guid program, int n)
    {
        var (application, person) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var site =
            n < InSmallGroup ? "BER"
            : n % 2 == 0 ? "CHI"
            : "TYO";
        var at = DateTimeOffset.UtcNow.AddDays(-7 * (n * n % Weeks));
        yield return new ApplicationSubmitted(application, 1, program, person, site, "mentee", at);
        yield return new ApplicationApproved(application, 2, program, person, site, "mentee", at);
    }

    /// <summary>Zero until the dashboard has the program.</summary>
    private static async Task<double> Applied(HttpClient sponsor, Guid program)
    {
        using var answer = await sponsor.GetAsync($"analytics/dashboard?program={program}");
        if (!answer.IsSuccessStatusCode)
            return 0;
        var applied = (await answer.Content.ReadFromJsonAsync<JsonElement>())
            .GetProperty("metrics")
            .GetProperty("participation")
            .GetProperty("applied")
            .GetProperty("value");
        return applied.ValueKind is JsonValueKind.Number ? applied.GetDouble() : 0;
    }
}
