using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PeerNetwork.Tools.Installation;

/// <summary>What all services of a running platform keep, beside what their events and each other say.</summary>
internal sealed class PlatformState
{
    private PlatformState(IReadOnlyList<ServiceState> services)
    {
        Services = services;
        Differences =
        [
            .. services.SelectMany(s => s.Differences.Select(d => $"{s.Service}: {d}")),
            .. Undelivered(services),
        ];
        Hash = Convert.ToHexStringLower(
            SHA256.HashData(
                Encoding.UTF8.GetBytes(
                    string.Join(
                        '\n',
                        services
                            .OrderBy(s => s.Service, StringComparer.Ordinal)
                            .Select(s => $"{s.Service} {s.StateHash}")
                    )
                )
            )
        );
    }

    public IReadOnlyList<ServiceState> Services { get; }

    public IReadOnlyList<string> Differences { get; }

    /// <summary>SHA-256 of all that is kept: equal states have equal hashes, in any installation.</summary>
    public string Hash { get; }

    /// <summary>
    /// Looks until two looks show the same: each service is seen at another moment, and one message leads to the next.
    /// </summary>
    public static async Task<PlatformState> Read(Operators services, TimeSpan timeout, CancellationToken ct)
    {
        string[] before = [];
        for (var started = TimeProvider.System.GetTimestamp(); ; await Task.Delay(TimeSpan.FromSeconds(1), ct))
        {
            var states = await services.Each(
                (service, stop) => service.Post<ServiceState>("operations/verification", stop),
                ct
            );
            string[] now = [.. states.Select(s => s.StateHash)];
            var still = now.SequenceEqual(before) && !Undelivered(states).Any();
            if (still || TimeProvider.System.GetElapsedTime(started) > timeout)
                return new(states);
            before = now;
        }
    }

    public void Print()
    {
        Console.WriteLine(
            $"{"service", -12}{"streams", 10}{"events", 10}{"documents", 11}{"tables of", 11}{"rows", 10}"
                + $"{"published", 11}{"handled", 10}  state"
        );
        foreach (var s in Services)
        {
            Console.WriteLine(
                $"{s.Service, -12}{s.Streams, 10}{s.Events, 10}{s.Documents, 11}"
                    + $"{$"{s.Projections.Length} views", 11}{s.Projections.Sum(p => p.Rows), 10}"
                    + $"{s.Sent.Sum(m => m.Messages), 11}{s.Received.Sum(m => m.Messages), 10}  {s.StateHash[..16]}"
            );
        }

        foreach (var difference in Differences)
            Console.WriteLine(difference);
        Console.WriteLine($"State hash {Hash}");
        Console.WriteLine(Differences.Count == 0 ? "Everything agrees." : $"{Differences.Count} differences.");
    }

    /// <summary>
    /// What one service has published and a consumer of another has not handled, or the other way round.
    /// </summary>
    private static IEnumerable<string> Undelivered(IReadOnlyList<ServiceState> services)
    {
        var sent = services
            .SelectMany(s => s.Sent)
            .GroupBy(m => m.Contract)
            .ToDictionary(m => m.Key, m => (Messages: m.Sum(s => s.Messages), Ids: Sum(m.Select(s => s.Ids))));
        foreach (var service in services)
        foreach (var handled in service.Received)
        {
            var (messages, ids) = sent.GetValueOrDefault(handled.Contract, (0, "0"));
            if ((messages, ids) != (handled.Messages, handled.Ids))
                yield return $"{service.Service}: of {messages} {handled.Contract} that were published, "
                    + $"{handled.Consumer} has handled "
                    + $"{handled.Messages}{(messages == handled.Messages ? ", others" : "")}. Look for the rest in "
                    + "its error queue.";
        }
    }

    private static string Sum(IEnumerable<string> ids) =>
        ids.Aggregate(Int128.Zero, (sum, one) => sum + Int128.Parse(one, CultureInfo.InvariantCulture))
            .ToString(CultureInfo.InvariantCulture);
}

/// <summary>The verification report of one service.</summary>
internal sealed record ServiceState(
    string Service,
    long Streams,
    long Events,
    long Documents,
    ProjectionState[] Projections,
    MessageCount[] Sent,
    MessageCount[] Received,
    string[] Differences,
    string StateHash
);

internal sealed record ProjectionState(string Name, long Rows, long Position, string Hash);

internal sealed record MessageCount(string Contract, string? Consumer, long Messages, string Ids);
