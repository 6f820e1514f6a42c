using System.CommandLine;
using System.Globalization;
using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Benchmarks.Matching;

/// <summary>Solves one graph of reciprocal peers and says what it took.</summary>
internal static class MatchPeersCommand
{
    private static readonly Argument<FileInfo> Instance = new("instance") { Description = "A graph of peers in text." };

    public static Command Create()
    {
        var command = new Command("match-peers", "Pairs reciprocal peers exactly and verifies the certificate.")
        {
            Instance,
        };
        command.SetAction(parsed =>
        {
            WarmUp();
            return Solve(parsed.GetRequiredValue(Instance));
        });
        return command;
    }

    private static int Solve(FileInfo instance)
    {
        var before = MatchCommand.ResidentKilobytes();
        var reading = Effort.Of(() => InstanceFile.ReadPeers(instance.FullName), out var graph);

        var solved = Effort.Of(() => PeerSolver.Solve(graph), out var matching);
        var peak = MatchCommand.PeakKilobytes();
        var verified = Effort.Of(() => PeerCertificate.Verify(graph, matching), out var verdict);

        var name = Path.GetFileNameWithoutExtension(instance.Name);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"RESULT\tpeernetwork\t{name}\t{matching.Pairs}\t{matching.TotalScore}\t"
                    + $"{reading.Wall:0.0000}\t{solved.Wall:0.0000}\t{solved.Cpu:0.0000}\t{before}\t{peak}"
            )
        );
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"CERTIFICATE\t{(verdict.Holds ? "holds" : "REFUTED")}\t{verified.Cpu:0.0000}\t{verdict.Sentence}"
            )
        );
        return verdict.Holds ? 0 : 1;
    }

    /// <summary>As for mentees: a first small graph lets the compiler see the solver at work.</summary>
    private static void WarmUp()
    {
        var random = new Random(1);
        var graph = new PeerGraph(
            1001,
            [
                .. Enumerable
                    .Range(0, 15_000)
                    .Select(edge => new PeerEdge(edge % 1001, (edge + random.Next(1, 1001)) % 1001, random.Next(1000)))
                    .Where(edge => edge.One != edge.Other),
            ]
        );
        Effort.WarmUp(() => PeerCertificate.Verify(graph, PeerSolver.Solve(graph)));
    }
}
