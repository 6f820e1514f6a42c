using System.CommandLine;
using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Benchmarks.Matching;

/// <summary>Finds a stable matching of one cohort and says what it took.</summary>
internal static class MatchStableCommand
{
    private static readonly Argument<FileInfo> Instance = new("instance") { Description = "A cohort in text." };
    private static readonly Argument<FileInfo> Rev = new("mentor-scores")
    {
        Description = "The mentors' own scores: a line per edge, in the same order.",
    };
    private static readonly Option<bool> Mentors = new("--mentors-propose");

    public static Command Create()
    {
        var command = new Command("match-stable", "Finds a stable matching and counts the pairs that block it.")
        {
            Instance,
            Rev,
            Mentors,
        };
        command.SetAction(parsed =>
        {
            WarmUp();
            return Solve(parsed.GetRequiredValue(Instance), parsed.GetRequiredValue(Rev), parsed.GetValue(Mentors));
        });
        return command;
    }

    private static int Solve(FileInfo instance, FileInfo rev, bool mentorsPropose)
    {
        var before = MatchCommand.ResidentKilobytes();
        var reading = Effort.Of(() => InstanceFile.Read(instance.FullName), out var graph);
        var mentorScores = InstanceFile.ReadMentorScores(rev.FullName, graph);

        var solved = Effort.Of(
            () =>
                mentorsPropose
                    ? StableSolver.MentorsPropose(graph, mentorScores)
                    : StableSolver.MenteesPropose(graph, mentorScores),
            out var matching
        );
        var peak = MatchCommand.PeakKilobytes();
        var blocking = StableVerification.BlockingPairs(graph, mentorScores, matching).Count;

        var name = Path.GetFileNameWithoutExtension(instance.Name);
        Console.WriteLine(
            string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"RESULT\tpeernetwork\t{name}\t{matching.Matched}\t{matching.TotalScore}\t"
                    + $"{reading.Wall:0.0000}\t{solved.Wall:0.0000}\t{solved.Cpu:0.0000}\t{before}\t{peak}"
            )
        );
        Console.WriteLine($"BLOCKING\t{blocking}");
        return blocking == 0 ? 0 : 1;
    }

    /// <summary>As <see cref="MatchCommand"/> does: the compiler sees a small cohort first.</summary>
    private static void WarmUp()
    {
        var random = new Random(1);
        int[] mentors = [.. Enumerable.Range(0, 600)];
        int[][] rows = [.. Enumerable.Range(0, 2000).Select(_ => random.GetItems(mentors, 30).Distinct().ToArray())];
        var start = new int[rows.Length + 1];
        for (var row = 0; row < rows.Length; row++)
            start[row + 1] = start[row] + rows[row].Length;
        int[] Scores() => [.. Enumerable.Range(0, start[^1]).Select(_ => random.Next(1_000_001))];
        int[] capacity = [.. mentors.Select(_ => random.Next(1, 5))];
        var graph = new CandidateGraph(capacity, start, [.. rows.SelectMany(row => row)], Scores());
        var mentorScores = Scores();
        Effort.WarmUp(() =>
        {
            StableSolver.MenteesPropose(graph, mentorScores);
            StableSolver.MentorsPropose(graph, mentorScores);
        });
    }
}
