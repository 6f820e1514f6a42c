using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.Tests.Engine;

public class LiveAssignmentTests
{
    [Fact]
    public void After_any_change_it_is_as_good_as_a_new_run()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var (random, graph) = (new Random(seed), Graphs.Random(seed));
            var live = LiveAssignment.From(graph, AssignmentSolver.Solve(graph));
            for (var change = 0; change < 12; change++)
            {
                Change(live, random);
                DemandBest(live, $"seed {seed}, change {change}");
            }
        }
    }

    [Theory]
    [InlineData(400, 100, 4)]
    [InlineData(200, 300, 2)]
    [InlineData(300, 100, 4)]
    public void It_stays_as_good_as_a_new_run_on_larger_cohorts(int mentees, int mentors, int seats)
    {
        var random = new Random(mentees);
        var graph = Graphs.Of(
            [.. Enumerable.Range(0, mentors).Select(_ => random.Next(0, seats))],
            [.. Enumerable.Range(0, mentees).Select(_ => Edges(random, mentors, 10, 1_000_001))]
        );
        var live = LiveAssignment.From(graph, AssignmentSolver.Solve(graph));
        for (var change = 0; change < 60; change++)
        {
            Change(live, random);
            DemandBest(live, $"change {change}");
        }
    }

    [Fact]
    public void It_says_who_is_with_whom()
    {
        var graph = Graphs.Of([1], [(0, 5)], [(0, 7)]);
        var live = LiveAssignment.From(graph, AssignmentSolver.Solve(graph));
        (live.MentorOf(0), live.MentorOf(1)).ShouldBe((null, 0));
        live.ChangeCapacity(0, 2);
        (live.MentorOf(0), live.MentorOf(1), live.Matched, live.TotalScore).ShouldBe((0, 0, 2, 12L));
        live.RemoveMentee(1);
        (live.MentorOf(0), live.MentorOf(1), live.Matched, live.TotalScore).ShouldBe((0, null, 1, 5L));
    }

    [Fact]
    public void It_does_not_start_from_an_answer_that_is_not_the_best()
    {
        var graph = Graphs.Of([1], [(0, 5)], [(0, 7)]);
        var best = AssignmentSolver.Solve(graph);
        Should.Throw<ArgumentException>(() =>
            LiveAssignment.From(graph, best with { Edges = [0, -1], TotalScore = 5 })
        );
    }

    public static TheoryData<Action<LiveAssignment>> Nonsense =>
        [
            live => live.AddMentee([(7, 1)]),
            live => live.RemoveMentee(2),
            live => live.RemoveMentee(-1),
            live => live.ChangeMentee(0, [(-1, 1)]),
            live => live.ChangeMentee(9, []),
            live => live.AddMentor(-1, []),
            live => live.AddMentor(1, [(2, 1)]),
            live => live.RemoveMentor(1),
            live => live.ChangeMentor(0, 1, [(9, 1)]),
            live => live.ChangeMentor(1, 1, []),
            live => live.ChangeCapacity(0, -1),
            live => live.ChangeCapacity(4, 1),
        ];

    [Theory]
    [MemberData(nameof(Nonsense), DisableDiscoveryEnumeration = true)]
    public void A_change_of_nobody_is_refused_and_changes_nothing(Action<LiveAssignment> change)
    {
        var graph = Graphs.Of([1], [(0, 5)], [(0, 7)]);
        var live = LiveAssignment.From(graph, AssignmentSolver.Solve(graph));
        Should.Throw<ArgumentException>(() => change(live));
        (live.MentorOf(0), live.MentorOf(1), live.TotalScore).ShouldBe((null, 0, 7L));
    }

    private static void Change(LiveAssignment live, Random random)
    {
        var graph = live.Snapshot().Graph;
        var (mentees, mentors) = (graph.MenteeCount, graph.MentorCount);
        var top = random.Next(2) == 0 ? 3 : 1_000_001;
        switch (random.Next(7))
        {
            case 0:
                live.AddMentee(Edges(random, mentors, 4, top));
                break;
            case 1 when mentees > 0:
                live.RemoveMentee(random.Next(mentees));
                break;
            case 2 when mentees > 0:
                live.ChangeMentee(random.Next(mentees), Edges(random, mentors, 4, top));
                break;
            case 3:
                live.AddMentor(random.Next(3), Edges(random, mentees, 6, top));
                break;
            case 4:
                live.RemoveMentor(random.Next(mentors));
                break;
            case 5:
                live.ChangeMentor(random.Next(mentors), random.Next(3), Edges(random, mentees, 6, top));
                break;
            case 6:
                live.ChangeCapacity(random.Next(mentors), random.Next(4));
                break;
        }
    }

    /// <summary>Also twice to the same one.</summary>
    private static (int, int)[] Edges(Random random, int others, int most, int top) =>
        others == 0
            ? []
            : [.. Enumerable.Range(0, random.Next(most + 1)).Select(_ => (random.Next(others), random.Next(top)))];

    private static void DemandBest(LiveAssignment live, string where)
    {
        var (graph, now) = live.Snapshot();
        var fresh = AssignmentSolver.Solve(graph);
        (live.Matched, live.TotalScore).ShouldBe((fresh.Matched, fresh.TotalScore), where);
        Certificate.Verify(graph, now).ShouldBe(VerificationResult.Proved, where);
        for (var mentee = 0; mentee < graph.MenteeCount; mentee++)
            live.MentorOf(mentee).ShouldBe(now.Edges[mentee] < 0 ? null : graph.Mentor[now.Edges[mentee]], where);
    }
}
