using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Enrollment.Sites;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests;

/// <summary>
/// The service with a small company: two sites, a manager and four people in Berlin, two people in Chicago.
/// </summary>
public class EnrollmentHost : IAsyncLifetime
{
    public const string Mapping = """
        {
          "subjectIsEmployeeNumber": true,
          "sites": [
            { "code": "BER", "name": "Berlin", "timeZone": "Europe/Berlin", "country": "DE" },
            { "code": "CHI", "name": "Chicago", "timeZone": "America/Chicago", "country": "US" }
          ],
          "fields": {
            "employeeNumber": { "column": "no" }, "name": { "column": "name" }, "email": { "column": "mail" },
            "site": { "column": "site" }, "manager": { "column": "boss" }, "jobLevel": { "column": "level" },
            "yearsOfExperience": { "column": "years" }
          }
        }
        """;

    public const string Roster = """
        no,name,mail,site,boss,level,years
        E1,Ada Boss,ada@example.com,BER,,5,20
        E2,Bo Mentor,bo@example.com,BER,E1,4,12
        E3,Cy Mentee,cy@example.com,BER,E1,1,1
        E4,Di Mentee,di@example.com,BER,E2,2,2
        E5,Ed Mentee,ed@example.com,BER,E2,2,3
        E6,Fay Mentor,fay@example.com,CHI,E1,4,9
        E7,Gus Mentee,gus@example.com,CHI,E6,1,2

        """;

    private readonly ServiceHost<SiteRecord> _service;

    public EnrollmentHost()
        : this(new()) { }

    protected EnrollmentHost(ServiceHost<SiteRecord> service) => _service = service;

    /// <summary>Person ids by employee number.</summary>
    public IReadOnlyDictionary<string, Guid> People { get; private set; } = new Dictionary<string, Guid>();

    public HttpClient Admin => _service.As(Guid.CreateVersion7(), Roles.PeopleAdmin);

    public HttpClient AdminOf(params string[] sites) => _service.As(Guid.CreateVersion7(), [Roles.PeopleAdmin], sites);

    public HttpClient Employee(string number) => Account(number);

    /// <summary>An account with this subject, whether or not it belongs to a person.</summary>
    public HttpClient Account(string subject, params string[] roles) => _service.As(subject, roles, []);

    public HttpClient Coordinator(params string[] sites) =>
        _service.As(Guid.CreateVersion7(), [Roles.Coordinator], sites);

    /// <summary>An overseer of all sites, who may search the audit trail.</summary>
    public HttpClient Overseer => _service.As(Guid.CreateVersion7(), [Roles.Overseer], ["*"]);

    /// <summary>Somebody whom HR never named, in this role, without sites.</summary>
    public HttpClient In(string role) => _service.As(Guid.CreateVersion7(), role);

    public HttpClient Anonymous => _service.Anonymous();

    public IServiceProvider Services => _service.Services;

    /// <summary>The connection string of the service's database.</summary>
    public string Database => _service.Database;

    public async Task InitializeAsync()
    {
        await _service.InitializeAsync();
        (await Upload(Roster)).GetProperty("errors").GetArrayLength().ShouldBe(0);
        People = (await Items(Admin, "/people")).ToDictionary(
            p => p.GetProperty("employeeNumber").GetString()!,
            p => p.GetProperty("id").GetGuid()
        );
    }

    public Task DisposeAsync() => _service.DisposeAsync();

    public async Task<JsonElement> Upload(string csv, string mapping = Mapping, bool dryRun = false) =>
        await Json(await Send(Admin, csv, mapping, dryRun));

    public static Task<HttpResponseMessage> Send(
        HttpClient client,
        string csv,
        string mapping = Mapping,
        bool dryRun = false
    ) =>
        client.PostAsync(
            $"/rosters?dryRun={(dryRun ? "true" : "false")}",
            new MultipartFormDataContent
            {
                { new StringContent(csv), "file", "roster.csv" },
                { new StringContent(mapping), "mapping" },
            }
        );

    /// <summary>A program of these sites, published.</summary>
    public async Task<Guid> Published(object? changes = null, params string[] sites)
    {
        var coordinator = Coordinator("*");
        var id = await Created(await coordinator.PostAsJsonAsync("/programs", Plan(changes, sites)));
        await Done(await coordinator.PostAsync($"/programs/{id}/publish", null));
        return id;
    }

    /// <summary>A complete plan, with these fields in place of its own.</summary>
    public static Dictionary<string, object?> Plan(object? changes = null, params string[] sites)
    {
        var plan = new Dictionary<string, object?>
        {
            ["name"] = "Career change",
            ["siteCodes"] = sites is [] ? new[] { "BER", "CHI" } : sites,
            ["charter"] = new
            {
                purpose = "Change careers.",
                targetPopulation = "Everybody.",
                intendedOutcomes = "New roles.",
            },
            ["starts"] = "2020-01-01",
            ["meetingEveryDays"] = 14,
            ["formats"] = new[] { "oneToOne" },
            ["goals"] = new[] { "leadership", "new role" },
            ["guidelines"] = "Be on time.",
        };
        foreach (var change in changes?.GetType().GetProperties() ?? [])
            plan[change.Name] = change.GetValue(changes);
        return plan;
    }

    /// <summary>The open invitations of a person to become a mentor in one program.</summary>
    public async Task<IReadOnlyList<JsonElement>> Invitations(string number, Guid program) =>
        [
            .. (await Items(Employee(number), "/mentor-invitations/mine?limit=200")).Where(i =>
                i.GetProperty("program").GetGuid() == program
            ),
        ];

    /// <summary>The only invitation, as soon as the list of programs knows the program.</summary>
    public async Task<JsonElement> Invited(string number, Guid program)
    {
        await Eventually.Passes(async () => (await Invitations(number, program)).ShouldHaveSingleItem());
        return (await Invitations(number, program)).Single();
    }

    public Task<HttpResponseMessage> Apply(string number, Guid program, string role = "mentee") =>
        Employee(number)
            .PostAsJsonAsync(
                "/applications",
                new
                {
                    program,
                    role,
                    guidelinesVersion = 1,
                    mentorCapacity = role == "mentee" ? 0 : 2,
                    goals = new[] { "leadership" },
                }
            );

    /// <summary>Makes a person a coordinator of a program at both sites.</summary>
    public async Task<Guid> CoordinatorOf(string number, Guid program)
    {
        var person = People[number];
        await Created(
            await Admin.PostAsJsonAsync(
                $"/people/{person}/roles",
                new
                {
                    role = "coordinator",
                    siteCodes = new[] { "BER", "CHI" },
                    programs = new[] { program },
                    reason = "Interviews.",
                }
            )
        );
        // The roles of an account are remembered for a moment.
        await Eventually.Holds(async () =>
            (await Employee(number).GetAsync($"/programs/{program}/findings")).IsSuccessStatusCode
        );
        return person;
    }

    /// <summary>Sends a message over the broker and waits until all its consumers have handled it.</summary>
    public async Task Deliver<T>(T message, Guid? id = null)
        where T : class
    {
        var messageId = id ?? Guid.CreateVersion7();
        var consumers = Services
            .GetRequiredService<IMessageCatalog>()
            .Consumers.Count(consumer => consumer.Contract == typeof(T).Name);
        consumers.ShouldBePositive();
        await Services.GetRequiredService<IBus>().Publish(message, context => context.MessageId = messageId);
        await Eventually.Holds(
            () =>
                Services
                    .GetRequiredService<ReadModels>()
                    .QueryFirstOrDefault<bool>(
                        $"select count(*) = {consumers} from processed_messages where message_id = {messageId}",
                        default
                    ),
            $"{typeof(T).Name} to be consumed"
        );
    }

    public static async Task<Guid> Created(HttpResponseMessage response)
    {
        var body = await Json(response, HttpStatusCode.Created);
        var id = body.GetProperty("id").GetGuid();
        response.Headers.Location!.ToString().ShouldEndWith(id.ToString());
        return id;
    }

    public static async Task Done(HttpResponseMessage response) =>
        response.StatusCode.ShouldBe(HttpStatusCode.NoContent, await response.Content.ReadAsStringAsync());

    /// <summary>The problem with which a request was refused.</summary>
    /// <summary>A client that gives this reason for its changes.</summary>
    public static HttpClient Because(HttpClient client, string reason)
    {
        client.DefaultRequestHeaders.Add("X-Reason", Uri.EscapeDataString(reason));
        return client;
    }

    public static async Task<string> Refused(HttpResponseMessage response, HttpStatusCode status)
    {
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(status, text);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        return text;
    }

    public static async Task<JsonElement> Json(HttpResponseMessage response, HttpStatusCode status = HttpStatusCode.OK)
    {
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(status, text);
        return JsonDocument.Parse(text).RootElement;
    }

    public static async Task<JsonElement> Get(HttpClient client, string path) =>
        await Json(await client.GetAsync(path));

    public static async Task<IReadOnlyList<JsonElement>> Items(HttpClient client, string path) =>
        [.. (await Get(client, path)).GetProperty("items").EnumerateArray()];

    /// <summary>Waits until an application has this status.</summary>
    public Task Becomes(Guid application, string status) =>
        Eventually.Holds(
            async () =>
                (await Get(Coordinator("*"), $"/applications/{application}")).GetProperty("status").GetString()
                == status,
            $"the application to be {status}"
        );
}
