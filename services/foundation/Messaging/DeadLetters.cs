using System.Globalization;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace PeerNetwork.Messaging;

/// <summary>A message that its consumer could not handle. Its content is left out.</summary>
/// <param name="MessageId">The message id, which is the id of the event; null if the sender set none.</param>
/// <param name="MessageType">The contract, such as <c>PeerNetwork.Contracts.Enrollment:PersonRecorded</c>.</param>
/// <param name="Exception">The type of the exception.</param>
/// <param name="Reason">The message of the exception, or the reason of the broker.</param>
/// <param name="FailedAt">When the message was moved to the error queue.</param>
public sealed record DeadLetter(
    Guid? MessageId,
    string? MessageType,
    string? Exception,
    string? Reason,
    DateTimeOffset? FailedAt
);

/// <summary>The dead letters of one queue.</summary>
/// <param name="Queue">The queue of one consumer.</param>
/// <param name="Count">How many of its messages are in the error queue.</param>
/// <param name="Oldest">The oldest of these messages.</param>
public sealed record DeadLetterQueue(string Queue, long Count, IReadOnlyList<DeadLetter> Oldest);

/// <summary>Lists the messages that consumers of this service could not handle, and replays them.</summary>
internal sealed class DeadLetters(BrokerConnectionFactory broker, MessageCatalog catalog)
{
    private const int MaxShown = 20,
        MaxReasonLength = 500;

    private static readonly CreateChannelOptions PublisherConfirms = new(
        publisherConfirmationsEnabled: true,
        publisherConfirmationTrackingEnabled: true
    );

    public IReadOnlyList<string> Queues { get; } =
    [.. catalog.Consumers.Select(r => r.Consumer).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>How many dead letters each queue has.</summary>
    public async Task<IReadOnlyDictionary<string, long>> Count(CancellationToken ct)
    {
        await using var connection = await broker.CreateConnection(ct);
        var counts = new Dictionary<string, long>();
        foreach (var queue in Queues)
            counts[queue] = await CountOf(connection, queue, ct);
        return counts;
    }

    public async Task<IReadOnlyList<DeadLetterQueue>> List(CancellationToken ct)
    {
        await using var connection = await broker.CreateConnection(ct);
        var queues = new List<DeadLetterQueue>();
        foreach (var queue in Queues)
        {
            var count = await CountOf(connection, queue, ct);
            queues.Add(count > 0 ? await List(connection, queue, count, ct) : new(queue, 0, []));
        }

        return queues;
    }

    /// <summary>
    /// Moves messages back to the queue of their consumer, with the same message ids. A message is acknowledged in the
    /// error queue only after the broker has confirmed the copy. A crash in between duplicates it, and the inbox drops
    /// the duplicate.
    /// </summary>
    /// <param name="queue">The queue of the consumer.</param>
    /// <param name="only">The id of the message to replay; null for all messages that are in the error queue
    /// now.</param>
    /// <returns>How many were replayed.</returns>
    public async Task<int> Replay(string queue, Guid? only, CancellationToken ct)
    {
        await using var connection = await broker.CreateConnection(ct);
        // Messages that were not acknowledged return to their position when the channel closes.
        await using var channel = await connection.CreateChannelAsync(PublisherConfirms, ct);
        var replayed = 0;
        // The number is fixed before the loop: a message that fails again returns to the error queue meanwhile.
        var remaining = await CountOf(connection, queue, ct);
        for (
            ;
            remaining > 0
                && await channel.BasicGetAsync(Topology.ErrorQueueFor(queue), autoAck: false, ct) is { } message;
            remaining--
        )
        {
            if (only is not null && ReadMessageId(message) != only)
                continue;
            await channel.BasicPublishAsync(
                "",
                queue,
                mandatory: true,
                WithoutFaultHeaders(message.BasicProperties),
                message.Body,
                ct
            );
            await channel.BasicAckAsync(message.DeliveryTag, multiple: false, ct);
            replayed++;
            if (only is not null)
                break;
        }

        return replayed;
    }

    /// <summary>
    /// None while the queue is not declared: the process that runs the consumer declares it, and may not have been
    /// started yet.
    /// </summary>
    private static async Task<long> CountOf(IConnection connection, string queue, CancellationToken ct)
    {
        // The broker closes the channel if there is no such queue.
        await using var channel = await connection.CreateChannelAsync(cancellationToken: ct);
        try
        {
            return await channel.MessageCountAsync(Topology.ErrorQueueFor(queue), ct);
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return 0;
        }
    }

    private static async Task<DeadLetterQueue> List(
        IConnection connection,
        string queue,
        long count,
        CancellationToken ct
    )
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: ct);
        var oldest = new List<DeadLetter>();
        while (
            oldest.Count < MaxShown
            && await channel.BasicGetAsync(Topology.ErrorQueueFor(queue), autoAck: false, ct) is { } message
        )
            oldest.Add(Describe(message));
        return new(queue, Math.Max(count, oldest.Count), oldest);
    }

    private static DeadLetter Describe(BasicGetResult message)
    {
        var headers = message.BasicProperties.Headers ?? new Dictionary<string, object?>();
        var reason =
            ReadHeader(headers, "MT-Fault-Message")
            ?? (ReadHeader(headers, "x-first-death-reason") is { } cause ? $"The broker rejected it: {cause}." : null);
        return new(
            ReadMessageId(message),
            ReadMessageType(message),
            ReadHeader(headers, "MT-Fault-ExceptionType"),
            reason?[..Math.Min(reason.Length, MaxReasonLength)],
            ReadFaultTime(headers)
        );
    }

    private static Guid? ReadMessageId(BasicGetResult message) =>
        Guid.TryParse(message.BasicProperties.MessageId, out var id) ? id : null;

    private static string? ReadMessageType(BasicGetResult message)
    {
        try
        {
            using var envelope = JsonDocument.Parse(message.Body);
            return envelope
                .RootElement.GetProperty("messageType")[0]
                .GetString()
                ?.Replace("urn:message:", "", StringComparison.Ordinal);
        }
        catch (Exception e)
            when (e is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            return null; // The message may be in the error queue because it cannot be parsed.
        }
    }

    private static DateTimeOffset? ReadFaultTime(IDictionary<string, object?> headers) =>
        DateTimeOffset.TryParse(
            ReadHeader(headers, "MT-Fault-Timestamp"),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var at
        )
            ? at
            : null;

    private static string? ReadHeader(IDictionary<string, object?> headers, string name) =>
        headers.TryGetValue(name, out var value) && value is byte[] text ? Encoding.UTF8.GetString(text) : null;

    /// <summary>The properties without the headers that describe the failure.</summary>
    private static BasicProperties WithoutFaultHeaders(IReadOnlyBasicProperties properties) =>
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
