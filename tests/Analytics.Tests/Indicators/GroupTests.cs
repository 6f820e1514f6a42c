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
/// A mentor with several mentees: each is one person, what they do together counts once, and who left is not counted in
/// what comes afterwards.
/// </summary>
public sealed class GroupTests(ServiceHost<SourceStream> analytics) : IClassFixture<ServiceHost<SourceStream>>
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 9, 30, 0, TimeSpan.Zero);

    private readonly Guid _program = Guid.CreateVersion7();

    [Fact]
    public async Task All_mentees_are_matched_and_the_group_counts_once_at_the_site_of_the_first()
    {
        var (mentor, mentees, unmatched) = (Guid.CreateVersion7(), People(3), Guid.CreateVersion7());
        var measurements = await Measure([
            .. mentees.Append(unmatched).SelectMany(Applicant),
            .. Group(mentor, mentees),
        ]);
        PeopleOf(measurements, "mentees").ShouldBe([.. mentees, unmatched], ignoreOrder: true);
        PeopleOf(measurements, "matched").ShouldBe(mentees, ignoreOrder: true);
        PeopleOf(measurements, "unmatched").ShouldBe([unmatched]);
        foreach (var once in new[] { "confirmed", "started", "completed", "successful", "set", "planned", "held" })
            PeopleOf(measurements, once).ShouldBe([mentees[0]], once);
        measurements.Single(m => m.Metric == "confirmed").Amount.ShouldBe(4, "days that the first waited");
        measurements.Single(m => m.Metric == "attendance").Amount.ShouldBe(1);
        PeopleOf(measurements, "active").Distinct().ShouldBe([mentor, .. mentees], ignoreOrder: true);
    }

    [Fact]
    public async Task Each_is_one_person_in_all_groups_and_pairs()
    {
        var (mentor, mentees) = (Guid.CreateVersion7(), People(3));
        var measurements = await Measure([
            .. Group(mentor, mentees),
            .. Group(mentees[0], mentees[1..]),
            new MentorshipStarted(
                Guid.CreateVersion7(),
                1,
                _program,
                "oneToOne",
                TestData.Pair(mentor, mentees[1]),
                "CHI",
                At
            ),
        ]);
        new Cube(measurements).People(new("active", "CHI", Interval.All)).ShouldBe(4);
    }

    /// <summary>
    /// The second of three leaves. The session before was recorded with three of four, the one afterwards with two of
    /// three, whatever the order in which this is heard.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_left_is_neither_active_nor_expected_afterwards(bool reverse)
    {
        var (mentor, mentees, id) = (Guid.CreateVersion7(), People(3), Guid.CreateVersion7());
        object[] facts =
        [
            new MentorshipStarted(id, 1, _program, "group", TestData.Group(mentor, mentees), "CHI", At),
            new SessionMissed(id, 2, _program, "CHI", Guid.CreateVersion7(), At, 45, 3, At.AddDays(7)),
            new SessionHeld(id, 3, _program, "CHI", Guid.CreateVersion7(), At, 45, 4, At.AddDays(14)),
            new MemberLeft(id, 4, _program, "group", new(mentees[1], "mentee"), "CHI", "left", At.AddDays(14)),
            new SessionHeld(id, 5, _program, "CHI", Guid.CreateVersion7(), At, 45, 3, At.AddDays(21)),
            new SessionMissed(id, 6, _program, "CHI", Guid.CreateVersion7(), At, 45, 2, At.AddDays(28)),
            new MentorshipClosed(
                id,
                7,
                _program,
                "group",
                TestData.Group(mentor, mentees[0], mentees[2]),
                "CHI",
                "completed",
                2,
                At.AddDays(35)
            ),
        ];
        var measurements = await Measure(reverse ? [.. facts.Reverse()] : facts);
        ActiveInWeek(0).ShouldBe([mentor, .. mentees], ignoreOrder: true);
        ActiveInWeek(1).ShouldBeEmpty();
        ActiveInWeek(2).ShouldBe([mentor, .. mentees], ignoreOrder: true);
        ActiveInWeek(3).ShouldBe([mentor, mentees[0], mentees[2]], ignoreOrder: true);
        AmountsOf(measurements, "attendance").ShouldBe([2m / 3, 0.75m, 1, 1], tolerance: 0.0001m);
        PeopleOf(measurements, "started").ShouldBe([mentees[0]]);

        IEnumerable<Guid> ActiveInWeek(int n) =>
            PeopleOf(measurements.Where(m => m.Week == DateOnly.FromDateTime(At.Date).AddDays(7 * n)), "active");
    }

    [Fact]
    public async Task The_scores_of_mentees_and_mentor_are_apart_and_about_who_gave_them()
    {
        var (mentor, mentees) = (Guid.CreateVersion7(), People(3));
        var measurements = await Measure([.. Group(mentor, mentees)]);
        PeopleOf(measurements, "mentorScores").ShouldBe([mentor]);
        PeopleOf(measurements, "menteeScores").ShouldBe(mentees, ignoreOrder: true);
        PeopleOf(measurements, "checkIns").ShouldBe(mentees, ignoreOrder: true);
    }

    /// <summary>A group of four mentees and a mentor are five people. The number of groups is not shown.</summary>
    [Fact]
    public async Task One_group_is_not_counted_in_public_and_its_five_people_are()
    {
        var cube = new Cube(await Measure([.. Group(Guid.CreateVersion7(), People(4))]));
        var metrics = new MetricsCalculator(cube, site: null, Interval.All, headcount: 100).Metrics;
        foreach (var hidden in new[] { metrics.Mentorships.Started, metrics.Goals.Set, metrics.Sessions.Held })
            hidden.Suppressed.ShouldBeTrue();
        metrics.Satisfaction.Mentees.Count.Suppressed.ShouldBeTrue();
        metrics.Participation.Active.Value.ShouldBe(5);
    }

    private static Guid[] People(int count) => [.. Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7())];

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
            new ApplicationSubmitted(id, 1, _program, person, "CHI", "mentee", At),
            new ApplicationApproved(id, 2, _program, person, "CHI", "mentee", At),
            new ApplicantBecameReady(id, 3, _program, person, "CHI", "mentee", 1, At, At),
        ];
    }

    /// <summary>They met once, all gave a score, each mentee checked in, and they completed.</summary>
    private IEnumerable<object> Group(Guid mentor, Guid[] mentees)
    {
        var (id, session) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var members = TestData.Group(mentor, mentees);
        return
        [
            new MatchConfirmed(id, 3, _program, "group", members, "CHI", At.AddDays(-4), At),
            new MentorshipStarted(id, 1, _program, "group", members, "CHI", At),
            new GoalSet(id, 2, _program, "CHI", Guid.CreateVersion7(), new(2026, 6, 1), At),
            new SessionPlanned(id, 3, _program, "CHI", session, At, 45, At),
            new SessionHeld(id, 4, _program, "CHI", session, At, 45, members.Count, At),
            .. mentees.Select((m, n) => new CheckInGiven(id, 5 + n, _program, "CHI", m, "mentee", "onTrack", At)),
            .. members.Select(
                (m, n) => new FeedbackGiven(id, 30 + n, _program, "CHI", m.Person, m.Role, 4, session, At)
            ),
            new MentorshipClosed(id, 60, _program, "group", members, "CHI", "completed", 1, At),
        ];
    }
}
