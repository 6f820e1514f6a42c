using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PeerNetwork.Enrollment.Hris;
using PeerNetwork.Enrollment.Sites;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Syncs;

/// <summary>
/// The small company, an HR system of the name "hr", and one of the name "silent", which sends no webhooks.
/// </summary>
internal sealed class SyncHost : EnrollmentHost
{
    private readonly FakeTimeProvider _clock;

    /// <param name="interval">How often the HR system is read by the schedule.</param>
    public SyncHost(FakeConnector hr, string? interval = null)
        : this(hr, new FakeTimeProvider(TestData.Now), database: null, interval) { }

    /// <summary>Another process of the same service.</summary>
    public SyncHost(FakeConnector hr, SyncHost other)
        : this(hr, other._clock, other.Database, interval: null) { }

    private SyncHost(FakeConnector hr, FakeTimeProvider clock, string? database, string? interval)
        : base(new Service(hr, clock, database, interval)) => _clock = clock;

    public const string SourceMapping = """
        {
          "absent": "leave",
          "sites": [ { "code": "OSL", "name": "Oslo", "timeZone": "Europe/Oslo", "country": "NO" } ],
          "fields": {
            "employeeNumber": { "column": "employeeNumber" }, "name": { "column": "name" },
            "email": { "column": "email" }, "site": { "column": "site" }, "manager": { "column": "manager" },
            "department": { "column": "department" }, "jobTitle": { "column": "jobTitle" },
            "jobLevel": { "column": "jobLevel" }, "hiredOn": { "column": "hiredOn" },
            "lastDay": { "column": "lastDay" }, "languages": { "column": "languages" },
            "onLeave": { "column": "status", "values": { "onLeave": "yes" }, "otherwise": "no" }
          }
        }
        """;

    /// <summary>The key with which the HR system signs its webhooks.</summary>
    public const string WebhookKey = "the-key-of-the-webhook";

    private const string Connector = $$"""
        {
          "type": "bamboohr", "address": "https://company.example.com", "apiKey": "none", "webhookKey": "{{WebhookKey}}"
        }
        """;

    public DateTimeOffset Now => _clock.GetUtcNow();

    /// <summary>Asks for a sync and waits until it has ended or is held.</summary>
    public async Task<JsonElement> Sync(object? request = null)
    {
        var id = await Request(request);
        await Passes(async () => (await StatusOf(id)).ShouldNotBeOneOf("reading", "planning", "writing"));
        return await Show(id);
    }

    public async Task<Guid> Request(object? request = null) =>
        (await Json(await Admin.PostAsJsonAsync("/syncs", request ?? new { source = "hr" }), HttpStatusCode.Accepted))
            .GetProperty("id")
            .GetGuid();

    public Task<JsonElement> Show(Guid sync) => Get(Admin, $"/syncs/{sync}");

    public async Task<string> StatusOf(Guid sync) => (await Show(sync)).GetProperty("status").GetString()!;

    public Task Becomes(string status, Guid sync) => Passes(async () => (await StatusOf(sync)).ShouldBe(status));

    /// <summary>Waits until the assertion passes, while the worker looks every second for what to do.</summary>
    public Task Passes(Func<Task> assertion) =>
        Eventually.Passes(() =>
        {
            Advance(TimeSpan.FromSeconds(1));
            return assertion();
        });

    public async Task<T> Scalar<T>(string sql)
    {
        await using var command = Services.GetRequiredService<EventDatabase>().Source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public void Advance(TimeSpan time) => _clock.Advance(time);

    /// <summary>The active people of the HR system: employee number, name and manager's number.</summary>
    public async Task<IReadOnlyList<(string Number, string? Name, string? Manager)>> Directory()
    {
        var people = (await Items(Admin, "/people?limit=200"))
            .Where(p => p.GetProperty("status").GetString() != "left")
            .ToArray();
        var numbers = people.ToDictionary(
            p => p.GetProperty("id").GetGuid(),
            p => p.GetProperty("employeeNumber").GetString()!
        );
        return
        [
            .. people
                .Where(p => p.GetProperty("employeeNumber").GetString()!.StartsWith("N-", StringComparison.Ordinal))
                .Select(p =>
                    (
                        p.GetProperty("employeeNumber").GetString()!,
                        p.GetProperty("name").GetString(),
                        p.GetProperty("manager") is { ValueKind: JsonValueKind.String } manager
                            ? numbers[manager.GetGuid()]
                            : null
                    )
                )
                .OrderBy(p => p.Item1, StringComparer.Ordinal),
        ];
    }

    private sealed class Service(FakeConnector hr, TimeProvider clock, string? database, string? interval)
        : ServiceHost<SiteRecord>
    {
        private readonly string _mapping = Path.GetTempFileName();
        private readonly string _connector = Path.GetTempFileName();

        protected override Task<string> NewDatabase() =>
            database is null ? base.NewDatabase() : Task.FromResult(database);

        protected override void Configure(IWebHostBuilder builder)
        {
            base.Configure(builder);
            File.WriteAllText(_mapping, SourceMapping);
            File.WriteAllText(_connector, Connector);
            builder.UseSetting("Syncs:Sources:hr:MappingFile", _mapping);
            builder.UseSetting("Syncs:Sources:hr:ConnectorFile", _connector);
            builder.UseSetting("Syncs:Sources:silent:MappingFile", _mapping);
            builder.UseSetting("Syncs:BrakeMinimum", "2");
            if (interval is not null)
                builder.UseSetting("Syncs:Sources:hr:Interval", interval);
            // Each process reads what another has encrypted.
            builder.UseSetting("PersonalData:MasterKey", Convert.ToBase64String(new byte[32]));
            builder.ConfigureTestServices(services =>
                services
                    .AddSingleton(clock)
                    .AddKeyedSingleton<IHrisConnector>("hr", hr)
                    .AddKeyedSingleton<IHrisConnector>("silent", new FakeConnector())
            );
        }
    }
}
