using System.Globalization;
using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.Tests.Engine;

/// <summary>A cohort from the shared generator, with the mentors' own scores by edge.</summary>
internal sealed record GeneratedCohort(CandidateGraph Graph, int[] MentorScores)
{
    public static GeneratedCohort Of(string name) =>
        Generate(name, file => new GeneratedCohort(Read(file + ".txt"), [.. Numbers(file + ".rev")]));

    /// <summary>Reciprocal peers.</summary>
    public static PeerGraph PeersOf(string name) =>
        Generate(
            name,
            file =>
            {
                var numbers = Numbers(file + ".txt").ToArray();
                return new PeerGraph(
                    numbers[0],
                    [.. numbers.Skip(2).Chunk(3).Select(edge => new PeerEdge(edge[0], edge[1], edge[2]))]
                );
            }
        );

    public static IEnumerable<int> Numbers(string file) =>
        File.ReadLines(file)
            .SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(word => int.Parse(word, CultureInfo.InvariantCulture));

    /// <param name="read">Gets the path of what was generated, without the ending.</param>
    private static T Generate<T>(string name, Func<string, T> read)
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
            return read(Path.Combine(folder.FullName, name));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

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
