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
            Certificate.Verify(graph, solution).ShouldBe(VerificationResult.Proved, $"seed {seed}");
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
        var rows = Enumerable
            .Range(0, mentees)
            .Select(_ =>
                Enumerable
                    .Range(0, random.Next(0, 12))
                    .Select(_ => (random.Next(mentors), random.Next(scores)))
                    .ToArray()
            );
        var graph = Graphs.Of([.. Enumerable.Range(0, mentors).Select(_ => random.Next(0, seats))], [.. rows]);

        Certificate.Verify(graph, AssignmentSolver.Solve(graph)).ShouldBe(VerificationResult.Proved);
    }

    [Theory]
    [InlineData(250, 250, 1)]
    [InlineData(400, 100, 3)]
    [InlineData(300, 80, 8)]
    [InlineData(60, 500, 1)]
    public void Its_answer_is_proved_where_everybody_suits_everybody(int mentees, int mentors, int seats)
    {
        var random = new Random(seats);
        var graph = Graphs.Of(
            [.. Enumerable.Repeat(seats, mentors)],
            [
                .. Enumerable
                    .Range(0, mentees)
                    .Select(_ =>
                        Enumerable.Range(0, mentors).Select(mentor => (mentor, random.Next(1_000_001))).ToArray()
                    ),
            ]
        );

        Certificate.Verify(graph, AssignmentSolver.Solve(graph)).ShouldBe(VerificationResult.Proved);
    }

    [Fact]
    public void A_place_that_is_left_over_is_never_dearer_than_one_that_is_taken()
    {
        var graph = Graphs.Of([2, 3], [(1, 2)], [(1, 721163), (0, 0)], [(0, 0), (1, 1)], [(1, 2), (0, 0)]);
        var solution = AssignmentSolver.Solve(graph);
        (solution.Matched, solution.TotalScore).ShouldBe((4, 721167L));
        Certificate.Verify(graph, solution).ShouldBe(VerificationResult.Proved);
    }

    public static TheoryData<string, CandidateGraph> Adversarial =>
        new()
        {
            { "all scores equal, too few places", Large(3000, 800, 4, 15, _ => 7) },
            { "all scores equal, places enough", Large(3000, 800, 10, 15, _ => 7) },
            { "two scores", Large(3000, 800, 7, 15, random => random.Next(2)) },
            { "ten scores, places just about enough", Large(3000, 800, 8, 15, random => random.Next(10)) },
            {
                "scores at the limits",
                Large(1000, 300, 5, 15, random => random.Next(2) == 0 ? int.MaxValue : int.MinValue)
            },
            {
                "scores of the whole range",
                Large(1000, 300, 8, 15, random => (int)random.NextInt64(int.MinValue, 1L + int.MaxValue))
            },
            { "nothing but the least score", Large(500, 100, 5, 15, _ => int.MinValue) },
            {
                "one mentee per mentor and the reverse",
                Graphs.Of(
                    [.. Enumerable.Repeat(1, 2000)],
                    [.. Enumerable.Range(0, 2000).Select(i => new[] { (1999 - i, i) })]
                )
            },
            { "mentors without seats", Large(500, 100, 0, 5, random => random.Next(100)) },
            {
                "many islands",
                Graphs.Of(
                    [.. Enumerable.Repeat(2, 500)],
                    [.. Enumerable.Range(0, 1500).Select(i => new[] { (i / 3, i % 7), (i / 3, i % 5) })]
                )
            },
            {
                "a chain in which everybody has to move",
                Graphs.Of(
                    [.. Enumerable.Repeat(1, 3000)],
                    [.. Enumerable.Range(0, 3000).Select(i => new[] { (Math.Max(0, i - 1), 1_000_000), (i, 0) })]
                )
            },
        };

    [Theory]
    [MemberData(nameof(Adversarial), DisableDiscoveryEnumeration = true)]
    public void Its_answer_is_proved_on_graphs_made_to_mislead_it(string name, CandidateGraph graph)
    {
        var solution = AssignmentSolver.Solve(graph);
        Certificate.Verify(graph, solution).ShouldBe(VerificationResult.Proved, name);
        AssignmentSolver.Solve(graph, threads: 2).Edges.ShouldBe(solution.Edges, name);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(500_000)]
    [InlineData(5_000_000)]
    public void Five_million_edges_may_lead_to_one_mentor(int seats)
    {
        const int Mentees = 5_000_000;
        var score = new int[Mentees];
        for (var mentee = 0; mentee < Mentees; mentee++)
            score[mentee] = (int)(mentee * 7919L % 1_000_003);
        var graph = new CandidateGraph([seats], [.. Enumerable.Range(0, Mentees + 1)], new int[Mentees], score);
        var solution = AssignmentSolver.Solve(graph);
        Certificate.Verify(graph, solution).ShouldBe(VerificationResult.Proved);
        (solution.Matched, solution.TotalScore).ShouldBe(
            (seats, score.OrderDescending().Take(seats).Sum(one => (long)one))
        );
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
        Certificate.Verify(graph, solution).ShouldBe(VerificationResult.Proved);
    }

    [Fact]
    public void Seats_without_end_cost_no_memory()
    {
        var graph = Graphs.Of([int.MaxValue, int.MaxValue], [(0, 3), (1, 5)], [(1, 4)]);
        var solution = AssignmentSolver.Solve(graph);
        (solution.Matched, solution.TotalScore).ShouldBe((2, 9L));
        Certificate.Verify(graph, solution).ShouldBe(VerificationResult.Proved);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 0)]
    [InlineData(0, 3)]
    [InlineData(3, 3)]
    public void Nobody_to_match_is_an_answer(int mentees, int mentors)
    {
        var graph = Graphs.Of(
            new int[mentors],
            [.. Enumerable.Range(0, mentees).Select(_ => Array.Empty<(int, int)>())]
        );
        var solution = AssignmentSolver.Solve(graph);
        (solution.Matched, solution.TotalScore).ShouldBe((0, 0L));
        Certificate.Verify(graph, solution).ShouldBe(VerificationResult.Proved);
    }

    [Fact]
    public void It_stops_when_told_to()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Should.Throw<OperationCanceledException>(() =>
            AssignmentSolver.Solve(Graphs.Of([1], [(0, 1)]), ct: stop.Token)
        );
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

    private static CandidateGraph Large(int mentees, int mentors, int mostSeats, int edges, Func<Random, int> score)
    {
        var random = new Random(mentees + mostSeats);
        return Graphs.Of(
            [.. Enumerable.Range(0, mentors).Select(_ => random.Next(mostSeats + 1))],
            [
                .. Enumerable
                    .Range(0, mentees)
                    .Select(_ =>
                        Enumerable.Range(0, edges).Select(_ => (random.Next(mentors), score(random))).ToArray()
                    ),
            ]
        );
    }
}
