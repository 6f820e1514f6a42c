using System.Globalization;
using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.Tests.Engine;

/// <summary>A cohort from the shared generator, with the mentors' own scores by edge.</summary>
internal sealed record GeneratedCohort(CandidateGraph Graph, int[] MentorScores)
{
    public static GeneratedCohort Of(string name)
    {
        var folder = Directory.CreateTempSubdirectory("matching-");
        try
        {
            SharedData.Run(
                SharedData.PythonWithNumpy!,
                Path.Combine(SharedData.Folder!, "peers", "matching", "gen", "gen.py"),
                name,
                "--out",
                folder.FullName
            );
            var file = Path.Combine(folder.FullName, name);
            return new(Read(file + ".txt"), [.. Numbers(file + ".rev")]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public static IEnumerable<int> Numbers(string file) =>
        File.ReadLines(file)
            .SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(word => int.Parse(word, CultureInfo.InvariantCulture));

    private static CandidateGraph Read(string file)
    {
        var numbers = Numbers(file).ToArray();
        var (mentees, mentors, edges) = (numbers[0], numbers[1], numbers.Skip(3 + numbers[1]).Chunk(3).ToArray());
        var start = new int[mentees + 1];
        foreach (var edge in edges)
            start[edge[0] + 1]++;
        for (var mentee = 0; mentee < mentees; mentee++)
            start[mentee + 1] += start[mentee];
        return new(numbers[3..(3 + mentors)], start, [.. edges.Select(e => e[1])], [.. edges.Select(e => e[2])]);
    }
}
