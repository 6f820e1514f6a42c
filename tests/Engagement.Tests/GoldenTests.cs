using JasperFx.Events;
using PeerNetwork.Engagement.Badges;
using PeerNetwork.Engagement.CheckIns;
using PeerNetwork.Engagement.Feedback;
using PeerNetwork.Engagement.Goals;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.Notes;
using PeerNetwork.Engagement.People;
using PeerNetwork.Engagement.Programs;
using PeerNetwork.Engagement.Roadmaps;
using PeerNetwork.Engagement.Sessions;
using PeerNetwork.Testing;
using static PeerNetwork.Engagement.Tests.TestData;

namespace PeerNetwork.Engagement.Tests;

public class GoldenTests
{
    private static readonly NoteId NoteOne = new(Guid.Parse("01990000-0000-7000-8000-000000000008"));

    private static readonly MentorshipEvent[] OfMentorship =
    [
        Started,
        Proposed,
        AcceptedByMentee,
        Agreed,
        GoalIsSet with
        {
            Milestones = [Steps[0] with { ReachedAt = Now }],
        },
        new MilestoneReached(Id, GoalOne, 1, Mentor, Now),
        GoalIsReached,
        GoalIsDropped,
        Planned with
        {
            Topic = Mentee.ToPersonalText("Roadmap"),
            Step = StepOne,
        },
        new SessionRescheduled(Id, SessionOne, Mentor, SlotOne.StartsAt, "America/Chicago", 45, Now, ProgramOne, "CHI"),
        Cancelled,
        Recorded(SessionOne, SlotOne, Mentor),
        Held,
        new CheckInGiven(
            Id,
            ProgramOne,
            "CHI",
            Mentee,
            MemberRole.Mentee,
            CheckInStatus.OnTrack,
            4,
            Mentee.ToPersonalText("No time"),
            Now
        ),
        new FeedbackGiven(
            Id,
            ProgramOne,
            "CHI",
            Mentor,
            MemberRole.Mentor,
            SessionOne,
            5,
            Mentor.ToPersonalText("Clear"),
            Now,
            FeedbackAudience.Partner
        ),
        new BadgeAwarded(Id, ProgramOne, "CHI", Mentee, Badge.FirstGoalReached, Now),
        RoadmapIsCopied,
        new RoadmapChanged(
            Id,
            Mentee,
            [
                RoadmapSteps[0],
                RoadmapSteps[1] with
                {
                    Title = new(null, Mentee.ToPersonalText("My plan")),
                    Agenda = [.. RoadmapSteps[1].Agenda, new(null, Mentee.ToPersonalText("Whom to ask"))],
                },
            ],
            2,
            Now
        ),
        StepIsSkipped,
        StepIsHeld,
        StepIsAssessed,
        new MentorshipPaused(Id, Now),
        new MentorshipResumed(Id, Now),
        SecondLeft with
        {
            Member = new(Mentee, MemberRole.Mentee),
            By = Mentee,
            Reason = Mentee.ToPersonalText("Too little time"),
        },
        Closed,
    ];

    private static readonly MentorshipClosed ClosedOrganic = Closed with
    {
        Program = null,
        Kind = RelationshipKind.Organic,
        Members = StartedOrganic.Members,
    };

    internal static readonly object[] Samples =
    [
        .. OfMentorship,
        new NoteWritten(NoteOne, Id, Mentee, [Mentor], Mentee.ToPersonalText("Ask her"), true, Now),
        new NoteShared(NoteOne, Now),
        new WorkingHoursSet(Mentor, WorkingHours.Default, Now),
        new PersonLeft(Mentor, Now),
        new PersonLeaveReported(Mentor, Now),
        new PersonalDataErased(Mentor, 1, Now),
        new ProgramDescribed(ProgramOne, Now),
        new ProgramEnded(ProgramOne, Now),
    ];

    [Fact]
    public void Events_are_stored_as_ever() => GoldenFiles.Events(Storage.AddStreams, Samples);

    [Fact]
    public void Replicas_are_stored_as_ever() =>
        GoldenFiles.Replicas([
            new PersonReplica(
                Mentor.Value,
                4,
                true,
                "SIN",
                "Asia/Singapore",
                "Sales",
                new("00000000-0000-8000-8000-00000000000a"),
                OnLeave: true
            ),
            new ProgramReplica(
                ProgramOne.Value,
                2,
                "Career change",
                Today,
                Today.AddDays(100),
                Ended: true,
                new(RoadmapMode.Structured, [new("Where I stand", 1, ["Goals"], "Is the goal clear?")])
            ),
        ]);

    [Fact]
    public void Contracts_are_published_as_ever() =>
        GoldenFiles.Contracts(
            typeof(Contracts.Engagement.MentorshipStarted),
            [
                .. OfMentorship.SelectMany(Public),
                .. Public(ClosedOrganic),
                .. Published.Map(StoredAs(new PersonalDataErased(Mentor, 1, Now))),
            ]
        );

    [Fact]
    public void What_stays_between_the_members_is_not_published()
    {
        OfMentorship
            .Where(e => !Public(e).Any())
            .Select(e => e.GetType().Name)
            .ShouldBe([
                "AgreementProposed",
                "ProposalAccepted",
                "MilestoneReached",
                "RoadmapCopied",
                "RoadmapChanged",
                "RoadmapStepSkipped",
                "RoadmapStepHeld",
                "RoadmapStepAssessed",
                "MentorshipPaused",
                "MentorshipResumed",
            ]);
        Published.Map(StoredAs(new NoteShared(NoteOne, Now))).ShouldBeEmpty();
    }

    [Fact]
    public void Of_two_who_connected_without_a_program_the_end_alone_is_published()
    {
        Public(StartedOrganic).ShouldBeEmpty();
        Public(GoalIsSet with { Program = null }).ShouldBeEmpty();
        Public(ClosedOrganic)
            .ShouldHaveSingleItem()
            .ShouldBeOfType<Contracts.Engagement.ConnectionClosed>()
            .Outcome.ShouldBe("endedEarly");
    }

    [Fact]
    public void A_session_that_all_attended_is_published_as_held() =>
        Public(Recorded(SessionOne, SlotOne))
            .ShouldHaveSingleItem()
            .ShouldBeOfType<Contracts.Engagement.SessionHeld>()
            .Attended.ShouldBe(2);

    [Fact]
    public void A_session_that_a_member_missed_is_published_as_missed()
    {
        Attended(Mentor).ShouldBe(1);
        Attended(Mentor, Mentee).ShouldBe(0);

        static int Attended(params PersonId[] missedBy) =>
            Public(Recorded(SessionOne, SlotOne, missedBy))
                .ShouldHaveSingleItem()
                .ShouldBeOfType<Contracts.Engagement.SessionMissed>()
                .Attended;
    }

    [Fact]
    public void The_start_and_the_end_of_a_mentorship_are_published_with_the_kind_and_the_members()
    {
        Contracts.Member[] peers = [new(Mentor.Value, "peer"), new(Mentee.Value, "peer")];
        var started = (Contracts.Engagement.MentorshipStarted)Public(StartedReciprocal).Single();
        (started.Kind, started.Members.SequenceEqual(peers)).ShouldBe(("reciprocal", true));
        var closed = (Contracts.Engagement.MentorshipClosed)
            Public(Closed with { Kind = StartedReciprocal.Kind, Members = StartedReciprocal.Members }).Single();
        (closed.Kind, closed.Members.SequenceEqual(peers)).ShouldBe(("reciprocal", true));
    }

    [Fact]
    public void A_departure_is_published_without_its_reason_and_its_author()
    {
        var left = (Contracts.Engagement.MemberLeft)Public(SecondLeft with { By = Stranger }).Single();
        (left.Kind, left.Member, left.Reason).ShouldBe(("group", new(SecondMentee.Value, "mentee"), "left"));
        left.ToString().ShouldNotContain($"{Stranger.Value}");
        (
            (Contracts.Engagement.MemberLeft)Public(SecondLeft with { Cause = LeaveCause.PersonLeft }).Single()
        ).Reason.ShouldBe("personLeft");
        (
            (Contracts.Engagement.MemberLeft)Public(SecondLeft with { Cause = LeaveCause.ReportingLine }).Single()
        ).Reason.ShouldBe("reportingLine");
    }

    private static IEnumerable<object> Public(MentorshipEvent e) => Published.Map(StoredAs(e));

    private static IEvent StoredAs(object data) => TestEvents.Of(data, version: 7, Id.Value);
}
