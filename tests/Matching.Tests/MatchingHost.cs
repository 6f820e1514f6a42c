using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using JasperFx.Events;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Contracts.Engagement;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Matches;
using PeerNetwork.Messaging;
using PeerNetwork.ServiceDefaults;
using PeerNetwork.Testing;

namespace PeerNetwork.Matching.Tests;

/// <summary>
/// The service with a real store and broker; each test makes a program of its own and tells it about people.
/// </summary>
public sealed class MatchingHost : ServiceHost<Match>, IAsyncLifetime
{
    /// <summary>As enrollment encrypts what describes a person.</summary>
    public static readonly ExchangeEncryption Encryption = new(Convert.FromBase64String(TestKeys.Exchange));

    private readonly Deliveries _deliveries = new();

    async Task IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        Services.GetRequiredService<IBusControl>().ConnectConsumeObserver(_deliveries);
    }

    public HttpClient Coordinator(params string[] sites) =>
        As(Guid.CreateVersion7(), [Roles.Coordinator], sites is [] ? ["*"] : sites);

    /// <summary>Sends a message over the broker and waits until its consumer is done with it.</summary>
    public async Task Deliver<T>(T message, Guid? id = null)
        where T : class
    {
        var messageId = id ?? Guid.CreateVersion7();
        var before = _deliveries.Of(messageId);
        await Services.GetRequiredService<IBus>().Publish(message, context => context.MessageId = messageId);
        await Eventually.Holds(
            () => Task.FromResult(_deliveries.Of(messageId) > before),
            $"{typeof(T).Name} to be consumed"
        );
    }

    /// <summary>The stored names of a stream's events, the oldest first.</summary>
    public async Task<string[]> TypesOf(Guid stream) => [.. (await History(stream)).Select(e => e.EventTypeName)];

    public async Task<IReadOnlyList<IEvent>> History(Guid stream)
    {
        await using var scope = Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<EventStreams>().History(stream, CancellationToken.None);
    }

    public Task<Guid> NewProgram(params string[] sites) => NewProgram(answerWithinDays: 14, sites);

    public Task<Guid> NewProgramOf(params string[] formats) => NewProgram(14, null, [], formats);

    public Task<Guid> NewProgram(RunScheduleRecorded runs) => NewProgram(answerWithinDays: 14, runs, []);

    public Task<Guid> NewProgram(int answerWithinDays, params string[] sites) =>
        NewProgram(answerWithinDays, null, sites);

    private async Task<Guid> NewProgram(
        int answerWithinDays,
        RunScheduleRecorded? runs,
        string[] sites,
        params string[] formats
    )
    {
        var program = Guid.CreateVersion7();
        await Deliver(
            new ProgramPublished(
                program,
                1,
                "Early career",
                sites is [] ? ["BER"] : sites,
                new(2026, 1, 1),
                null,
                14,
                answerWithinDays,
                1,
                formats is [] ? ["oneToOne", "flash", "coffee"] : formats,
                null,
                DateTimeOffset.UtcNow.AddDays(-30),
                runs,
                GroupSizes: formats.Contains("group") ? new(2, 3) : null
            )
        );
        return program;
    }

    /// <summary>A person who offers and wants the same skills; told about with their approved application.</summary>
    public async Task<Participant> Join(
        Guid program,
        string role,
        int capacity = 0,
        string site = "BER",
        string skill = "python",
        Guid? manager = null
    )
    {
        var participant = new Participant(Guid.CreateVersion7(), Guid.CreateVersion7());
        await Deliver(Person(participant.Person, site, skill, manager));
        await Deliver(Approval(program, participant, role, capacity, site));
        return participant;
    }

    /// <summary>A person of the company who takes part in no program.</summary>
    public async Task<HttpClient> Colleague()
    {
        var id = Guid.CreateVersion7();
        await Deliver(Person(id));
        return As(id);
    }

    public static PersonRecorded Person(
        Guid person,
        string site = "BER",
        string skill = "python",
        Guid? manager = null,
        long version = 1,
        bool active = true,
        PersonDescription? description = null,
        Guid? otherManager = null
    ) =>
        new(
            person,
            version,
            active,
            site,
            "Europe/Berlin",
            manager,
            DateTimeOffset.UtcNow,
            Account: TestTokens.AccountOf(person),
            Department: "Sales",
            EncryptedDescription: Encryption.Encrypt(description ?? Description(skill), person),
            OtherManagers: otherManager is { } other ? [other] : null
        );

    public static PersonDescription Description(string skill = "python") =>
        new("Analyst", 4, 5.5m, ["de"], ["chess"], [new(skill, 4)], [new(skill, 3)]);

    public static MatchingProfileCompleted Approval(
        Guid program,
        Participant who,
        string role,
        int capacity,
        string site = "BER",
        long version = 3
    ) =>
        new(
            who.Application,
            version,
            program,
            who.Person,
            site,
            role,
            capacity,
            DateTimeOffset.UtcNow.AddDays(-10),
            DateTimeOffset.UtcNow
        );

    /// <summary>What enrollment says when required training lapses.</summary>
    public static ApplicantNoLongerReady Lapsed(Guid program, Participant who, string role, long version = 4) =>
        new(who.Application, version, program, who.Person, "BER", role, "trainingLapsed", DateTimeOffset.UtcNow);

    /// <summary>What engagement says at the end of a mentorship.</summary>
    public static MentorshipClosed Closed(
        Guid match,
        Guid program,
        Guid mentor,
        Guid mentee,
        string outcome = "completed"
    ) =>
        new(
            match,
            9,
            program,
            "oneToOne",
            TestData.ContractOf(mentor, mentee),
            "BER",
            outcome,
            6,
            DateTimeOffset.UtcNow
        );

    /// <summary>Appends events as the service does.</summary>
    public async Task Write(Action<StreamWrites> append)
    {
        await using var scope = Services.CreateAsyncScope();
        await scope
            .ServiceProvider.GetRequiredService<EventStreams>()
            .Update(
                writes =>
                {
                    append(writes);
                    return Task.CompletedTask;
                },
                CancellationToken.None
            );
    }

    /// <summary>Asks for a run and waits until it is a draft.</summary>
    public async Task<Guid> Draft(HttpClient coordinator, Guid program, object? request = null)
    {
        var run = await Created(await coordinator.PostAsJsonAsync("/runs", request ?? new { program }));
        await Reaches(coordinator, run, "draft");
        return run;
    }

    public async Task Publish(HttpClient coordinator, Guid run)
    {
        await Done(await coordinator.PostAsync($"/runs/{run}/review", null));
        await Done(await coordinator.PostAsync($"/runs/{run}/publish", null));
        await Reaches(coordinator, run, "published");
    }

    /// <summary>A large run takes minutes where other tests run beside it.</summary>
    public static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(5);

    /// <summary>Waits until a run is in a state.</summary>
    public static Task Reaches(HttpClient coordinator, Guid run, string state) =>
        Eventually.Passes(
            async () =>
                (await coordinator.GetFromJsonAsync<JsonElement>($"/runs/{run}"))
                    .GetProperty("state")
                    .GetString()
                    .ShouldBe(state),
            LongestRun
        );

    public static async Task<Guid> Created(HttpResponseMessage response)
    {
        response.StatusCode.ShouldBe(System.Net.HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<CreatedId>())!.Id;
    }

    public static async Task Done(HttpResponseMessage response) =>
        response.StatusCode.ShouldBe(System.Net.HttpStatusCode.NoContent, await response.Content.ReadAsStringAsync());

    /// <summary>The last word of the problem's type, after checking its status.</summary>
    public static async Task<string> Problem(HttpResponseMessage response, System.Net.HttpStatusCode status)
    {
        var body = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(status, body);
        return JsonDocument.Parse(body).RootElement.GetProperty("type").GetString()!.Split(':')[^1];
    }

    public static async Task<JsonElement[]> Items(HttpClient client, string address)
    {
        var (items, cursor) = (new List<JsonElement>(), "");
        do
        {
            var page = await client.GetFromJsonAsync<JsonElement>(
                $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit=3&cursor={cursor}"
            );
            items.AddRange(page.GetProperty("items").EnumerateArray());
            cursor = page.GetProperty("next").GetString();
        } while (cursor is not null);
        return [.. items];
    }

    public sealed record Participant(Guid Person, Guid Application);

    private sealed class Deliveries : IConsumeObserver
    {
        private readonly ConcurrentDictionary<Guid, int> _done = [];

        public int Of(Guid message) => _done.GetValueOrDefault(message);

        public Task PreConsume<T>(ConsumeContext<T> context)
            where T : class => Task.CompletedTask;

        public Task PostConsume<T>(ConsumeContext<T> context)
            where T : class
        {
            _done.AddOrUpdate(context.MessageId!.Value, 1, (_, done) => done + 1);
            return Task.CompletedTask;
        }

        public Task ConsumeFault<T>(ConsumeContext<T> context, Exception exception)
            where T : class => Task.CompletedTask;
    }
}

[CollectionDefinition(Name)]
public sealed class MatchingCollection : ICollectionFixture<MatchingHost>
{
    public const string Name = "matching";
}
