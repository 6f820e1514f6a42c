using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests;

/// <summary>What people are called and what they answer is stored encrypted, until they are erased.</summary>
public class PersonalDataTests(EnrollmentHost enrollment) : IClassFixture<EnrollmentHost>
{
    [Fact]
    public async Task Nothing_personal_is_stored_in_plain()
    {
        var program = await enrollment.Published();
        var ready = await Apply("E3", program);
        await EnrollmentHost.Done(
            await enrollment.Coordinator("BER").PostAsync($"/applications/{ready}/approve", null)
        );
        await enrollment.Becomes(ready, "ready");
        var refused = await Apply("E4", program);
        await EnrollmentHost.Done(
            await enrollment
                .Coordinator("BER")
                .PostAsJsonAsync($"/applications/{refused}/reject", new { reason = "Too zealous by far." })
        );

        await Describe("D1");

        var stored = await DatabaseDump.ReadAll(enrollment.Database);

        foreach (
            var place in (string[])
                [
                    "people_v1.people ",
                    "people_v1.scheduled_changes ",
                    "applications_v1.applications ",
                    "application_submitted",
                    "applicant_became_ready",
                ]
        )
            stored.ShouldContain(place);
        foreach (
            var secret in (string[])
                [
                    "Ada Boss",
                    "Cy Mentee",
                    "@example.com",
                    "Quantumgardening",
                    "Beekeeping",
                    "helping-others",
                    "openness",
                    "zealous",
                    "Zymurgy",
                    "Glassblower",
                    "Lepidoptery",
                    "Falconry",
                    "Oenology",
                ]
        )
            stored.ShouldNotContain(secret, Case.Insensitive);
    }

    [Fact]
    public async Task A_roster_finds_a_changed_name_among_encrypted_ones()
    {
        var renamed = EnrollmentHost.Roster.Replace("Gus Mentee", "Gus Newman", StringComparison.Ordinal);
        var change = (await enrollment.Upload(renamed, dryRun: true))
            .GetProperty("changes")
            .EnumerateArray()
            .ShouldHaveSingleItem();
        (
            change.GetProperty("employeeNumber").GetString(),
            change.GetProperty("field").GetString(),
            change.GetProperty("old").GetString(),
            change.GetProperty("new").GetString()
        ).ShouldBe(("E7", "name", "Gus Mentee", "Gus Newman"));
        await NoDifferences();
    }

    private async Task<Guid> Apply(string number, Guid program) =>
        await EnrollmentHost.Created(
            await enrollment
                .Employee(number)
                .PostAsJsonAsync(
                    "/applications",
                    new
                    {
                        program,
                        role = "mentee",
                        guidelinesVersion = 1,
                        targetField = "Quantumgardening",
                        fields = new[] { "Beekeeping" },
                        values = new Dictionary<string, int> { ["helping-others"] = 4 },
                        personality = new { openness = 5 },
                    }
                )
        );

    /// <summary>A new person, by HR, by themselves, and by what is still to come.</summary>
    private async Task Describe(string number)
    {
        const string mapping = """
            {
              "subjectIsEmployeeNumber": true,
              "fields": {
                "employeeNumber": { "column": "no" }, "site": { "constant": "BER" },
                "jobTitle": { "column": "job" }, "costCentre": { "column": "cost" }
              }
            }
            """;
        await enrollment.Upload($"no,job,cost\n{number},Glassblower,Zymurgy\n", mapping);
        var id = (await EnrollmentHost.Items(enrollment.Admin, $"/people?employeeNumber={number}"))
            .Single()
            .GetProperty("id")
            .GetGuid();
        await EnrollmentHost.Done(
            await enrollment
                .Employee(number)
                .PutAsJsonAsync(
                    $"/people/{id}/profile",
                    new
                    {
                        hoursPerMonth = 4,
                        interests = new[] { "Lepidoptery" },
                        skillsOffered = new[] { new { name = "Falconry", level = 3 } },
                    }
                )
        );
        await EnrollmentHost.Created(
            await enrollment.Admin.PostAsJsonAsync(
                $"/people/{id}/scheduled-changes",
                new { on = "2100-01-01", department = "Oenology" }
            )
        );
    }

    private async Task NoDifferences() =>
        (
            await enrollment.Services.GetRequiredService<Verification>().Run(TimeSpan.FromMinutes(1), default)
        ).Differences.ShouldBeEmpty();
}
