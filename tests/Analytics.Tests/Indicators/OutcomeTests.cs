using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Analytics.Indicators;
using PeerNetwork.Analytics.Replication;
using PeerNetwork.Contracts;
using PeerNetwork.Contracts.Engagement;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Analytics.Tests.Indicators;

/// <summary>
/// What became of mentorships, sessions and goals: each counts once, and the parts add up to their total.
/// </summary>
public sealed class OutcomeTests(ServiceHost<SourceStream> analytics) : IClassFixture<ServiceHost<SourceStream>>
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 9, 30, 0, TimeSpan.Zero);

    [Fact]
    public async Task Each_outcome_is_a_part_of_the_mentorships_started()
    {
        var counts = await Count(
            [.. new[] { "completed", "endedEarly", "neverStarted", "programEnded", "personLeft", "future", null }],
            held: 0
        );
        foreach (
            var part in new[]
            {
                "completed",
                "endedEarly",
                "neverStarted",
                "programEnded",
                "personLeft",
                "otherOutcome",
                "ongoing",
            }
        )
            counts[part].ShouldBe(1, part);
        AddUp(counts);
    }

    [Theory]
    [InlineData(null, 3, 1)]
    [InlineData(null, 2, 0)]
    [InlineData("completed", 1, 1)]
    [InlineData("completed", 3, 1)]
    [InlineData("endedEarly", 3, 0)]
    [InlineData("neverStarted", 0, 0)]
    [InlineData("programEnded", 3, 1)]
    [InlineData("programEnded", 2, 0)]
    [InlineData("personLeft", 3, 1)]
    [InlineData("reportingLine", 3, 1)]
    [InlineData("future", 3, 0)]
    public async Task Successful_is_completed_or_three_sessions_and_not_ended_early(
        string? outcome,
        int held,
        int successful
    )
    {
        var counts = await Count([outcome], held);
        counts.GetValueOrDefault("successful").ShouldBe(successful);
        AddUp(counts);
    }

    [Fact]
    public async Task A_cancelled_session_and_a_dropped_goal_are_not_open_any_more()
    {
        var (program, id, at) = (Guid.NewGuid(), Guid.NewGuid(), At);
        Guid[] ids = [.. Enumerable.Range(0, 6).Select(_ => Guid.NewGuid())];
        await Streams.Keep(
            analytics,
            [
                new MentorshipStarted(id, 1, program, "oneToOne", NewPair(), "CHI", at),
                .. ids.Take(4)
                    .Select((s, n) => new SessionPlanned(id, 2 + n, program, "CHI", s, at.AddDays(n), 45, at)),
                new SessionHeld(id, 6, program, "CHI", ids[0], at, 45, 2, at),
                new SessionMissed(id, 7, program, "CHI", ids[1], at, 45, 1, at),
                new SessionCancelled(id, 8, program, "CHI", ids[2], at),
                new GoalSet(id, 9, program, "CHI", ids[4], new(2026, 6, 1), at),
                new GoalDropped(id, 10, program, "CHI", ids[4], at),
                new GoalSet(id, 11, program, "CHI", ids[5], new(2026, 6, 1), at),
            ]
        );
        var moments = await Measurements.Load(analytics.Services.GetRequiredService<ReadModels>(), program, default);
        var counts = moments.CountBy(m => m.Metric).ToDictionary();
        foreach (var part in new[] { "held", "missed", "upcoming", "cancelled", "open", "dropped" })
            counts[part].ShouldBe(1, part);
        moments.Where(m => m.Metric == "attendance").Select(m => m.Amount).Order().ShouldBe([0.5m, 1m]);
        AddUp(counts);
    }

    private static IReadOnlyList<Member> NewPair() => TestData.Pair(Guid.NewGuid(), Guid.NewGuid());

    private static void AddUp(Dictionary<string, int> counts)
    {
        foreach (var sum in MetricDefinitions.Sums)
            counts
                .GetValueOrDefault(sum.Total)
                .ShouldBe(sum.Parts.Sum(part => counts.GetValueOrDefault(part)), sum.Total);
    }

    /// <summary>One mentorship for each outcome; null is still open. Each held as many sessions.</summary>
    private async Task<Dictionary<string, int>> Count(string?[] outcomes, int held)
    {
        var program = Guid.NewGuid();
        var facts = new List<object>();
        foreach (var outcome in outcomes)
        {
            var (id, pair) = (Guid.NewGuid(), NewPair());
            facts.Add(new MentorshipStarted(id, 1, program, "oneToOne", pair, "CHI", At));
            for (var n = 0; n < held; n++)
            {
                var (session, at) = (Guid.NewGuid(), At.AddDays(n));
                facts.Add(new SessionPlanned(id, 2 + 2 * n, program, "CHI", session, at, 45, At));
                facts.Add(new SessionHeld(id, 3 + 2 * n, program, "CHI", session, at, 45, 2, at));
            }

            if (outcome is not null)
                facts.Add(
                    new MentorshipClosed(id, 99, program, "oneToOne", pair, "CHI", outcome, held, At.AddDays(30))
                );
        }

        await Streams.Keep(analytics, facts);
        var moments = await Measurements.Load(analytics.Services.GetRequiredService<ReadModels>(), program, default);
        return moments.CountBy(m => m.Metric).ToDictionary();
    }
}
