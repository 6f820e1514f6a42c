using System.Globalization;

namespace PeerNetwork.HostileInput.Tests.Data;

/// <summary>Creates a draft program, a published program, and an application for it.</summary>
internal sealed class EnrollmentDataFactory : ITestDataFactory
{
    private const string Mapping = """
        {
          "sites": [
            { "code": "BER", "name": "Berlin", "timeZone": "Europe/Berlin", "country": "DE" },
            { "code": "NYC", "name": "New York", "timeZone": "America/New_York" }
          ],
          "fields": {
            "employeeNumber": { "column": "no" }, "name": { "column": "name" },
            "email": { "column": "mail" }, "site": { "column": "site" }
          }
        }
        """;

    public async Task<Dictionary<string, string>> Create(ServiceUnderTest service, IServiceProvider services)
    {
        var (hr, number) = (Guid.CreateVersion7(), Guid.CreateVersion7().ToString("N", CultureInfo.InvariantCulture));
        await service.Post(
            hr,
            "/rosters",
            new MultipartFormDataContent
            {
                {
                    new StringContent($"no,name,mail,site\n{number},Ada,{TestData.Secret}@example.com,BER\n"),
                    "file",
                    "roster.csv"
                },
                { new StringContent(Mapping), "mapping" },
            }
        );
        var people = await service.Get(hr, $"/people?employeeNumber={number}");
        var authorized = people!["items"]![0]!["id"]!.GetValue<Guid>();
        var published = await service.PostAndGetId(authorized, "/programs", Plan);
        await service.Post(authorized, $"/programs/{published}/publish");
        return new()
        {
            ["authorized"] = $"{authorized}",
            ["people"] = $"{authorized}",
            ["person"] = $"{authorized}",
            ["program"] = published,
            ["programs"] = await service.PostAndGetId(authorized, "/programs", Plan),
            ["applications"] = await service.PostAndGetId(
                authorized,
                "/applications",
                new
                {
                    program = published,
                    role = "both",
                    mentorCapacity = 1,
                    guidelinesVersion = 1,
                }
            ),
            ["role"] = "mentee",
        };
    }

    private static object Plan { get; } = new
    {
        name = "Career change",
        siteCodes = new[] { "BER" },
        charter = new
        {
            purpose = "Change careers.",
            targetPopulation = "Everybody.",
            intendedOutcomes = "New roles.",
        },
        starts = "2020-01-01",
        meetingEveryDays = 14,
        format = "oneToOne",
        goals = new[] { "leadership" },
        guidelines = "Be on time.",
        training = new[]
        {
            new
            {
                code = "m1",
                title = "First steps",
                @for = "both",
            },
        },
    };
}
