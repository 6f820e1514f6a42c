using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.Tests.Engine;

public class PublishedOptimaTests
{
    /// <summary>
    /// Linear assignment problems of OR-Library (J. E. Beasley, 1990): costs 1 to 100, here scored 100 - cost.
    /// </summary>
    [SharedDataTheory]
    [InlineData(100, 305)]
    [InlineData(200, 475)]
    [InlineData(300, 626)]
    [InlineData(400, 804)]
    [InlineData(500, 991)]
    [InlineData(800, 1552)]
    public void The_solver_reaches_the_optima_of_OR_Library(int size, int optimum)
    {
        var costs = GeneratedCohort
            .Numbers(Path.Combine(SharedData.Folder!, "data", "orlib-assign", $"assign{size}.txt"))
            .Skip(1)
            .ToArray();
        var everyone = Enumerable.Range(0, size).ToArray();
        var graph = new CandidateGraph(
            [.. everyone.Select(_ => 1)],
            [.. Enumerable.Range(0, size + 1).Select(row => row * size)],
            [.. everyone.SelectMany(_ => everyone)],
            [.. costs.Select(cost => 100 - cost)]
        );

        var solution = AssignmentSolver.Solve(graph);

        (solution.Matched, (100L * size) - solution.TotalScore).ShouldBe((size, (long)optimum));
        Certificate.Verify(graph, solution).ShouldBe(VerificationResult.Proved);
    }

    [SharedDataTheory(generated: true)]
    [InlineData("s1k", 942, 670631301)]
    [InlineData("m10k", 8173, 6150615484)]
    [InlineData("m10k-loose", 10000, 7520609956)]
    public void The_solver_reaches_what_its_peers_reach(string name, int matched, long total)
    {
        var graph = GeneratedCohort.Of(name).Graph;

        var solution = AssignmentSolver.Solve(graph);

        (solution.Matched, solution.TotalScore).ShouldBe((matched, total));
        Certificate.Verify(graph, solution).ShouldBe(VerificationResult.Proved);
    }

    /// <summary>
    /// Published for p1k are 499 pairs, the greatest total score alone; LEMON finds these 500 if each pair counts more
    /// than all scores.
    /// </summary>
    [SharedDataTheory(generated: true)]
    [InlineData("p1k", 500, 248483231)]
    [InlineData("p10k", 5000, 2491027952)]
    public void The_solver_of_peers_reaches_the_published_optima(string name, int pairs, long total)
    {
        var graph = GeneratedCohort.PeersOf(name);

        var matching = PeerSolver.Solve(graph);

        (matching.Pairs, matching.TotalScore).ShouldBe((pairs, total));
        PeerCertificate.Verify(graph, matching).ShouldBe(VerificationResult.Proved);
    }
}
