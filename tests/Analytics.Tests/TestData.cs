using PeerNetwork.Analytics.Installations;
using PeerNetwork.Contracts;
using PeerNetwork.Contracts.Engagement;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.Contracts.Matching;
using PeerNetwork.Contracts.Privacy;

namespace PeerNetwork.Analytics.Tests;

/// <summary>One fact of each kind, with every field filled.</summary>
internal static class TestData
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 9, 30, 0, TimeSpan.Zero);

    private static Guid Id(int n) => new($"0195b7a0-0000-7000-8000-{n:000000000000}");

    public static readonly Guid Mentor = Id(2),
        Mentee = Id(3);

    private static readonly Guid Program = Id(1),
        Match = Id(4),
        Application = Id(5),
        Goal = Id(6),
        Session = Id(7);

    private static IReadOnlyList<Member> Members => Pair(Mentor, Mentee);

    private static readonly ProgramFigures Figures = new(
        Program,
        "Career change",
        "2026-Q1",
        [new("goals.attainment", 0.5m, false), new("goals.set", 20, false)],
        [new("CHI", "Chicago", [new("goals.set", null, true)])]
    );

    /// <summary>One event of each kind about shared figures.</summary>
    public static IReadOnlyList<object> SharedFigures { get; } =
    [new FiguresReleased(Id(20), Figures, At), new FiguresReceived(Id(21), "germany", 3, Figures, At, At.AddHours(1))];

    /// <summary>A person of whom nothing is known but the site.</summary>
    public static PersonRecorded PersonAt(string site, Guid person, DateTimeOffset at, bool active = true) =>
        new(person, 1, active, site, "UTC", null, at);

    public static IReadOnlyList<Member> Pair(Guid mentor, Guid mentee) =>
        [new(mentor, "mentor"), new(mentee, "mentee")];

    public static IReadOnlyList<Member> Group(Guid mentor, params Guid[] mentees) =>
        [new(mentor, "mentor"), .. mentees.Select(mentee => new Member(mentee, "mentee"))];

    public static IReadOnlyList<Member> Peers(Guid first, Guid second) => [new(first, "peer"), new(second, "peer")];

    public static IReadOnlyList<object> All { get; } =
    [
        new SiteRecorded(Id(8), 1, "CHI", "Chicago", "America/Chicago", "US", At),
        new AccountsRecorded(Mentor, 2, [Id(22)], At),
        new RolesRecorded(Mentor, 2, [new(Id(7), "sponsor", ["*"], [], ["Sales"], At, null)], At),
        new PersonRecorded(Mentor, 3, true, "CHI", "America/Chicago", Id(9), At, EncryptedDescription: "(encrypted)")
        {
            OtherManagers = [Id(10)],
        },
        new PersonErased(Mentee, 6, At),
        new ProgramPublished(
            Program,
            2,
            "Career change",
            ["CHI", "SIN"],
            new(2026, 3, 1),
            new(2026, 9, 30),
            14,
            10,
            1,
            ["oneToOne"],
            null,
            At
        ),
        new ProgramClosed(Program, 4, At),
        new ApplicationSubmitted(Application, 1, Program, Mentee, "CHI", "mentee", At),
        new ApplicationApproved(Application, 2, Program, Mentee, "CHI", "mentee", At),
        new ApplicantBecameReady(Application, 3, Program, Mentee, "CHI", "mentee", 0, At.AddHours(1), At.AddHours(1)),
        new ApplicantNoLongerReady(Application, 5, Program, Mentee, "CHI", "mentee", "trainingLapsed", At.AddDays(400)),
        new ApplicationRejected(Id(10), 2, Program, Id(11), "CHI", "mentor", true, At),
        new ApplicationWithdrawn(Application, 4, Program, Mentee, "CHI", "mentee", At),
        new RunPublished(Id(12), 3, Program, 600, 400, 123_456_789, At),
        new MatchProposed(Match, 1, Program, Id(12), "oneToOne", Members, "CHI", 812_000, At.AddDays(10), At),
        new MatchAnswered(Match, 2, Mentee, "accepted", At),
        new MatchConfirmed(Match, 3, Program, "oneToOne", Members, "CHI", At.AddDays(-4), At),
        new MatchDeclined(Id(13), 2, Program, "oneToOne", Members, "CHI", "mentorFull", [Mentor], At),
        new MatchInvalidated(Match, 5, Program, "oneToOne", Members, "CHI", "reportingLine", At),
        new MentorshipStarted(Match, 1, Program, "oneToOne", Members, "CHI", At),
        new AgreementAccepted(Match, 4, Program, "CHI", At),
        new GoalSet(Match, 5, Program, "CHI", Goal, new(2026, 6, 1), At),
        new GoalReached(Match, 6, Program, "CHI", Goal, true, At),
        new SessionPlanned(Match, 7, Program, "CHI", Session, At.AddDays(7), 45, At),
        new SessionRescheduled(Match, 13, Program, "CHI", Session, At.AddDays(8), 30, At),
        new SessionCancelled(Match, 14, Program, "CHI", Id(14), At),
        new SessionHeld(Match, 8, Program, "CHI", Session, At.AddDays(7), 45, 2, At),
        new SessionMissed(Match, 15, Program, "CHI", Id(15), At.AddDays(7), 45, 1, At),
        new GoalDropped(Match, 16, Program, "CHI", Id(16), At),
        new CheckInGiven(Match, 9, Program, "CHI", Mentee, "mentee", "onTrack", At),
        new FeedbackGiven(Match, 10, Program, "CHI", Mentor, "mentor", 5, Session, At),
        new BadgeAwarded(Match, 11, Program, "CHI", Mentee, "firstSession", At),
        new MemberLeft(Match, 17, Program, "group", new(Mentee, "mentee"), "CHI", "left", At),
        new MentorshipClosed(Match, 12, Program, "oneToOne", Members, "CHI", "completed", 6, At),
    ];
}
