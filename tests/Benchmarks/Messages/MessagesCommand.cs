using System.CommandLine;
using System.Diagnostics;
using RabbitMQ.Client;

namespace PeerNetwork.Benchmarks.Messages;

/// <summary>
/// From the publisher's commit to the consumer's, beside a raw RabbitMQ client that does nothing with what it gets.
/// </summary>
internal static class MessagesCommand
{
    private static readonly Option<int> Messages = new("--messages")
    {
        Description = "How many messages are consumed.",
        DefaultValueFactory = _ => 20_000,
    };
    private static readonly Option<int> Rate = new("--rate")
    {
        Description = "Messages per second while the delay is measured.",
        DefaultValueFactory = _ => 2_000,
    };

    public static Command Create()
    {
        var command = new Command("messages", "Publish to consume through RabbitMQ, each message once to effect.")
        {
            Messages,
            Rate,
        };
        command.SetAction(
            async (parsed, _) =>
            {
                var (messages, rate) = (parsed.GetValue(Messages), parsed.GetValue(Rate));
                await using var servers = new Servers();
                var broker = await servers.Broker();
                Console.WriteLine(
                    $"raw client, quorum queue, consumed and acknowledged     {await Raw(broker, messages), 10:n0} /s"
                );
                await using var exchange = await Exchange.Open(servers, broker);
                await exchange.Consume(messages / 4);
                var (relayed, consumed) = await exchange.Consume(messages);
                Console.WriteLine($"from the event streams to the broker, each confirmed    {relayed, 10:n0} /s");
                Console.WriteLine($"from the queue to the commit of effect and inbox        {consumed, 10:n0} /s");
                var delays = await exchange.Delays(rate, TimeSpan.FromSeconds(10));
                Console.WriteLine(
                    $"commit to commit at {rate:n0}/s                    p50 {Pace.Quantile(delays, 0.5), 6:0.0} ms   "
                        + $"p99 {Pace.Quantile(delays, 0.99), 6:0.0} ms"
                );
                delays = await exchange.Delays(20, TimeSpan.FromSeconds(10));
                Console.WriteLine(
                    $"commit to commit at rest                       p50 {Pace.Quantile(delays, 0.5), 6:0.0} ms   p99 "
                        + $"{Pace.Quantile(delays, 0.99), 6:0.0} ms"
                );
            }
        );
        return command;
    }

    private static async Task<double> Raw(string broker, int messages)
    {
        await using var connection = await new ConnectionFactory { Uri = new(broker) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync(
            "raw",
            durable: true,
            exclusive: false,
            autoDelete: false,
            new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }
        );
        await channel.BasicQosAsync(0, 200, false);
        var body = new byte[600];
        for (var n = 0; n < messages; n++)
            await channel.BasicPublishAsync("", "raw", body);
        var (left, done) = (messages, new TaskCompletionSource());
        var consumer = new RabbitMQ.Client.Events.AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, message) =>
        {
            await channel.BasicAckAsync(message.DeliveryTag, multiple: false);
            if (--left == 0)
                done.SetResult();
        };
        var started = Stopwatch.GetTimestamp();
        await channel.BasicConsumeAsync("raw", autoAck: false, consumer);
        await done.Task;
        return messages / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
