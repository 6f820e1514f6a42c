using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.Tests.Engine;

public class AssignmentSolverTests
{
    [Fact]
    public void It_finds_what_trying_everything_finds()
    {
        for (var seed = 0; seed < 4000; seed++)
        {
            var graph = Graphs.Random(seed);
            var solution = AssignmentSolver.Solve(graph);
            var best = Graphs.EveryChoice(graph).Select(chosen => Graphs.Worth(graph, chosen)).Max();
            (solution.Matched, solution.TotalScore).ShouldBe(best, $"seed {seed}");
            Graphs.Worth(graph, solution.Edges).ShouldBe(best, $"seed {seed}");
            Certificate.Verify(graph, solution).ShouldBe(Verdict.Proved, $"seed {seed}");
        }
    }

    [Theory]
    [InlineData(2000, 500, 3, 1_000_001)]
    [InlineData(500, 2000, 3, 1_000_001)]
    [InlineData(2000, 500, 4, 2)]
    [InlineData(1500, 500, 3, 1)]
    public void Its_answer_is_proved_on_larger_cohorts(int mentees, int mentors, int seats, int scores)
    {
        var random = new Random(mentees + scores);
        var rows = Enumerable.Range(0, mentees)
            .Select(_ => Enumerable.Range(0, random.Next(0, 12)).Select(_ => (random.Next(mentors), random.Next(scores))).ToArray());
        var graph = Graphs.Of([.. Enumerable.Range(0, mentors).Select(_ => random.Next(0, seats))], [.. rows]);

        Certificate.Verify(graph, AssignmentSolver.Solve(graph)).ShouldBe(Verdict.Proved);
    }

    [Fact]
    public void More_people_matched_come_before_any_score()
    {
        var graph = Graphs.Of([1, 1], [(0, 1_000_000), (1, 0)], [(0, 0)]);
        var solution = AssignmentSolver.Solve(graph);
        (solution.Matched, solution.TotalScore).ShouldBe((2, 0L));
    }

    [Fact]
    public void One_star_mentor_takes_the_best_as_far_as_seats_go()
    {
        var graph = Graphs.Of([3], [.. Enumerable.Range(0, 5000).Select(mentee => new[] { (0, mentee) })]);
        var solution = AssignmentSolver.Solve(graph);
        (solution.Matched, solution.TotalScore).ShouldBe((3, 4999L + 4998 + 4997));
        Certificate.Verify(graph, solution).ShouldBe(Verdict.Proved);
    }

    [Fact]
    public void Seats_without_end_cost_no_memory()
    {
        var graph = Graphs.Of([int.MaxValue, int.MaxValue], [(0, 3), (1, 5)], [(1, 4)]);
        var solution = AssignmentSolver.Solve(graph);
        (solution.Matched, solution.TotalScore).ShouldBe((2, 9L));
        Certificate.Verify(graph, solution).ShouldBe(Verdict.Proved);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 0)]
    [InlineData(0, 3)]
    [InlineData(3, 3)]
    public void Nobody_to_match_is_an_answer(int mentees, int mentors)
    {
        var graph = Graphs.Of(new int[mentors], [.. Enumerable.Range(0, mentees).Select(_ => Array.Empty<(int, int)>())]);
        var solution = AssignmentSolver.Solve(graph);
        (solution.Matched, solution.TotalScore).ShouldBe((0, 0L));
        Certificate.Verify(graph, solution).ShouldBe(Verdict.Proved);
    }

    [Fact]
    public void It_stops_when_told_to()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Should.Throw<OperationCanceledException>(() => AssignmentSolver.Solve(Graphs.Of([1], [(0, 1)]), ct: stop.Token));
    }

    [Theory]
    [InlineData(new[] { 1 }, new[] { 0, 2 }, new[] { 0 }, new[] { 5 })]
    [InlineData(new[] { 1 }, new[] { 1, 1 }, new[] { 0 }, new[] { 5 })]
    [InlineData(new[] { 1 }, new[] { 0, 1 }, new[] { 1 }, new[] { 5 })]
    [InlineData(new[] { 1 }, new[] { 0, 1 }, new[] { 0 }, new int[0])]
    [InlineData(new[] { -1 }, new[] { 0, 1 }, new[] { 0 }, new[] { 5 })]
    [InlineData(new[] { 1 }, new int[0], new int[0], new int[0])]
    public void Rows_that_are_no_graph_are_refused(int[] seats, int[] rowStart, int[] mentor, int[] score) =>
        Should.Throw<ArgumentException>(() => new CandidateGraph(seats, rowStart, mentor, score));
}
