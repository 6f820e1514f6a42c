using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PeerNetwork.ServiceDefaults;
using PeerNetwork.Testing;
using RabbitMQ.Client;

namespace PeerNetwork.Messaging.Tests;

/// <summary>What a consumer cannot handle is seen by an overseer, and handled after the fix.</summary>
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
    public async Task An_overseer_sees_what_could_not_be_handled_and_why_but_not_what_it_says()
    {
        var (parcel, id) = await Poison();
        await Dead(1);

        var text = await _shop.As(Roles.Overseer).GetStringAsync("/operations/dead-letters");
        var queues = JsonSerializer.Deserialize<DeadLetterQueue[]>(text, JsonSerializerOptions.Web)!;
        queues.Select(q => (q.Queue, q.Count)).ShouldBe([(Queue, 1), ("shop-when-parcel-moved-on", 0)]);
        var dead = queues[0].Oldest.ShouldHaveSingleItem();
        dead.MessageId.ShouldBe(id);
        dead.MessageType.ShouldBe("PeerNetwork.Messaging.Tests:ParcelMoved");
        dead.Exception.ShouldBe("System.InvalidTimeZoneException");
        dead.Reason.ShouldBe("There is no such place.");
        dead.FailedAt!.Value.ShouldBe(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(5));
        text.ShouldNotContain(WhenParcelMoved.Poison);
        text.ShouldNotContain(parcel.ToString());
    }

    [Fact]
    public async Task Looking_changes_nothing_however_often()
    {
        for (var i = 0; i < 3; i++)
            await Poison();
        var first = (await Dead(3)).Oldest.Select(d => d.MessageId).ToArray();
        for (var i = 0; i < 60; i++)
            await Look();
        (await Dead(3)).Oldest.Select(d => d.MessageId).ShouldBe(first);
    }

    [Fact]
    public async Task After_the_fix_a_replay_has_each_message_handled_once()
    {
        var poisoned = new List<(Guid Parcel, Guid Message)>();
        for (var i = 0; i < 5; i++)
            poisoned.Add(await Poison());
        await Dead(5);

        _faults.AcceptsPoison = true;
        (await Replay(Queue)).ShouldBe(5);

        foreach (var (parcel, message) in poisoned)
        {
            await Eventually.Passes(async () => (await _shop.NotedVersions(parcel)).ShouldBe([2]));
            var noted = (await _shop.In(events => events.History(parcel, default))).ShouldHaveSingleItem();
            noted.CausationId.ShouldBe(message.ToString());
        }

        await Dead(0);
        (await Replay(Queue)).ShouldBe(0);
    }

    [Fact]
    public async Task One_message_is_replayed_by_its_id_and_the_others_stay()
    {
        var (one, other) = (await Poison(), await Poison());
        await Dead(2);

        _faults.AcceptsPoison = true;
        (await Replay(Queue, other.Message)).ShouldBe(1);

        await Eventually.Passes(async () => (await _shop.NotedVersions(other.Parcel)).ShouldBe([2]));
        (await Dead(1)).Oldest.ShouldHaveSingleItem().MessageId.ShouldBe(one.Message);
        (await _shop.NotedVersions(one.Parcel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_fails_again_comes_back_with_its_new_reason_alone()
    {
        var (_, id) = await Poison();
        var before = (await Dead(1)).Oldest[0].FailedAt;
        (await Replay(Queue)).ShouldBe(1);
        await Eventually.Passes(async () =>
        {
            var again = (await Dead(1)).Oldest.ShouldHaveSingleItem();
            again.MessageId.ShouldBe(id);
            again.FailedAt!.Value.ShouldBeGreaterThan(before!.Value);
        });
    }

    [Fact]
    public async Task A_replay_that_is_broken_off_loses_nothing_and_doubles_no_effect()
    {
        var parcels = Enumerable.Range(0, 300).Select(_ => Guid.CreateVersion7()).ToArray();
        await using (var connection = await Raw())
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

        await Dead(parcels.Length);
        var broken = _shop.As(Roles.Overseer).PostAsync($"/operations/dead-letters/{Queue}/replay", null);
        await Eventually.Passes(async () => (await _shop.NotedVersions(parcels[20])).ShouldNotBeEmpty());
        _proxy.Reset();
        ((int)(await broken).StatusCode).ShouldBe(503);

        // The one that was under way comes back when the broker has noticed the end of the connection.
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
    public async Task A_message_that_nobody_can_read_ends_among_the_dead_too()
    {
        await using var connection = await Raw();
        await using var channel = await connection.CreateChannelAsync();
        await channel.BasicPublishAsync("", Queue, "{ not an envelope"u8.ToArray());
        var dead = (await Dead(1)).Oldest.ShouldHaveSingleItem();
        dead.MessageId.ShouldBeNull();
        dead.MessageType.ShouldBeNull();
        dead.Reason.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_message_for_which_there_is_no_consumer_ends_among_the_dead_too()
    {
        await using var connection = await Raw();
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
        (await Dead(1)).Oldest.ShouldHaveSingleItem().MessageType.ShouldBe("PeerNetwork.Messaging.Tests:ParcelLost");
    }

    [Fact]
    public async Task A_message_that_ends_every_process_that_handles_it_ends_among_the_dead()
    {
        await _shop.DisposeAsync();
        await using (var connection = await Raw())
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
            // Each is a delivery to a consumer that went away without an answer.
            await Eventually.Holds(async () =>
            {
                if (await channel.BasicGetAsync(Queue, autoAck: false) is { } taken)
                    await channel.BasicNackAsync(taken.DeliveryTag, multiple: false, requeue: true);
                return await channel.MessageCountAsync($"{Queue}_error") == 1;
            });
        }

        _shop = await TestServices.StartShop(_proxy.Redirect(_broker), _faults, _database);
        (await Dead(1)).Oldest.ShouldHaveSingleItem().Reason.ShouldBe("The broker rejected it: delivery_limit.");
    }

    [Fact]
    public async Task Who_asks_for_a_queue_or_a_message_that_is_not_there_reads_what_there_is()
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
    public async Task Only_overseers_see_and_replay()
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
    public async Task Without_the_broker_the_answer_says_so()
    {
        _proxy.Cut();
        var answer = await _shop.As(Roles.Overseer).GetAsync("/operations/dead-letters");
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        var problem = await answer.Content.ReadAsStringAsync();
        problem.ShouldContain("The broker does not answer.");
        problem.ShouldContain("traceId");
        problem.ShouldNotContain("127.0.0.1");
    }

    [Fact]
    public async Task The_document_describes_both()
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

    /// <summary>A parcel is scanned at a place that the shop does not know.</summary>
    private async Task<(Guid Parcel, Guid Message)> Poison()
    {
        var parcel = Guid.CreateVersion7();
        await _depot.SendParcel(parcel, WhenParcelMoved.Poison);
        return (parcel, (await _depot.In(events => events.History(parcel, default)))[1].Id);
    }

    private async Task<DeadLetterQueue> Look() =>
        (await _shop.As(Roles.Overseer).GetFromJsonAsync<DeadLetterQueue[]>("/operations/dead-letters"))!.Single(q =>
            q.Queue == Queue
        );

    /// <summary>Waits until so many messages are dead.</summary>
    private async Task<DeadLetterQueue> Dead(int count)
    {
        DeadLetterQueue queue = null!;
        await Eventually.Passes(async () =>
        {
            queue = await Look();
            queue.Count.ShouldBe(count);
            queue.Oldest.Count.ShouldBe(Math.Min(count, 20));
        });
        return queue;
    }

    private async Task<int> Replay(string queue, Guid? message = null)
    {
        var answer = await _shop
            .As(Roles.Overseer)
            .PostAsync(
                $"/operations/dead-letters/{queue}/replay{(message is null ? "" : $"?messageId={message}")}",
                null
            );
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>())
            .GetProperty("count")
            .GetInt32();
    }

    private Task<IConnection> Raw() => new ConnectionFactory { Uri = new(_broker) }.CreateConnectionAsync();
}
