using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Analytics.Dashboard;
using PeerNetwork.Analytics.Indicators;
using PeerNetwork.Analytics.Replication;
using PeerNetwork.Contracts.Engagement;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.Contracts.Matching;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Analytics.Tests.Indicators;

/// <summary>
/// Peers are mentor and mentee of each other: both count as people, and what they do together counts once.
/// </summary>
public sealed class ReciprocalTests(ServiceHost<SourceStream> analytics) : IClassFixture<ServiceHost<SourceStream>>
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 9, 30, 0, TimeSpan.Zero);

    private readonly Guid _program = Guid.CreateVersion7();

    [Fact]
    public async Task Both_peers_are_matched_mentees_and_their_match_and_mentorship_count_once()
    {
        var (first, second, unmatched) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var measurements = await Measure([
            .. new[] { first, second, unmatched }.SelectMany(Applicant),
            .. Reciprocal(first, second),
        ]);
        PeopleOf(measurements, "mentees").ShouldBe([first, second, unmatched], ignoreOrder: true);
        PeopleOf(measurements, "matched").ShouldBe([first, second], ignoreOrder: true);
        PeopleOf(measurements, "unmatched").ShouldBe([unmatched]);
        measurements.Single(m => m.Metric == "confirmed").Amount.ShouldBe(4, "days that the first waited");
        foreach (var once in new[] { "started", "completed", "successful", "set", "open", "planned", "held" })
            PeopleOf(measurements, once).ShouldBe([first], once);
        measurements.Single(m => m.Metric == "attendance").Amount.ShouldBe(1);
    }

    [Fact]
    public async Task Both_peers_are_active_and_each_is_one_person_in_all_their_mentorships()
    {
        var (first, second, third) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var measurements = await Measure([
            .. Reciprocal(first, second),
            .. Reciprocal(first, third),
            .. OneToOne(mentor: second, mentee: first),
        ]);
        new Cube(measurements).People(new("active", "CHI", Interval.All)).ShouldBe(3);
        PeopleOf(measurements, "active").Distinct().ShouldBe([first, second, third], ignoreOrder: true);
    }

    [Fact]
    public async Task The_scores_of_both_peers_are_those_of_a_mentor_and_of_a_mentee()
    {
        var (first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var measurements = await Measure([.. Reciprocal(first, second), .. OneToOne(second, Guid.CreateVersion7())]);
        AmountsOf(measurements, "mentorScores").ShouldBe([2, 4, 5]);
        AmountsOf(measurements, "menteeScores").ShouldBe([1, 2, 5]);
        AmountsOf(measurements, "peerScoresOnly").ShouldBe([2, 5]);
    }

    [Fact]
    public async Task A_check_in_and_a_score_are_about_the_peer_who_gave_them()
    {
        var (first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var measurements = await Measure([.. Reciprocal(first, second)]);
        PeopleOf(measurements, "checkIns").ShouldBe([first, second], ignoreOrder: true);
        foreach (var metric in new[] { "mentorScores", "menteeScores", "peerScoresOnly" })
            measurements
                .Where(m => m.Metric == metric)
                .Select(m => (m.Person, m.Amount))
                .ShouldBe([(first, 5), (second, 2)], ignoreOrder: true, metric);
    }

    /// <summary>
    /// After the first week, one of the two gives something each week: the second, the second, the first.
    /// </summary>
    [Fact]
    public async Task Only_the_peer_who_gave_a_check_in_or_feedback_is_active_by_it()
    {
        var (first, second, id) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var measurements = await Measure([
            new MentorshipStarted(id, 1, _program, "reciprocal", TestData.Peers(first, second), "CHI", At),
            new CheckInGiven(id, 2, _program, "CHI", second, "peer", "onTrack", At.AddDays(7)),
            new FeedbackGiven(id, 3, _program, "CHI", second, "peer", 3, null, At.AddDays(14)),
            new CheckInGiven(id, 4, _program, "CHI", first, "peer", "onTrack", At.AddDays(21)),
        ]);
        var monday = DateOnly.FromDateTime(At.Date);
        ActiveInWeek(0).ShouldBe([first, second], ignoreOrder: true);
        ActiveInWeek(1).ShouldBe([second]);
        ActiveInWeek(2).ShouldBe([second]);
        ActiveInWeek(3).ShouldBe([first]);

        IEnumerable<Guid> ActiveInWeek(int n) =>
            PeopleOf(measurements.Where(m => m.Week == monday.AddDays(7 * n)), "active");
    }

    [Fact]
    public async Task Sessions_that_one_peer_missed_are_missed_by_half()
    {
        var (first, second, id) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var measurements = await Measure([
            new MentorshipStarted(id, 1, _program, "reciprocal", TestData.Peers(first, second), "CHI", At),
            new SessionMissed(id, 2, _program, "CHI", Guid.CreateVersion7(), At, 45, 1, At),
        ]);
        PeopleOf(measurements, "missed").ShouldBe([first]);
        PeopleOf(measurements, "held").ShouldBeEmpty();
        AmountsOf(measurements, "attendance").ShouldBe([0.5m]);
    }

    /// <summary>Four mentorships are about eight people, and the number four is not shown.</summary>
    [Theory]
    [InlineData(4, null, 8)]
    [InlineData(5, 5, 10)]
    public async Task Fewer_than_five_mentorships_of_peers_are_not_shown_and_their_people_are(
        int mentorships,
        int? started,
        int people
    )
    {
        var cube = new Cube(
            await Measure([
                .. Enumerable
                    .Range(0, mentorships)
                    .SelectMany(_ => Reciprocal(Guid.CreateVersion7(), Guid.CreateVersion7())),
            ])
        );
        var metrics = new MetricsCalculator(cube, site: null, Interval.All, headcount: 100).Metrics;
        foreach (var shown in new[] { metrics.Mentorships.Started, metrics.Goals.Set, metrics.Sessions.Held })
            (shown.Value, shown.Suppressed).ShouldBe((started, started is null));
        metrics.Participation.Active.Value.ShouldBe(people);
    }

    /// <summary>Two mentorships are about four people, three about six.</summary>
    [Theory]
    [InlineData(2, null)]
    [InlineData(3, 6)]
    public async Task What_five_peers_gave_is_shown_and_what_fewer_gave_is_not(int mentorships, int? given)
    {
        var cube = new Cube(
            await Measure([
                .. Enumerable
                    .Range(0, mentorships)
                    .SelectMany(_ => Reciprocal(Guid.CreateVersion7(), Guid.CreateVersion7())),
            ])
        );
        var metrics = new MetricsCalculator(cube, site: null, Interval.All, headcount: 100).Metrics;
        foreach (var count in new[] { metrics.Mentorships.CheckIns, metrics.Satisfaction.Mentors.Count })
            (count.Value, count.Suppressed).ShouldBe((given, given is null));
    }

    /// <summary>The first peer of each mentorship is another person, and gave nothing.</summary>
    [Fact]
    public async Task What_one_person_gave_in_five_mentorships_is_not_shown()
    {
        var giver = Guid.CreateVersion7();
        var facts = Enumerable
            .Range(0, 5)
            .SelectMany(_ => Reciprocal(Guid.CreateVersion7(), giver))
            .Where(fact =>
                fact switch
                {
                    CheckInGiven c => c.Person == giver,
                    FeedbackGiven f => f.Person == giver,
                    _ => true,
                }
            );
        var cube = new Cube(await Measure([.. facts]));
        foreach (var metric in new[] { "checkIns", "mentorScores", "menteeScores" })
        {
            cube.Amounts(new(metric, null, Interval.All)).Count.ShouldBe(5, metric);
            cube.IsHidden(new(metric, null, Interval.All)).ShouldBeTrue(metric);
        }
    }

    /// <summary>
    /// All mentees' scores are peers' scores, so that the difference of the two figures would be those of two mentors.
    /// </summary>
    [Fact]
    public async Task The_scores_of_two_mentors_are_not_the_rest_of_the_scores_of_peers()
    {
        var peers = Enumerable
            .Range(0, 6)
            .SelectMany(_ => Reciprocal(Guid.CreateVersion7(), Guid.CreateVersion7()))
            .ToArray();
        var pairs = Enumerable
            .Range(0, 2)
            .SelectMany(_ => OneToOne(Guid.CreateVersion7(), Guid.CreateVersion7()))
            .Where(fact => fact is not FeedbackGiven { Role: "mentee" });
        var cube = new Cube(await Measure([.. peers, .. pairs]));
        cube.Amounts(new("mentorScores", null, Interval.All)).Count.ShouldBe(14);
        new[] { "mentorScores", "menteeScores" }.Count(m => cube.IsHidden(new(m, null, Interval.All))).ShouldBe(1);
    }

    private static IEnumerable<Guid> PeopleOf(IEnumerable<Measurement> measurements, string metric) =>
        measurements.Where(m => m.Metric == metric).Select(m => m.Person);

    private static IEnumerable<decimal> AmountsOf(IEnumerable<Measurement> measurements, string metric) =>
        measurements.Where(m => m.Metric == metric).Select(m => m.Amount).Order();

    private async Task<IReadOnlyList<Measurement>> Measure(object[] facts)
    {
        await Streams.Keep(analytics, facts);
        return await Measurements.Load(analytics.Services.GetRequiredService<ReadModels>(), _program, default);
    }

    private IEnumerable<object> Applicant(Guid person)
    {
        var id = Guid.CreateVersion7();
        return
        [
            new ApplicationSubmitted(id, 1, _program, person, "CHI", "both", At),
            new ApplicationApproved(id, 2, _program, person, "CHI", "both", At),
            new ApplicantBecameReady(id, 3, _program, person, "CHI", "both", 1, At, At),
        ];
    }

    /// <summary>They waited four days, met once, each checked in and gave a score, and they completed.</summary>
    private IEnumerable<object> Reciprocal(Guid first, Guid second)
    {
        var (id, session, members) = (Guid.CreateVersion7(), Guid.CreateVersion7(), TestData.Peers(first, second));
        return
        [
            new MatchConfirmed(id, 3, _program, "reciprocal", members, "CHI", At.AddDays(-4), At),
            new MentorshipStarted(id, 1, _program, "reciprocal", members, "CHI", At),
            new GoalSet(id, 2, _program, "CHI", Guid.CreateVersion7(), new(2026, 6, 1), At),
            new SessionPlanned(id, 3, _program, "CHI", session, At, 45, At),
            new SessionHeld(id, 4, _program, "CHI", session, At, 45, 2, At),
            new CheckInGiven(id, 5, _program, "CHI", first, "peer", "onTrack", At),
            new CheckInGiven(id, 6, _program, "CHI", second, "peer", "onTrack", At),
            new FeedbackGiven(id, 7, _program, "CHI", first, "peer", 5, session, At),
            new FeedbackGiven(id, 8, _program, "CHI", second, "peer", 2, session, At),
            new MentorshipClosed(id, 9, _program, "reciprocal", members, "CHI", "completed", 1, At),
        ];
    }

    private IEnumerable<object> OneToOne(Guid mentor, Guid mentee)
    {
        var id = Guid.CreateVersion7();
        return
        [
            new MentorshipStarted(id, 1, _program, "oneToOne", TestData.Pair(mentor, mentee), "CHI", At),
            new FeedbackGiven(id, 2, _program, "CHI", mentor, "mentor", 4, null, At),
            new FeedbackGiven(id, 3, _program, "CHI", mentee, "mentee", 1, null, At),
        ];
    }
}
