using System.Globalization;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;

namespace PeerNetwork.Messaging;

/// <summary>A message that its consumer could not handle, without its content.</summary>
/// <param name="MessageId">The id of the event that it tells; null where the sender gave none.</param>
/// <param name="MessageType">The contract, such as <c>PeerNetwork.Contracts.Enrollment:PersonRecorded</c>.</param>
/// <param name="Exception">The type of what was thrown.</param>
/// <param name="Reason">What it said, or why the broker gave up on the message.</param>
/// <param name="FailedAt">When it was set aside.</param>
public sealed record DeadLetter(
    Guid? MessageId,
    string? MessageType,
    string? Exception,
    string? Reason,
    DateTimeOffset? FailedAt
);

/// <summary>What a queue could not deliver to effect.</summary>
/// <param name="Queue">The queue, which is that of one consumer.</param>
/// <param name="Count">How many messages of it were set aside.</param>
/// <param name="Oldest">The first of them.</param>
public sealed record DeadLetterQueue(string Queue, long Count, IReadOnlyList<DeadLetter> Oldest);

/// <summary>
/// The messages that this service's consumers could not handle: to be looked at, and to be given to their consumers
/// again.
/// </summary>
internal sealed class DeadLetters(Broker broker, MessageCatalog catalog)
{
    private const int Shown = 20,
        LongestReason = 500;

    private static readonly CreateChannelOptions Confirmed = new(
        publisherConfirmationsEnabled: true,
        publisherConfirmationTrackingEnabled: true
    );

    public IReadOnlyList<string> Queues { get; } =
    [.. catalog.Receivers.Select(r => r.Consumer).Distinct().Order(StringComparer.Ordinal)];

    public async Task<IReadOnlyList<DeadLetterQueue>> Look(CancellationToken ct)
    {
        await using var connection = await broker.Connect(ct);
        var queues = new List<DeadLetterQueue>();
        foreach (var queue in Queues)
            queues.Add(await Look(connection, queue, ct));
        return queues;
    }

    /// <summary>
    /// Gives messages to their consumer again, each under its id. It is taken from the error queue only after the
    /// broker has confirmed it in the queue: a crash in between doubles it, which the inbox makes harmless.
    /// </summary>
    /// <param name="queue">The queue of the consumer.</param>
    /// <param name="only">The one message to replay; all that are there now when null.</param>
    /// <returns>How many were replayed.</returns>
    public async Task<int> Replay(string queue, Guid? only, CancellationToken ct)
    {
        await using var connection = await broker.Connect(ct);
        // What is not acknowledged goes back to its place when the channel closes.
        await using var channel = await connection.CreateChannelAsync(Confirmed, ct);
        var replayed = 0;
        // As many as there were: one that fails again comes back while we are at it.
        var waiting = await channel.MessageCountAsync(Topology.ErrorQueueOf(queue), ct);
        for (
            ;
            waiting > 0 && await channel.BasicGetAsync(Topology.ErrorQueueOf(queue), autoAck: false, ct) is { } dead;
            waiting--
        )
        {
            if (only is not null && IdOf(dead) != only)
                continue;
            await channel.BasicPublishAsync("", queue, mandatory: true, AsBefore(dead.BasicProperties), dead.Body, ct);
            await channel.BasicAckAsync(dead.DeliveryTag, multiple: false, ct);
            replayed++;
            if (only is not null)
                break;
        }

        return replayed;
    }

    private static async Task<DeadLetterQueue> Look(IConnection connection, string queue, CancellationToken ct)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: ct);
        var count = await channel.MessageCountAsync(Topology.ErrorQueueOf(queue), ct);
        var oldest = new List<DeadLetter>();
        while (
            oldest.Count < Shown
            && await channel.BasicGetAsync(Topology.ErrorQueueOf(queue), autoAck: false, ct) is { } dead
        )
            oldest.Add(Describe(dead));
        return new(queue, Math.Max(count, oldest.Count), oldest);
    }

    private static DeadLetter Describe(BasicGetResult dead)
    {
        var headers = dead.BasicProperties.Headers ?? new Dictionary<string, object?>();
        var reason =
            Text(headers, "MT-Fault-Message")
            ?? (Text(headers, "x-first-death-reason") is { } why ? $"The broker gave up on it: {why}." : null);
        return new(
            IdOf(dead),
            TypeOf(dead),
            Text(headers, "MT-Fault-ExceptionType"),
            reason?[..Math.Min(reason.Length, LongestReason)],
            TimeOf(headers)
        );
    }

    private static Guid? IdOf(BasicGetResult dead) =>
        Guid.TryParse(dead.BasicProperties.MessageId, out var id) ? id : null;

    private static string? TypeOf(BasicGetResult dead)
    {
        try
        {
            using var envelope = JsonDocument.Parse(dead.Body);
            return envelope
                .RootElement.GetProperty("messageType")[0]
                .GetString()
                ?.Replace("urn:message:", "", StringComparison.Ordinal);
        }
        catch (Exception e)
            when (e is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            return null; // It may well be dead because nobody can read it.
        }
    }

    private static DateTimeOffset? TimeOf(IDictionary<string, object?> headers) =>
        DateTimeOffset.TryParse(
            Text(headers, "MT-Fault-Timestamp"),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var at
        )
            ? at
            : null;

    private static string? Text(IDictionary<string, object?> headers, string name) =>
        headers.TryGetValue(name, out var value) && value is byte[] text ? Encoding.UTF8.GetString(text) : null;

    /// <summary>The message without the marks of its failure.</summary>
    private static BasicProperties AsBefore(IReadOnlyBasicProperties properties) =>
        new(properties)
        {
            Headers = properties
                .Headers?.Where(h =>
                    !h.Key.StartsWith("x-", StringComparison.Ordinal)
                    && !h.Key.StartsWith("MT-Fault-", StringComparison.Ordinal)
                    && h.Key is not "MT-Reason"
                )
                .ToDictionary(),
        };
}
