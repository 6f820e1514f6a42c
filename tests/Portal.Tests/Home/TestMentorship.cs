using PeerNetwork.Portal.Api.Engagement;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Home;
using PeerNetwork.Portal.Mentorships;
using PeerNetwork.Portal.Tests.Mentorships;

namespace PeerNetwork.Portal.Tests.Home;

internal static class TestMentorship
{
    public static readonly DateTimeOffset Now = Pair.Now;

    public static readonly Guid Me = Guid.CreateVersion7(),
        Partner = Guid.CreateVersion7();

    public static HomeView View(params MentorshipDetails[] mentorships) => new(mentorships, [], [], []);

    public static readonly MentorInvitationView Invitation = new()
    {
        Id = Guid.CreateVersion7(),
        Program = Guid.CreateVersion7(),
        ProgramName = "Career <b>change</b>",
        ExpiresAt = Now.AddDays(90),
    };

    /// <summary>An approved application; version 2 of the guidelines is in force.</summary>
    public static OpenApplication Approved(int guidelinesAccepted, params string[] trainingOpen) =>
        new(
            new()
            {
                Id = Guid.CreateVersion7(),
                Program = Guid.CreateVersion7(),
                Status = ApplicationStatus.Approved,
                GuidelinesVersion = guidelinesAccepted,
                GuidelinesInForce = 2,
                TrainingOpen = trainingOpen,
            },
            "Career <b>change</b>",
            Lapsed: []
        );

    public static MentorshipDetails Mentorship(
        MemberRole role,
        SessionView[]? sessions = null,
        GoalView[]? goals = null,
        ProposalView? proposal = null
    ) =>
        new(
            new()
            {
                YourRole = role,
                You = Me,
                Members =
                [
                    new()
                    {
                        Person = Me,
                        Role = role,
                        Zone = role is MemberRole.Mentor ? "America/Chicago" : "Asia/Tokyo",
                    },
                    new() { Person = Partner, Zone = role is MemberRole.Mentor ? "Asia/Tokyo" : "America/Chicago" },
                ],
                Sessions = [.. (sessions ?? []).Select(session => session with { Times = TimesOf(session, role) })],
                Goals = goals ?? [],
                Agreement = new() { Open = proposal },
            },
            new Dictionary<Guid, string?> { [Partner] = "Ada <b>Hostile</b>" }
        );

    /// <summary>The times of the mentor and the mentee of the session, for the two people of this mentorship.</summary>
    private static MemberTime[] TimesOf(SessionView session, MemberRole role) =>
        [
            session.Times[0] with
            {
                Person = role is MemberRole.Mentor ? Me : Partner,
            },
            session.Times[1] with
            {
                Person = role is MemberRole.Mentor ? Partner : Me,
            },
        ];

    public static SessionView Session(string topic, int days, bool cancelled = false) =>
        Pair.Session(topic, hours: days * 24) with
        {
            Cancelled = cancelled,
        };

    public static GoalView Goal(string title, GoalStatus status) =>
        new()
        {
            Title = title,
            Status = status,
            Due = new(2027, 6, 1),
            Milestones =
            [
                new()
                {
                    Number = 1,
                    Title = "Pick a topic",
                    ReachedAt = Now,
                },
                new() { Number = 2, Title = "Write it" },
            ],
        };

    public static ProposalView Proposal(Guid by) =>
        new()
        {
            Number = 3,
            By = by,
            AcceptedBy = [],
            Goals = "A first talk",
            MeetingEveryDays = 14,
            Boundaries = "No homework",
            Confidentiality = "Between us",
            Channel = "Video",
            AnswerWithinHours = 48,
        };
}
