using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Enrollment.MentorInvitations;
using PeerNetwork.Enrollment.Notices;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

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
            "subject": { "column": "account" }, "department": { "column": "department" }
          }
        }
        """;

    public async Task<Dictionary<string, string>> Create(ServiceUnderTest service, IServiceProvider services)
    {
        var hr = Guid.CreateVersion7();
        var authorized = await Hire(service, hr, "BER", TestData.Secret);
        var colleague = await Hire(service, hr, "BER", $"{TestData.Secret}-too");
        var outsider = await Hire(service, hr, TestData.OtherSite, "outsider");
        var published = await service.PostAndGetId(authorized, "/programs", Plan);
        await service.Post(authorized, $"/programs/{published}/publish");
        var draft = await service.PostAndGetId(authorized, "/programs", Plan);
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
        await service.Put(hr, "/guest-agreement", new { text = "Behave." });
        var partner = await service.PostAndGetId(
            hr,
            "/partners",
            new
            {
                name = "Partner Ltd",
                contact = TestData.Secret,
                hoursPerMonth = 4,
                confidentiality = TestData.Secret,
            }
        );
        // A role that the authorized person can delegate.
        await service.PostAndGetId(
            hr,
            $"/people/{authorized}/roles",
            new
            {
                role = "ambassador",
                siteCodes = new[] { "BER" },
                reason = TestData.Secret,
            }
        );
        var kind = await PublishConsentText(service, hr);
        return new()
        {
            ["authorized"] = $"{authorized}",
            ["outsider"] = $"{outsider}",
            ["people"] = $"{colleague}",
            ["ids"] = $"{authorized},{colleague}",
            ["person"] = $"{authorized}",
            ["manager"] = $"{outsider}",
            ["scheduled-changes"] = await service.PostAndGetId(
                hr,
                $"/people/{colleague}/scheduled-changes",
                new { on = "2199-12-31", department = "Marketing" }
            ),
            ["program"] = published,
            ["programs"] = draft,
            ["findings"] = await service.PostAndGetId(
                authorized,
                $"/programs/{draft}/findings",
                new { source = "survey", text = TestData.Secret }
            ),
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
            ["selections"] = await Assess(service, authorized, colleague),
            ["interviewer"] = $"{authorized}",
            ["mentor-invitations"] = $"{await Invite(services, Guid.Parse(published), authorized)}",
            ["notices"] = $"{await Tell(services, Guid.Parse(published), authorized)}",
            ["syncs"] = await HoldUpload(service, hr),
            ["integrations"] = client,
            ["tokens"] = await service.PostAndGetId(hr, $"/integrations/{client}/tokens", new { validDays = 1 }),
            ["partners"] = partner,
            ["partner"] = partner,
            ["sponsor"] = $"{authorized}",
            ["assistant"] = $"{colleague}",
            ["successor"] = $"{outsider}",
            ["roles"] = await service.PostAndGetId(
                hr,
                $"/people/{colleague}/roles",
                new
                {
                    role = "coordinator",
                    siteCodes = new[] { "BER" },
                    reason = TestData.Secret,
                }
            ),
            ["role-rules"] = await service.PostAndGetId(
                hr,
                "/role-rules",
                new
                {
                    group = $"{Guid.CreateVersion7()}",
                    role = "ambassador",
                    siteCodes = new[] { "BER" },
                    reason = TestData.Secret,
                }
            ),
            ["role"] = "mentee",
            ["bamboohr"] = HrSystemFiles.Source,
            ["retention-rules"] = "syncReports",
            ["consent-kinds"] = kind,
            ["consents"] = kind,
            ["accounts"] = $"{await LinkAccount(service, hr, colleague, services)}",
            ["preview"] = "syncReports",
            ["other"] = $"{colleague}",
            ["duplicate"] = $"{await Hire(service, hr, "BER", "duplicate")}",
            ["record"] = "survivor",
            ["merges"] = await service.PostAndGetId(
                hr,
                $"/people/{colleague}/merges",
                new
                {
                    duplicate = await Hire(service, hr, "BER", "merged"),
                    record = "survivor",
                    reason = TestData.Secret,
                }
            ),
        };
    }

    public async Task<Guid> CreateHolder(ServiceUnderTest service, IServiceProvider services, string role)
    {
        var hr = Guid.CreateVersion7();
        var person = await Hire(service, hr, "BER", "legal", TestData.OtherDepartment);
        await service.PostAndGetId(
            hr,
            $"/people/{person}/roles",
            new
            {
                role,
                siteCodes = TestData.AllSites,
                departments = new[] { TestData.OtherDepartment },
                reason = "To be tested.",
            }
        );
        return person;
    }

    /// <summary>An application of the colleague with an interview and an assessment by another person.</summary>
    private static async Task<string> Assess(ServiceUnderTest service, Guid assessor, Guid applicant)
    {
        var program = await service.PostAndGetId(assessor, "/programs", PlanWithSelection);
        await service.Post(assessor, $"/programs/{program}/publish");
        var application = await service.PostAndGetId(
            applicant,
            "/applications",
            new
            {
                program,
                role = "mentor",
                mentorCapacity = 1,
                guidelinesVersion = 1,
            }
        );
        await service.Put(
            assessor,
            $"/selections/{application}/interview",
            new
            {
                interviewer = assessor,
                start = $"{TimeProvider.System.GetUtcNow().Year + 1}-01-01T10:00",
                minutes = 30,
                place = TestData.Secret,
            }
        );
        await service.Put(
            assessor,
            $"/selections/{application}/assessment",
            new
            {
                scores = new[]
                {
                    new
                    {
                        role = "mentor",
                        criterion = "Listening",
                        score = 4,
                    },
                },
                comment = TestData.Secret,
            }
        );
        return application;
    }

    private static async Task<string> PublishConsentText(ServiceUnderTest service, Guid hr)
    {
        var kind = $"k{Guid.CreateVersion7():N}"[..32];
        var text = new
        {
            language = "en",
            title = "Surveys",
            text = "You take part in surveys.",
        };
        await service.Put(hr, $"/consent-kinds/{kind}", new { texts = new[] { text } });
        return kind;
    }

    /// <summary>An account of a provider whose accounts HR does not name.</summary>
    private static async Task<Guid> LinkAccount(
        ServiceUnderTest service,
        Guid hr,
        Guid person,
        IServiceProvider services
    )
    {
        var number = (await service.Get(hr, $"/people/{person}"))!["employeeNumber"]!.GetValue<string>();
        var account = Guid.CreateVersion7();
        await services
            .GetRequiredService<IAccountLinking>()
            .Link(new(account, "https://subsidiary.example", Email: null, number), CancellationToken.None);
        return account;
    }

    /// <summary>An invitation to become a mentor, as it follows from a completed mentorship.</summary>
    private static async Task<Guid> Invite(IServiceProvider services, Guid program, Guid person)
    {
        var (id, now) = (MentorInvitationId.Of(new(program), new(person)), TimeProvider.System.GetUtcNow());
        await using var scope = services.CreateAsyncScope();
        await scope
            .ServiceProvider.GetRequiredService<EventStreams>()
            .Record(
                id.Value,
                new MentorInvited(id, new(program), new(person), Guid.CreateVersion7(), now.AddDays(90), now),
                CancellationToken.None
            );
        return id.Value;
    }

    private static async Task<Guid> Tell(IServiceProvider services, Guid program, Guid person)
    {
        var notice = new NoticeDraft(NoticeKind.MatchConfirmed, new(person), new(program), Guid.CreateVersion7());
        await using var scope = services.CreateAsyncScope();
        await scope
            .ServiceProvider.GetRequiredService<EventStreams>()
            .Update(
                writes => scope.ServiceProvider.GetRequiredService<NoticeWriter>().Raise(writes, notice),
                CancellationToken.None
            );
        return notice.Id.Value;
    }

    /// <summary>A file that waits for an approval.</summary>
    private static async Task<string> HoldUpload(ServiceUnderTest service, Guid hr)
    {
        var number = Guid.CreateVersion7().ToString("N", CultureInfo.InvariantCulture);
        var answer = await service.Post(
            hr,
            "/rosters",
            Roster($"{number},Bo,bo@example.com,BER,,\n", ("needsApproval", "true"))
        );
        return answer!["sync"]!.GetValue<string>();
    }

    private static MultipartFormDataContent Roster(string lines, params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent
        {
            { new StringContent($"no,name,mail,site,department,account\n{lines}"), "file", "roster.csv" },
            { new StringContent(Mapping), "mapping" },
        };
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        return form;
    }

    /// <summary>A person whose account has the person's id as its subject.</summary>
    private static async Task<Guid> Hire(
        ServiceUnderTest service,
        Guid hr,
        string site,
        string mailbox,
        string department = TestData.Department
    )
    {
        var number = Guid.CreateVersion7().ToString("N", CultureInfo.InvariantCulture);
        await Upload("");
        var people = await service.Get(hr, $"/people?employeeNumber={number}");
        var person = people!["items"]![0]!["id"]!.GetValue<Guid>();
        await Upload($"{person}");
        return person;

        Task Upload(string account) =>
            service.Post(hr, "/rosters", Roster($"{number},Ada,{mailbox}@example.com,{site},{department},{account}\n"));
    }

    private static object Plan { get; } = PlanWith(new { });

    private static object PlanWithSelection { get; } =
        PlanWith(
            new
            {
                mentor = new
                {
                    method = "interview",
                    criteria = new[] { new { title = "Listening", weight = 1 } },
                    minScore = 3,
                },
            }
        );

    private static object PlanWith(object selection) =>
        new
        {
            selection,
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
            formats = new[] { "oneToOne" },
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
