using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Benchmarks.Matching;

/// <summary>
/// Cohorts in text: a line <c>mentees mentors edges</c>, a line of the mentors' capacities, then a line <c>mentee
/// mentor score</c> per edge, sorted by mentee. Read as a stream, so that only the graph stands in memory.
/// </summary>
internal static class InstanceFile
{
    public static CandidateGraph Read(string path)
    {
        using var file = Open(path);
        var numbers = new Numbers(file);
        var (mentees, mentors, edges) = (numbers.Next(), numbers.Next(), numbers.Next());
        var seats = new int[mentors];
        for (var mentor = 0; mentor < mentors; mentor++)
            seats[mentor] = numbers.Next();
        var (start, mentorOf, score) = (new int[mentees + 1], new int[edges], new int[edges]);
        var last = 0;
        for (var edge = 0; edge < edges; edge++)
        {
            var mentee = numbers.Next();
            if (mentee < last || mentee >= mentees)
                throw new InvalidDataException($"Edge {edge} is not in the order of mentees.");
            start[(last = mentee) + 1]++;
            (mentorOf[edge], score[edge]) = (numbers.Next(), numbers.Next());
        }
        for (var mentee = 0; mentee < mentees; mentee++)
            start[mentee + 1] += start[mentee];
        return new CandidateGraph(seats, start, mentorOf, score);
    }

    /// <summary>
    /// Reciprocal peers: a line <c>people edges</c>, then a line <c>person person score</c> per edge.
    /// </summary>
    public static PeerGraph ReadPeers(string path)
    {
        using var file = Open(path);
        var numbers = new Numbers(file);
        var people = numbers.Next();
        var edges = new PeerEdge[numbers.Next()];
        for (var edge = 0; edge < edges.Length; edge++)
            edges[edge] = new(numbers.Next(), numbers.Next(), numbers.Next());
        return new PeerGraph(people, edges);
    }

    /// <summary>A line per edge of the cohort, in the same order.</summary>
    public static int[] ReadMentorScores(string path, CandidateGraph graph)
    {
        using var file = Open(path);
        var (numbers, scores) = (new Numbers(file), new int[graph.EdgeCount]);
        for (var edge = 0; edge < scores.Length; edge++)
            scores[edge] = numbers.Next();
        return scores;
    }

    private static FileStream Open(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, FileOptions.SequentialScan);

    /// <summary>A line <c>mentee mentor</c> per pair.</summary>
    public static void WriteSolution(string path, CandidateGraph graph, Assignment solution)
    {
        using var file = new StreamWriter(path);
        for (var mentee = 0; mentee < graph.MenteeCount; mentee++)
        {
            if (solution.Edges[mentee] >= 0)
                file.Write($"{mentee} {graph.Mentor[solution.Edges[mentee]]}\n");
        }
    }

    private sealed class Numbers(Stream text)
    {
        private readonly byte[] _buffer = new byte[1 << 16];
        private int _length;
        private int _at;

        public int Next()
        {
            var read = Byte();
            while (read is ' ' or '\t' or '\r' or '\n')
                read = Byte();
            var negative = read == '-';
            if (negative)
                read = Byte();
            if (read is < '0' or > '9')
                throw new InvalidDataException("The file holds something that is not a number, or ends early.");
            var number = 0;
            for (; read is >= '0' and <= '9'; read = Byte())
                number = checked((number * 10) + read - '0');
            return negative ? -number : number;
        }

        private int Byte()
        {
            if (_at == _length)
                (_at, _length) = (0, text.Read(_buffer));
            return _length == 0 ? -1 : _buffer[_at++];
        }
    }
}
