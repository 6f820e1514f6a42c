using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Analytics.Replication;
using PeerNetwork.Contracts;
using PeerNetwork.Contracts.Engagement;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.Contracts.Matching;
using PeerNetwork.Contracts.Privacy;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Analytics.Tests.Indicators;

/// <summary>Facts come twice and in any order, and the tables are the same.</summary>
public sealed class OrderTests(ServiceHost<SourceStream> analytics) : IClassFixture<ServiceHost<SourceStream>>
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 9, 30, 0, TimeSpan.Zero);
    private static readonly Guid Program = Guid.NewGuid(),
        Mentor = Guid.NewGuid(),
        Mentee = Guid.NewGuid(),
        Goal = Guid.NewGuid(),
        Session = Guid.NewGuid();

    private static readonly IReadOnlyList<Member> Pair = TestData.Pair(Mentor, Mentee);

    private ReadModels Tables => analytics.Services.GetRequiredService<ReadModels>();

    [Fact]
    public Task Of_a_site_the_newest_version_stays() =>
        SameInAnyOrder(
            ids =>
                Tables.Query<string>($"select (to_jsonb(t) - 'id')::text from sites t where id = any({ids})", default),
            id =>
                [
                    new SiteRecorded(id, 1, "CHI", "Chicago", "America/Chicago", "US", At),
                    new SiteRecorded(id, 3, "CHI", "Chicago West", "America/Chicago", "US", At),
                ]
        );

    [Fact]
    public Task Of_a_person_the_newest_version_stays() =>
        SameInAnyOrder(
            ids =>
                Tables.Query<string>($"select (to_jsonb(t) - 'id')::text from people t where id = any({ids})", default),
            id =>
                [
                    Person(id, 1, true, "CHI"),
                    Person(id, 2, true, "SIN"),
                    Person(id, 5, false, "SIN"),
                    new PersonErased(id, 7, At),
                ]
        );

    [Fact]
    public Task The_changes_of_a_person_follow_from_all_versions() =>
        SameInAnyOrder(
            ids =>
                Tables.Query<string>(
                    $"""
                    select jsonb_agg(to_jsonb(t) - 'person' order by version, change)::text from staff_changes t
                    where person = any({ids}) group by person
                    """,
                    default
                ),
            id =>
                [
                    Person(id, 1, true, "CHI"),
                    Person(id, 2, true, "CHI") with
                    {
                        OnLeave = true,
                        At = At.AddDays(40),
                    },
                    Person(id, 5, true, "SIN") with
                    {
                        At = At.AddDays(80),
                    },
                    new PersonErased(id, 7, At.AddDays(120)),
                ]
        );

    [Fact]
    public Task A_program_keeps_its_newest_settings_and_its_end() =>
        SameInAnyOrder(
            ids =>
                Tables.Query<string>(
                    $"select (to_jsonb(t) - 'id')::text from programs t where id = any({ids})",
                    default
                ),
            id =>
                [
                    new ProgramPublished(
                        id,
                        2,
                        "Career change",
                        ["CHI"],
                        new(2026, 3, 1),
                        null,
                        14,
                        10,
                        1,
                        ["oneToOne"],
                        null,
                        At
                    ),
                    new ProgramPublished(
                        id,
                        3,
                        "Career change",
                        ["CHI", "SIN"],
                        new(2026, 3, 1),
                        null,
                        7,
                        10,
                        2,
                        ["oneToOne"],
                        null,
                        At
                    ),
                    new ProgramClosed(id, 4, At.AddDays(200)),
                ]
        );

    [Fact]
    public Task An_application_keeps_all_that_became_of_it() =>
        SameInAnyOrder(
            ids =>
                Tables.Query<string>(
                    $"select (to_jsonb(t) - 'id')::text from applications t where id = any({ids})",
                    default
                ),
            id =>
                [
                    new ApplicationSubmitted(id, 1, Program, Mentee, "CHI", "mentee", At),
                    new ApplicationApproved(id, 2, Program, Mentee, "SIN", "mentee", At.AddDays(1)),
                    Ready(id, 3, At.AddDays(2)),
                    new ApplicationWithdrawn(id, 4, Program, Mentee, "LON", "mentee", At.AddDays(3)),
                ]
        );

    [Fact]
    public async Task Training_that_lapses_changes_no_figure()
    {
        var id = Guid.NewGuid();
        object[] facts =
        [
            new ApplicationApproved(id, 2, Program, Mentee, "SIN", "mentee", At.AddDays(1)),
            Ready(id, 3, At.AddDays(2)),
            new ApplicantNoLongerReady(id, 4, Program, Mentee, "SIN", "mentee", "trainingLapsed", At.AddDays(400)),
            Ready(id, 5, At.AddDays(410)) with
            {
                ReadyAt = At.AddDays(2),
            },
        ];
        await Streams.Keep(analytics, facts.Reverse());

        (
            await Tables.QueryFirstOrDefault<DateTimeOffset>(
                $"select ready_at from applications where id = {id}",
                default
            )
        ).ShouldBe(At.AddDays(2));
    }

    [Fact]
    public Task An_application_is_rejected() =>
        SameInAnyOrder(
            ids =>
                Tables.Query<string>(
                    $"select (to_jsonb(t) - 'id')::text from applications t where id = any({ids})",
                    default
                ),
            id =>
                [
                    new ApplicationSubmitted(id, 1, Program, Mentee, "CHI", "mentee", At),
                    new ApplicationRejected(id, 2, Program, Mentee, "SIN", "mentee", false, At.AddDays(2)),
                ]
        );

    [Fact]
    public Task A_match_is_confirmed_whatever_else_is_heard_of_it() =>
        SameInAnyOrder(
            ids =>
                Tables.Query<string>(
                    $"select (to_jsonb(t) - 'id')::text from matches t where id = any({ids})",
                    default
                ),
            id =>
                [
                    new MatchProposed(id, 1, Program, Guid.Empty, "oneToOne", Pair, "CHI", 700_000, At.AddDays(10), At),
                    new MatchConfirmed(id, 3, Program, "oneToOne", Pair, "CHI", At.AddDays(-4), At.AddDays(1)),
                ]
        );

    [Fact]
    public Task A_mentorship_begins_and_ends() =>
        SameInAnyOrder(
            ids =>
                Tables.Query<string>(
                    $"select (to_jsonb(t) - 'id')::text from mentorships t where id = any({ids})",
                    default
                ),
            id =>
                [
                    new MentorshipStarted(id, 1, Program, "oneToOne", Pair, "CHI", At),
                    new AgreementAccepted(id, 2, Program, "CHI", At),
                    new MentorshipClosed(id, 9, Program, "oneToOne", Pair, "CHI", "completed", 4, At.AddDays(90)),
                ]
        );

    [Fact]
    public Task A_group_keeps_all_who_began_it_and_who_left() =>
        SameInAnyOrder(
            ids =>
                Tables.Query<string>(
                    $"""
                    select (to_jsonb(t) - 'id' || jsonb_build_object('left', (
                        select jsonb_agg(to_jsonb(d) - 'mentorship') from departures d
                        where d.mentorship = t.id)))::text
                    from mentorships t where id = any({ids})
                    """,
                    default
                ),
            id =>
                [
                    new MentorshipStarted(id, 1, Program, "group", TestData.Group(Mentor, Mentee, Goal), "CHI", At),
                    new MemberLeft(id, 5, Program, "group", new(Mentee, "mentee"), "CHI", "left", At.AddDays(9)),
                    new MentorshipClosed(
                        id,
                        9,
                        Program,
                        "group",
                        TestData.Group(Mentor, Goal),
                        "CHI",
                        "completed",
                        4,
                        At.AddDays(90)
                    ),
                ]
        );

    [Fact]
    public Task A_goal_is_set_and_reached() =>
        SameInAnyOrder(
            ids =>
                Tables.Query<string>(
                    $"select (to_jsonb(t) - 'mentorship')::text from goals t where mentorship = any({ids})",
                    default
                ),
            id =>
                [
                    new GoalSet(id, 3, Program, "CHI", Goal, new(2026, 6, 1), At),
                    new GoalSet(id, 5, Program, "CHI", Goal, new(2026, 7, 1), At.AddDays(9)),
                    new GoalReached(id, 8, Program, "CHI", Goal, true, At.AddDays(30)),
                ]
        );

    [Fact]
    public Task A_session_is_moved_held_and_corrected() =>
        SameInAnyOrder(
            ids =>
                Tables.Query<string>(
                    $"select (to_jsonb(t) - 'mentorship')::text from sessions t where mentorship = any({ids})",
                    default
                ),
            id =>
                [
                    new SessionPlanned(id, 3, Program, "CHI", Session, At.AddDays(7), 45, At),
                    new SessionRescheduled(id, 4, Program, "CHI", Session, At.AddDays(8), 45, At.AddDays(1)),
                    new SessionMissed(id, 5, Program, "CHI", Session, At.AddDays(8), 45, 1, At.AddDays(8)),
                    new SessionHeld(id, 6, Program, "CHI", Session, At.AddDays(8), 45, 2, At.AddDays(9)),
                ]
        );

    [Fact]
    public Task A_session_is_moved_and_cancelled() =>
        SameInAnyOrder(
            ids =>
                Tables.Query<string>(
                    $"select (to_jsonb(t) - 'mentorship')::text from sessions t where mentorship = any({ids})",
                    default
                ),
            id =>
                [
                    new SessionPlanned(id, 3, Program, "CHI", Session, At.AddDays(7), 45, At),
                    new SessionRescheduled(id, 4, Program, "CHI", Session, At.AddDays(8), 30, At.AddDays(1)),
                    new SessionCancelled(id, 5, Program, "CHI", Session, At.AddDays(2)),
                ]
        );

    [Fact]
    public Task A_goal_is_set_and_dropped() =>
        SameInAnyOrder(
            ids =>
                Tables.Query<string>(
                    $"select (to_jsonb(t) - 'mentorship')::text from goals t where mentorship = any({ids})",
                    default
                ),
            id =>
                [
                    new GoalSet(id, 3, Program, "CHI", Goal, new(2026, 6, 1), At),
                    new GoalDropped(id, 4, Program, "CHI", Goal, At.AddDays(9)),
                ]
        );

    [Fact]
    public Task Check_ins_add_up() =>
        SameInAnyOrder(
            ids =>
                Tables.Query<string>(
                    $"""
                    select jsonb_agg(to_jsonb(t) - 'mentorship' order by version)::text from check_ins t
                    where mentorship = any({ids}) group by mentorship
                    """,
                    default
                ),
            id =>
                [
                    new CheckInGiven(id, 3, Program, "CHI", Mentee, "mentee", "onTrack", At),
                    new CheckInGiven(id, 4, Program, "CHI", Mentor, "mentor", "blocked", At),
                ]
        );

    [Fact]
    public Task Scores_add_up() =>
        SameInAnyOrder(
            ids =>
                Tables.Query<string>(
                    $"""
                    select jsonb_agg(to_jsonb(t) - 'mentorship' order by version)::text from feedback t
                    where mentorship = any({ids}) group by mentorship
                    """,
                    default
                ),
            id =>
                [
                    new FeedbackGiven(id, 3, Program, "CHI", Mentor, "peer", 2, Session, At),
                    new FeedbackGiven(id, 7, Program, "CHI", Mentee, "peer", 5, Session, At.AddDays(1)),
                ]
        );

    private static ApplicantBecameReady Ready(Guid id, long version, DateTimeOffset at) =>
        new(id, version, Program, Mentee, "SIN", "mentee", 0, at, at);

    /// <summary>
    /// Each order of the facts makes a stream of its own, in which the facts come once more from the last to the first.
    /// </summary>
    private async Task SameInAnyOrder(Func<Guid[], Task<IReadOnlyList<string>>> rows, Func<Guid, object[]> facts)
    {
        var orders = Permutations(facts(Guid.Empty).Length).ToArray();
        Guid[] ids = [.. orders.Select(_ => Guid.NewGuid())];
        await Streams.Keep(
            analytics,
            orders
                .Zip(ids)
                .SelectMany(run =>
                {
                    object[] inOrder = [.. run.First.Select(n => facts(run.Second)[n])];
                    return inOrder.Concat(inOrder.Reverse());
                })
        );

        var found = await rows(ids);
        found.Count.ShouldBe(orders.Length);
        found.Distinct().ShouldHaveSingleItem();
    }

    private static IEnumerable<int[]> Permutations(int count) =>
        count == 0
            ?
            [
                [],
            ]
            : Permutations(count - 1)
                .SelectMany(rest =>
                    Enumerable.Range(0, count).Select(int[] (at) => [.. rest[..at], count - 1, .. rest[at..]])
                );

    private static PersonRecorded Person(Guid id, long version, bool active, string site) =>
        new(id, version, active, site, "America/Chicago", null, At);
}
