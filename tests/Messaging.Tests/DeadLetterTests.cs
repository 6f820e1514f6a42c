using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using PeerNetwork.ServiceDefaults;
using PeerNetwork.Testing;
using RabbitMQ.Client;

namespace PeerNetwork.Messaging.Tests;

/// <summary>An overseer can list messages that a consumer could not handle, and replay them after a fix.</summary>
public sealed class DeadLetterTests : IAsyncLifetime
{
    private const string Queue = "shop-when-parcel-moved";

    private readonly ConsumerFaults _faults = new();
    private string _broker = null!,
        _database = null!;
    private FaultProxy _proxy = null!;
    private TestService _depot = null!,
        _shop = null!;

    public async Task InitializeAsync()
    {
        (_broker, _database) = (await TestServers.NewVirtualHost(), await TestServers.NewDatabase());
        _proxy = FaultProxy.InFrontOf(new Uri(_broker).Port);
        _shop = await TestServices.StartShop(_proxy.Redirect(_broker), _faults, _database);
        _depot = await TestServices.StartDepot(_broker);
    }

    public async Task DisposeAsync()
    {
        await _depot.DisposeAsync();
        await _shop.DisposeAsync();
        await _proxy.DisposeAsync();
    }

    [Fact]
    public async Task An_overseer_sees_dead_letters_and_their_reason_but_not_their_content()
    {
        var (parcel, id) = await SendPoisonMessage();
        await WaitForDeadLetters(1);

        var text = await _shop.As(Roles.Overseer).GetStringAsync("/operations/dead-letters");
        var queues = JsonSerializer.Deserialize<DeadLetterQueue[]>(text, JsonSerializerOptions.Web)!;
        queues.Select(q => (q.Queue, q.Count)).ShouldBe([(Queue, 1), ("shop-when-parcel-moved-on", 0)]);
        var deadLetter = queues[0].Oldest.ShouldHaveSingleItem();
        deadLetter.MessageId.ShouldBe(id);
        deadLetter.MessageType.ShouldBe("PeerNetwork.Messaging.Tests:ParcelMoved");
        deadLetter.Exception.ShouldBe("System.InvalidTimeZoneException");
        deadLetter.Reason.ShouldBe("There is no such place.");
        deadLetter.FailedAt!.Value.ShouldBe(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(5));
        text.ShouldNotContain(WhenParcelMoved.Poison);
        text.ShouldNotContain(parcel.ToString());
    }

    [Fact]
    public async Task Dead_letters_are_counted_in_a_metric_and_a_health_check()
    {
        var health = _shop.Services.GetRequiredService<HealthCheckService>();
        async Task<HealthReportEntry> Check() =>
            (await health.CheckHealthAsync(check => check.Name == "dead-letters")).Entries.Single().Value;

        (await Check()).Status.ShouldBe(HealthStatus.Healthy);
        await SendPoisonMessage();
        await SendPoisonMessage();
        await WaitForDeadLetters(2);

        var degraded = await Check();
        degraded.Status.ShouldBe(HealthStatus.Degraded);
        degraded.Description.ShouldBe($"Messages are in error queues: {Queue}: 2.");
        using var metric = new MetricRecorder(_shop.Services, "peernetwork.messaging.dead_letters");
        metric
            .Take()
            .ShouldBe(
                [
                    new(2, $"messaging.destination.name={Queue}"),
                    new(0, "messaging.destination.name=shop-when-parcel-moved-on"),
                ],
                ignoreOrder: true
            );

        _proxy.Cut();
        (await Check()).Description.ShouldBe("The error queues cannot be read.");
        metric.Take().ShouldBeEmpty("the number is not known any more");
    }

    [Fact]
    public async Task Listing_changes_nothing()
    {
        for (var i = 0; i < 3; i++)
            await SendPoisonMessage();
        var first = (await WaitForDeadLetters(3)).Oldest.Select(d => d.MessageId).ToArray();
        for (var i = 0; i < 60; i++)
            await ListQueue();
        (await WaitForDeadLetters(3)).Oldest.Select(d => d.MessageId).ShouldBe(first);
    }

    [Fact]
    public async Task After_the_fix_a_replay_has_each_message_handled_once()
    {
        var poisoned = new List<(Guid Parcel, Guid Message)>();
        for (var i = 0; i < 5; i++)
            poisoned.Add(await SendPoisonMessage());
        await WaitForDeadLetters(5);

        _faults.AcceptsPoison = true;
        (await Replay(Queue)).ShouldBe(5);

        foreach (var (parcel, message) in poisoned)
        {
            await Eventually.Passes(async () => (await _shop.NotedVersions(parcel)).ShouldBe([2]));
            var noted = (await _shop.InScope(events => events.History(parcel, default))).ShouldHaveSingleItem();
            noted.CausationId.ShouldBe(message.ToString());
        }

        await WaitForDeadLetters(0);
        (await Replay(Queue)).ShouldBe(0);
    }

    [Fact]
    public async Task One_message_is_replayed_by_its_id_and_the_others_stay()
    {
        var (one, other) = (await SendPoisonMessage(), await SendPoisonMessage());
        await WaitForDeadLetters(2);

        _faults.AcceptsPoison = true;
        (await Replay(Queue, other.Message)).ShouldBe(1);

        await Eventually.Passes(async () => (await _shop.NotedVersions(other.Parcel)).ShouldBe([2]));
        (await WaitForDeadLetters(1)).Oldest.ShouldHaveSingleItem().MessageId.ShouldBe(one.Message);
        (await _shop.NotedVersions(one.Parcel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_that_fails_again_returns_with_its_new_reason_only()
    {
        var (_, id) = await SendPoisonMessage();
        var before = (await WaitForDeadLetters(1)).Oldest[0].FailedAt;
        (await Replay(Queue)).ShouldBe(1);
        await Eventually.Passes(async () =>
        {
            var again = (await WaitForDeadLetters(1)).Oldest.ShouldHaveSingleItem();
            again.MessageId.ShouldBe(id);
            again.FailedAt!.Value.ShouldBeGreaterThan(before!.Value);
        });
    }

    [Fact]
    public async Task An_interrupted_replay_loses_nothing_and_duplicates_no_effect()
    {
        var parcels = Enumerable.Range(0, 300).Select(_ => Guid.CreateVersion7()).ToArray();
        await using (var connection = await Connect())
        await using (
            var channel = await connection.CreateChannelAsync(
                new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true)
            )
        )
        {
            foreach (var parcel in parcels)
                await channel.BasicPublishAsync(
                    "",
                    $"{Queue}_error",
                    mandatory: true,
                    TestServices.Envelope(Guid.CreateVersion7(), new(parcel, 2, "Turnham Green"), out var body),
                    body
                );
        }

        await WaitForDeadLetters(parcels.Length);
        var interrupted = _shop.As(Roles.Overseer).PostAsync($"/operations/dead-letters/{Queue}/replay", null);
        await Eventually.Passes(async () => (await _shop.NotedVersions(parcels[20])).ShouldNotBeEmpty());
        _proxy.Reset();
        ((int)(await interrupted).StatusCode).ShouldBe(503);

        // The message in flight returns when the broker has noticed the end of the connection.
        foreach (var parcel in parcels)
        {
            await Eventually.Passes(async () =>
            {
                await Replay(Queue);
                (await _shop.NotedVersions(parcel)).ShouldBe([2]);
            });
        }
    }

    [Fact]
    public async Task A_message_that_cannot_be_parsed_becomes_a_dead_letter()
    {
        await using var connection = await Connect();
        await using var channel = await connection.CreateChannelAsync();
        await channel.BasicPublishAsync("", Queue, "{ not an envelope"u8.ToArray());
        var deadLetter = (await WaitForDeadLetters(1)).Oldest.ShouldHaveSingleItem();
        deadLetter.MessageId.ShouldBeNull();
        deadLetter.MessageType.ShouldBeNull();
        deadLetter.Reason.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_message_without_a_consumer_becomes_a_dead_letter()
    {
        await using var connection = await Connect();
        await using var channel = await connection.CreateChannelAsync();
        var properties = TestServices.Envelope(
            Guid.CreateVersion7(),
            new(Guid.CreateVersion7(), 2, "Turnham Green"),
            out var body
        );
        var foreign = System.Text.Encoding.UTF8.GetString(body).Replace("ParcelMoved", "ParcelLost");
        await channel.BasicPublishAsync(
            "",
            Queue,
            mandatory: true,
            properties,
            System.Text.Encoding.UTF8.GetBytes(foreign)
        );
        (await WaitForDeadLetters(1))
            .Oldest.ShouldHaveSingleItem()
            .MessageType.ShouldBe("PeerNetwork.Messaging.Tests:ParcelLost");
    }

    [Fact]
    public async Task A_message_that_crashes_every_consumer_becomes_a_dead_letter()
    {
        await _shop.DisposeAsync();
        await using (var connection = await Connect())
        {
            await using var channel = await connection.CreateChannelAsync();
            await channel.BasicPublishAsync(
                "",
                Queue,
                mandatory: true,
                TestServices.Envelope(
                    Guid.CreateVersion7(),
                    new(Guid.CreateVersion7(), 2, "Turnham Green"),
                    out var body
                ),
                body
            );
            // Each attempt is a delivery without an acknowledgement.
            await Eventually.Holds(async () =>
            {
                if (await channel.BasicGetAsync(Queue, autoAck: false) is { } taken)
                    await channel.BasicNackAsync(taken.DeliveryTag, multiple: false, requeue: true);
                return await channel.MessageCountAsync($"{Queue}_error") == 1;
            });
        }

        _shop = await TestServices.StartShop(_proxy.Redirect(_broker), _faults, _database);
        (await WaitForDeadLetters(1))
            .Oldest.ShouldHaveSingleItem()
            .Reason.ShouldBe("The broker rejected it: delivery_limit.");
    }

    [Fact]
    public async Task An_unknown_queue_or_message_is_not_found_and_the_queues_are_listed()
    {
        var overseer = _shop.As(Roles.Overseer);
        var unknownQueue = await overseer.PostAsync("/operations/dead-letters/nonsense/replay", null);
        unknownQueue.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await unknownQueue.Content.ReadAsStringAsync()).ShouldContain(
            $"There are: {Queue}, shop-when-parcel-moved-on."
        );

        var unknownMessage = await overseer.PostAsync(
            $"/operations/dead-letters/{Queue}/replay?messageId={Guid.CreateVersion7()}",
            null
        );
        unknownMessage.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var malformed = await overseer.PostAsync($"/operations/dead-letters/{Queue}/replay?messageId=x", null);
        malformed.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Only_overseers_may_list_and_replay()
    {
        string[] others = [Roles.Employee, Roles.Coordinator, Roles.Sponsor, Roles.PeopleAdmin, Roles.Integration];
        foreach (
            var (client, status) in others
                .Select(role => (_shop.As(role), HttpStatusCode.Forbidden))
                .Append((_shop.Anonymous(), HttpStatusCode.Unauthorized))
        )
        {
            (await client.GetAsync("/operations/dead-letters")).StatusCode.ShouldBe(status);
            (await client.PostAsync($"/operations/dead-letters/{Queue}/replay", null)).StatusCode.ShouldBe(status);
        }
    }

    [Fact]
    public async Task Without_the_broker_the_response_is_503()
    {
        _proxy.Cut();
        var response = await _shop.As(Roles.Overseer).GetAsync("/operations/dead-letters");
        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        var problem = await response.Content.ReadAsStringAsync();
        problem.ShouldContain("The broker does not answer.");
        problem.ShouldContain("traceId");
        problem.ShouldNotContain("127.0.0.1");
    }

    [Fact]
    public async Task The_openapi_document_describes_both_operations()
    {
        var paths = (await _shop.Anonymous().GetFromJsonAsync<JsonElement>("/openapi/v1.json")).GetProperty("paths");
        paths
            .GetProperty("/operations/dead-letters")
            .GetProperty("get")
            .GetProperty("responses")
            .TryGetProperty("503", out _)
            .ShouldBeTrue();
        var replay = paths.GetProperty("/operations/dead-letters/{queue}/replay").GetProperty("post");
        replay
            .GetProperty("parameters")
            .EnumerateArray()
            .Select(p => p.GetProperty("name").GetString())
            .ShouldBe(["queue", "messageId", "Idempotency-Key"]);
        replay.GetProperty("responses").TryGetProperty("404", out _).ShouldBeTrue();
    }

    /// <summary>Scans a parcel at a place that the shop cannot handle.</summary>
    private async Task<(Guid Parcel, Guid Message)> SendPoisonMessage()
    {
        var parcel = Guid.CreateVersion7();
        await _depot.SendParcel(parcel, WhenParcelMoved.Poison);
        return (parcel, (await _depot.InScope(events => events.History(parcel, default)))[1].Id);
    }

    private async Task<DeadLetterQueue> ListQueue() =>
        (await _shop.As(Roles.Overseer).GetFromJsonAsync<DeadLetterQueue[]>("/operations/dead-letters"))!.Single(q =>
            q.Queue == Queue
        );

    /// <summary>Waits until there is this number of dead letters.</summary>
    private async Task<DeadLetterQueue> WaitForDeadLetters(int count)
    {
        DeadLetterQueue queue = null!;
        await Eventually.Passes(async () =>
        {
            queue = await ListQueue();
            queue.Count.ShouldBe(count);
            queue.Oldest.Count.ShouldBe(Math.Min(count, 20));
        });
        return queue;
    }

    private async Task<int> Replay(string queue, Guid? message = null)
    {
        var response = await _shop
            .As(Roles.Overseer)
            .PostAsync(
                $"/operations/dead-letters/{queue}/replay{(message is null ? "" : $"?messageId={message}")}",
                null
            );
        return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>())
            .GetProperty("count")
            .GetInt32();
    }

    private Task<IConnection> Connect() => new ConnectionFactory { Uri = new(_broker) }.CreateConnectionAsync();
}
