using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Guests;

/// <summary>
/// It is the first of March 2027. A guest is invited up to the end of May; the sponsor is the employee E1.
/// </summary>
public abstract class GuestScenario : IAsyncLifetime
{
    private const string Subject = "guest-1";

    protected GuestScenario() => Enrollment = new ClockedEnrollmentHost(Clock);

    protected FakeTimeProvider Clock { get; } = new(TestData.Now);

    protected EnrollmentHost Enrollment { get; }

    protected HttpClient Guest => Enrollment.Account(Subject);

    public async Task InitializeAsync()
    {
        await Enrollment.InitializeAsync();
        await SetAgreement("Behave.");
    }

    public Task DisposeAsync() => Enrollment.DisposeAsync();

    protected async Task<Guid> Invite(Guid? partner = null, Guid? sponsor = null) =>
        await EnrollmentHost.Created(
            await Enrollment.Admin.PostAsJsonAsync(
                "/guests",
                new
                {
                    kind = partner is null ? "guest" : "partner",
                    name = "Gia Canary",
                    email = "canary@elsewhere.example",
                    siteCode = "BER",
                    sponsor = sponsor ?? Enrollment.People["E1"],
                    partner,
                    lastDay = "2027-05-31",
                    subject = Subject,
                    languages = new[] { "en" },
                }
            )
        );

    protected async Task SetAgreement(string text) =>
        await EnrollmentHost.Done(await Enrollment.Admin.PutAsJsonAsync("/guest-agreement", new { text }));

    protected Task<HttpResponseMessage> Accept(Guid guest, int version) =>
        Guest.PostAsJsonAsync($"/people/{guest}/guest/agreement/acceptance", new { version });

    protected static Task<HttpResponseMessage> Extend(HttpClient client, Guid guest, string lastDay) =>
        client.PutAsJsonAsync($"/people/{guest}/guest/term", new { lastDay });

    protected async Task LeaveToday(string number) =>
        await EnrollmentHost.Created(
            await Enrollment.Admin.PostAsJsonAsync(
                $"/people/{Enrollment.People[number]}/scheduled-changes",
                new { on = "2027-03-01", status = "left" }
            )
        );

    protected Task<HttpResponseMessage> Apply(Guid program) => Enrollment.Apply(Subject, program, "mentor");

    protected Task<JsonElement> Term(Guid guest) => EnrollmentHost.Get(Enrollment.Admin, $"/people/{guest}/guest");

    protected Task<JsonElement> Person(Guid id) => EnrollmentHost.Get(Enrollment.Admin, $"/people/{id}");

    protected Task Leaves(Guid guest) =>
        Eventually.Passes(async () => (await Person(guest)).GetProperty("active").GetBoolean().ShouldBeFalse());
}
