using System.Globalization;
using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Benchmarks.Matching;

/// <summary>
/// Mentoring groups of generated companies, with a mentor for three mentees: what was found beside the bounds that are
/// proven, and what it took. Names are numbers of mentees.
/// </summary>
internal static class GroupTable
{
    private const int MenteesPerMentor = 3;
    private const int Seed = 1;

    public static readonly string[] Every = ["200", "1000"];
    private static readonly GroupSizes Sizes = new(3, 5);
    private static readonly Policy Policy = new() { Day = new DateOnly(2026, 11, 22) };

    public static int Print(string[] names)
    {
        Console.WriteLine(
            "| mentees | mentors | groups | placed | bound | total score | bound | gap | graph s | solve s | CPU s "
                + "| verify s | peak MB |"
        );
        Console.WriteLine("|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        var verified = Array.ConvertAll(names, name => Row(int.Parse(name, CultureInfo.InvariantCulture)));
        return Array.TrueForAll(verified, holds => holds) ? 0 : 1;
    }

    private static bool Row(int mentees)
    {
        var mentors = mentees / MenteesPerMentor;
        var cohort = LargeCohort.Of(mentees, mentors, Seed);
        var graph = Effort.Of(() => GroupProblem.From(cohort, Policy, Sizes), out var problem);
        var solved = Effort.Of(() => problem.Solve(), out var result);
        var peak = MatchCommand.PeakKilobytes();
        var verified = Effort.Of(result.Verify, out var verdict);
        var gap = 100.0 * (result.UpperBound - result.TotalScore) / result.UpperBound;
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"| {mentees} | {mentors} | {result.Groups.Count} | {result.Placed} | {result.PlacedBound} | "
                    + $"{result.TotalScore} | {result.UpperBound} | {gap:0.00} % | {graph.Wall:0.00} | "
                    + $"{solved.Wall:0.00} | {solved.Cpu:0.00} | {verified.Wall:0.00} | {peak / 1024} |"
            )
        );
        if (!verdict.Holds)
            Console.Error.WriteLine(verdict.Sentence);
        return verdict.Holds;
    }
}
