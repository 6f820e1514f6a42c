using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Marten;
using MassTransit;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.Contracts.Matching;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Engagement.Tests;

/// <summary>The service with a clock of its own and the messages of the other services.</summary>
public sealed class EngagementHost : ServiceHost<Mentorship>
{
    public FakeTimeProvider Clock { get; } = new(TestData.Now);

    /// <summary>A pair that met in the matching service: mentor in Singapore, mentee in Chicago.</summary>
    public async Task<TestPair> Pair(string site = "CHI", Guid? program = null)
    {
        var (mentor, mentee, match) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await Deliver(Person(mentor, "SIN", "Asia/Singapore"));
        await Deliver(Person(mentee, site, "America/Chicago"));
        await Deliver(
            Confirmed(match, program ?? Guid.CreateVersion7(), mentor, mentee) with
            {
                SiteCode = site,
                At = Clock.GetUtcNow(),
            }
        );
        var pair = new TestPair(match, mentor, mentee, As(mentor), As(mentee));
        await Eventually.Passes(async () =>
            (await pair.Page(pair.MenteeClient))["members"]!
                .AsArray()
                .Select(member => member!["zone"]!.GetValue<string>())
                .ShouldBe(["Asia/Singapore", "America/Chicago"])
        );
        return pair;
    }

    public static MatchConfirmed Confirmed(Guid match, Guid program, Guid mentor, Guid mentee) =>
        new(
            match,
            3,
            program,
            "oneToOne",
            [new(mentor, "mentor"), new(mentee, "mentee")],
            "CHI",
            TestData.Now,
            TestData.Now
        );

    /// <summary>A person of the company who is in no pair.</summary>
    public async Task<HttpClient> Colleague(string[]? roles = null, string[]? sites = null)
    {
        var id = Guid.CreateVersion7();
        await DeliverAtOnce([Person(id, "SIN", "Asia/Singapore")]);
        return As(id, roles ?? [], sites ?? []);
    }

    public static PersonRecorded Person(Guid id, string site, string zone, long version = 1, bool active = true) =>
        new(id, version, active, site, zone, null, TestData.Now) { Account = TestTokens.AccountOf(id) };

    public Task Deliver<T>(T message, Guid? id = null)
        where T : class =>
        Services
            .GetRequiredService<IBus>()
            .Publish(message, context => context.MessageId = id ?? Guid.CreateVersion7());

    public async Task<IReadOnlyList<object>> Stored(Guid stream)
    {
        await using var scope = Services.CreateAsyncScope();
        return
        [
            .. (await scope.ServiceProvider.GetRequiredService<EventStreams>().History(stream, default)).Select(e =>
                e.Data
            ),
        ];
    }

    public async Task<T?> Replica<T>(Guid id)
        where T : class
    {
        await using var scope = Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<EventStreams>().Load<T>(id, default);
    }

    /// <summary>Delivers these messages all at once, and waits until they have been handled.</summary>
    public async Task DeliverAtOnce(IReadOnlyList<object> messages)
    {
        var ids = messages.Select(_ => Guid.CreateVersion7()).ToArray();
        var bus = Services.GetRequiredService<IBus>();
        await Task.WhenAll(messages.Zip(ids, (message, id) => bus.Publish(message, c => c.MessageId = id)));
        var handled = Services.GetRequiredService<ReadModels>();
        await Eventually.Holds(async () =>
            await handled.QueryFirstOrDefault<long>(
                $"select count(*) from processed_messages where message_id = any({ids})",
                default
            ) == ids.Length
        );
    }

    /// <summary>Appends a fact as a consumer does.</summary>
    public async Task Append(Guid stream, object fact)
    {
        await using var session = Services.GetRequiredService<IDocumentStore>().LightweightSession();
        session.Events.Append(stream, fact);
        await session.SaveChangesAsync();
    }

    protected override void Configure(IWebHostBuilder builder)
    {
        base.Configure(builder);
        builder.ConfigureTestServices(services => services.AddSingleton<TimeProvider>(Clock));
    }
}

public sealed record TestPair(Guid Id, Guid Mentor, Guid Mentee, HttpClient MentorClient, HttpClient MenteeClient)
{
    public string Path => $"/mentorships/{Id}";

    public async Task<JsonNode> Page(HttpClient client) => await client.Get(Path);

    /// <summary>A post by the mentee that has to succeed.</summary>
    public Task<JsonNode?> Post(string path, object? body = null) => MenteeClient.Post(Path + path, body);

    public async Task<Guid> Made(string path, object body) => (await Post(path, body))!["id"]!.GetValue<Guid>();

    /// <summary>One session, planned by the mentee by the clocks of Chicago.</summary>
    public async Task<Guid> Session(string start = "2026-10-19T09:30") =>
        (await Post("/sessions", new { start, minutes = 60 }))!["ids"]![0]!.GetValue<Guid>();
}

public static class HttpCalls
{
    public static async Task<JsonNode> Get(this HttpClient client, string path)
    {
        var answer = await client.GetAsync(path);
        await answer.NeedSuccess();
        return (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    public static async Task<JsonNode?> Post(this HttpClient client, string path, object? body = null)
    {
        var answer = await client.Send(path, body);
        await answer.NeedSuccess();
        return answer.StatusCode is HttpStatusCode.Created ? await answer.Content.ReadFromJsonAsync<JsonNode>() : null;
    }

    public static Task<HttpResponseMessage> Send(this HttpClient client, string path, object? body = null) =>
        client.PostAsync(path, body is null ? null : JsonContent.Create(body));

    public static async Task ShouldBe(this Task<HttpResponseMessage> call, HttpStatusCode status, string? saying = null)
    {
        var answer = await call;
        var body = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(status, body);
        if (saying is not null)
            body.ShouldContain(saying);
    }

    private static async Task NeedSuccess(this HttpResponseMessage answer)
    {
        if (!answer.IsSuccessStatusCode)
            throw new ShouldAssertException($"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }
}
