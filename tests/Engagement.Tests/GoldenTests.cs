using JasperFx.Events;
using PeerNetwork.Engagement.Badges;
using PeerNetwork.Engagement.CheckIns;
using PeerNetwork.Engagement.Feedback;
using PeerNetwork.Engagement.Goals;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.Notes;
using PeerNetwork.Engagement.People;
using PeerNetwork.Engagement.Programs;
using PeerNetwork.Engagement.Sessions;
using PeerNetwork.Testing;
using static PeerNetwork.Engagement.Tests.TestData;

namespace PeerNetwork.Engagement.Tests;

public class GoldenTests
{
    private static readonly NoteId NoteOne = new(Guid.Parse("01990000-0000-7000-8000-000000000008"));

    private static readonly MentorshipEvent[] OfThePair =
    [
        Started,
        Proposed,
        Accepted,
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
        },
        new SessionRescheduled(Id, SessionOne, Mentor, SlotOne.StartsAt, "America/Chicago", 45, Now, ProgramOne, "CHI"),
        Cancelled,
        Recorded(SessionOne, SlotOne, Attendance.MentorMissed),
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
        new MentorshipPaused(Id, Now),
        new MentorshipResumed(Id, Now),
        Closed,
    ];

    internal static readonly object[] Samples =
    [
        .. OfThePair,
        new NoteWritten(NoteOne, Id, Mentee, Mentor, Mentee.ToPersonalText("Ask her"), true, Now),
        new NoteShared(NoteOne, Now),
        new WorkingHoursSet(Mentor, WorkingHours.Default, Now),
        new PersonLeft(Mentor, Now),
        new PersonLeaveReported(Mentor, Now),
        new PersonalDataErased(Mentor, 1, Now),
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
            new ProgramReplica(ProgramOne.Value, 2, "Career change", Today, Today.AddDays(100), Ended: true),
        ]);

    [Fact]
    public void Contracts_are_published_as_ever() =>
        GoldenFiles.Contracts(
            typeof(Contracts.Engagement.MentorshipStarted),
            [.. OfThePair.SelectMany(Public), .. Published.Map(StoredAs(new PersonalDataErased(Mentor, 1, Now)))]
        );

    [Fact]
    public void What_stays_between_the_two_is_not_published()
    {
        OfThePair
            .Where(e => !Public(e).Any())
            .Select(e => e.GetType().Name)
            .ShouldBe(["AgreementProposed", "MilestoneReached", "MentorshipPaused", "MentorshipResumed"]);
        Published.Map(StoredAs(new NoteShared(NoteOne, Now))).ShouldBeEmpty();
    }

    [Fact]
    public void A_session_that_both_attended_is_published_as_held() =>
        Public(Recorded(SessionOne, SlotOne, Attendance.Held))
            .ShouldHaveSingleItem()
            .ShouldBeOfType<Contracts.Engagement.SessionHeld>();

    [Theory]
    [InlineData(Attendance.MentorMissed, true, false)]
    [InlineData(Attendance.MenteeMissed, false, true)]
    [InlineData(Attendance.BothMissed, true, true)]
    public void A_session_that_somebody_missed_is_published_as_missed(Attendance attendance, bool mentor, bool mentee)
    {
        var missed = Public(Recorded(SessionOne, SlotOne, attendance))
            .ShouldHaveSingleItem()
            .ShouldBeOfType<Contracts.Engagement.SessionMissed>();
        (missed.MissedByMentor, missed.MissedByMentee).ShouldBe((mentor, mentee));
    }

    private static IEnumerable<object> Public(MentorshipEvent e) => Published.Map(StoredAs(e));

    private static IEvent StoredAs(object data) => TestEvents.Of(data, version: 7, Id.Value);
}
