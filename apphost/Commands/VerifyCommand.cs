using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using PeerNetwork.AppHost.Instances;

namespace PeerNetwork.AppHost.Commands;

/// <summary>Compares all that the running platform keeps with what its events say; for operators, tests and outside checks.</summary>
internal static class VerifyCommand
{
    private static readonly Option<int> Patience = new("--patience")
    {
        Description = "How many seconds messages under way may take to arrive.",
        DefaultValueFactory = _ => 120,
    };

    public static Command Create()
    {
        var command = new Command("verify", "Compares every projection with a rebuild, checks streams and messages, prints a state hash; fails on any difference.") { Patience };
        command.SetAction((parsed, ct) => Run(Instance.Running(parsed.GetRequiredValue(StartCommand.Folder).FullName), TimeSpan.FromSeconds(parsed.GetValue(Patience)), ct));
        return command;
    }

    private static async Task<int> Run(InstanceState? running, TimeSpan patience, CancellationToken ct)
    {
        try
        {
            if (running is null) throw new HttpRequestException("The platform is not running.");
            var reports = await Settled(await Operators.SignIn(running, ct), patience, ct);
            var differences = reports.SelectMany(r => r.Differences.Select(d => $"{r.Service}: {d}")).Concat(Undelivered(reports)).ToList();
            Print(reports);
            foreach (var difference in differences) Console.WriteLine(difference);
            Console.WriteLine($"State hash {StateHash(reports)}");
            Console.WriteLine(differences.Count == 0 ? "Everything agrees." : $"{differences.Count} differences.");
            return differences.Count == 0 ? 0 : 1;
        }
        catch (HttpRequestException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    /// <summary>Looks again while messages are under way: each service is seen at another moment.</summary>
    private static async Task<IReadOnlyList<Report>> Settled(Operators services, TimeSpan patience, CancellationToken ct)
    {
        for (var started = TimeProvider.System.GetTimestamp(); ; await Task.Delay(TimeSpan.FromSeconds(1), ct))
        {
            var reports = await services.Each((service, stop) => service.Post<Report>("operations/verification", stop), ct);
            if (!Undelivered(reports).Any() || TimeProvider.System.GetElapsedTime(started) > patience) return reports;
        }
    }

    /// <summary>What one service has published and a consumer of another has not handled, or the other way round.</summary>
    private static IEnumerable<string> Undelivered(IReadOnlyList<Report> reports)
    {
        var sent = reports.SelectMany(r => r.Sent).ToDictionary(m => m.Kind);
        foreach (var report in reports)
            foreach (var handled in report.Received)
            {
                var (messages, ids) = sent.TryGetValue(handled.Kind, out var s) ? (s.Messages, s.Ids) : (0, null);
                if ((messages, ids ?? handled.Ids) != (handled.Messages, handled.Ids))
                    yield return $"{report.Service}: of {messages} {handled.Kind} that were published, {handled.Consumer} has handled {handled.Messages}{(messages == handled.Messages ? ", others" : "")}. Look for the rest in its error queue.";
            }
    }

    private static string StateHash(IEnumerable<Report> reports) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', reports.OrderBy(r => r.Service, StringComparer.Ordinal).Select(r => $"{r.Service} {r.StateHash}")))));

    private static void Print(IReadOnlyList<Report> reports)
    {
        Console.WriteLine($"{"service",-12}{"streams",10}{"events",10}{"tables of",11}{"rows",10}{"published",11}{"handled",10}  state");
        foreach (var r in reports)
        {
            Console.WriteLine(
                $"{r.Service,-12}{r.Streams,10}{r.Events,10}{$"{r.Projections.Length} views",11}{r.Projections.Sum(p => p.Rows),10}" +
                $"{r.Sent.Sum(m => m.Messages),11}{r.Received.Sum(m => m.Messages),10}  {r.StateHash[..16]}");
        }
    }

    private sealed record Report(
        string Service, long Streams, long Events, Projection[] Projections, MessageCount[] Sent, MessageCount[] Received, string[] Differences, string StateHash);

    private sealed record Projection(string Name, long Rows, long Position, string Hash);

    private sealed record MessageCount(string Kind, string? Consumer, long Messages, string Ids);
}
