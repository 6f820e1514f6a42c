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
            "email": { "column": "mail" }, "site": { "column": "site" },
            "subject": { "column": "account" }
          }
        }
        """;

    public async Task<Dictionary<string, string>> Create(ServiceUnderTest service, IServiceProvider services)
    {
        var hr = Guid.CreateVersion7();
        var authorized = await Hire(service, hr, "BER", TestData.Secret);
        var colleague = await Hire(service, hr, "BER", TestData.Secret);
        var outsider = await Hire(service, hr, TestData.OtherSite, "outsider");
        var published = await service.PostAndGetId(authorized, "/programs", Plan);
        await service.Post(authorized, $"/programs/{published}/publish");
        var client = await service.PostAndGetId(
            hr,
            "/integrations",
            new
            {
                name = $"{Guid.CreateVersion7()}",
                scopes = new[] { "readUsers" },
                defaultSite = "BER",
            }
        );
        return new()
        {
            ["authorized"] = $"{authorized}",
            ["outsider"] = $"{outsider}",
            ["people"] = $"{colleague}",
            ["person"] = $"{authorized}",
            ["manager"] = $"{outsider}",
            ["scheduled-changes"] = await service.PostAndGetId(
                hr,
                $"/people/{colleague}/scheduled-changes",
                new { on = "2199-12-31", department = "Sales" }
            ),
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
            ["integrations"] = client,
            ["tokens"] = await service.PostAndGetId(hr, $"/integrations/{client}/tokens", new { validDays = 1 }),
            ["role"] = "mentee",
        };
    }

    /// <summary>A person whose account has the person's id as its subject.</summary>
    private static async Task<Guid> Hire(ServiceUnderTest service, Guid hr, string site, string mailbox)
    {
        var number = Guid.CreateVersion7().ToString("N", CultureInfo.InvariantCulture);
        await Upload("");
        var people = await service.Get(hr, $"/people?employeeNumber={number}");
        var person = people!["items"]![0]!["id"]!.GetValue<Guid>();
        await Upload($"{person}");
        return person;

        Task Upload(string account) =>
            service.Post(
                hr,
                "/rosters",
                new MultipartFormDataContent
                {
                    {
                        new StringContent(
                            "no,name,mail,site,account\n" + $"{number},Ada,{mailbox}@example.com,{site},{account}\n"
                        ),
                        "file",
                        "roster.csv"
                    },
                    { new StringContent(Mapping), "mapping" },
                }
            );
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
