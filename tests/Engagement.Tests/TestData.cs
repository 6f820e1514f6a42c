using PeerNetwork.Engagement.Agreements;
using PeerNetwork.Engagement.Goals;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.Engagement.Programs;
using PeerNetwork.Engagement.Roadmaps;
using PeerNetwork.Engagement.Sessions;
using PeerNetwork.Testing;

namespace PeerNetwork.Engagement.Tests;

/// <summary>A mentorship and what usually happens to it: the beginnings of the stories.</summary>
public static class TestData
{
    public static readonly DateTimeOffset Now = new(2026, 10, 19, 15, 0, 0, TimeSpan.Zero);
    public static readonly DateOnly Today = new(2026, 10, 19);

    public static readonly MentorshipId Id = new(Guid.Parse("01990000-0000-7000-8000-000000000001"));
    public static readonly ProgramId ProgramOne = new(Guid.Parse("01990000-0000-7000-8000-000000000002"));
    public static readonly PersonId Mentor = new(Guid.Parse("01990000-0000-7000-8000-000000000003"));
    public static readonly PersonId Mentee = new(Guid.Parse("01990000-0000-7000-8000-000000000004"));
    public static readonly PersonId Stranger = new(Guid.Parse("01990000-0000-7000-8000-000000000005"));
    public static readonly PersonId SecondMentee = new(Guid.Parse("01990000-0000-7000-8000-000000000009"));
    public static readonly PersonId ThirdMentee = new(Guid.Parse("01990000-0000-7000-8000-00000000000a"));
    public static readonly GoalId GoalOne = new(Guid.Parse("01990000-0000-7000-8000-000000000006"));
    public static readonly SessionId SessionOne = new(Guid.Parse("01990000-0000-7000-8000-000000000007"));

    public static readonly Member[] Members = [new(Mentor, MemberRole.Mentor), new(Mentee, MemberRole.Mentee)];
    public static readonly MentorshipStarted Started = new(
        Id,
        ProgramOne,
        "CHI",
        RelationshipKind.OneToOne,
        Members,
        Now
    );

    /// <summary>The same two people, each of them mentor and mentee of the other.</summary>
    public static readonly MentorshipStarted StartedReciprocal = Started with
    {
        Kind = RelationshipKind.Reciprocal,
        Members = [new(Mentor, MemberRole.Peer), new(Mentee, MemberRole.Peer)],
    };

    /// <summary>The same two people, who connected without a program.</summary>
    public static readonly MentorshipStarted StartedOrganic = StartedReciprocal with
    {
        Program = null,
        Kind = RelationshipKind.Organic,
    };

    /// <summary>The same mentor with three mentees.</summary>
    public static readonly MentorshipStarted StartedGroup = Started with
    {
        Kind = RelationshipKind.Group,
        Members = [.. Members, new(SecondMentee, MemberRole.Mentee), new(ThirdMentee, MemberRole.Mentee)],
    };

    /// <summary>The second mentee left the group by their own choice.</summary>
    public static readonly MemberLeft SecondLeft = new(
        Id,
        ProgramOne,
        "CHI",
        RelationshipKind.Group,
        new(SecondMentee, MemberRole.Mentee),
        SecondMentee,
        LeaveCause.Left,
        SecondMentee.ToPersonalText("Too little time"),
        Now
    );
    public static readonly MentorshipClosed Closed = new(
        Id,
        ProgramOne,
        "CHI",
        RelationshipKind.OneToOne,
        Members,
        Mentee,
        Outcome.EndedEarly,
        Mentee.ToPersonalText("Moved"),
        0,
        Now
    );

    public static readonly Terms TermsOne = new(
        Mentor.ToPersonalText("Data work"),
        14,
        Mentor.ToPersonalText("No weekends"),
        Mentor.ToPersonalText("Stays with us"),
        Mentor.ToPersonalText("Chat"),
        48
    );
    public static readonly AgreementProposed Proposed = new(Id, 1, Mentor, TermsOne, Now);
    public static readonly ProposalAccepted AcceptedByMentee = new(Id, 1, Mentee, Now);
    public static readonly AgreementAccepted Agreed = new(Id, ProgramOne, "CHI", 1, Now);

    public static readonly Milestone[] Steps =
    [
        new(1, Mentee.ToPersonalText("Read"), Today.AddDays(10)),
        new(2, Mentee.ToPersonalText("Write"), Today.AddDays(20)),
    ];
    public static readonly GoalSet GoalIsSet = new(
        Id,
        ProgramOne,
        "CHI",
        GoalOne,
        Mentee,
        Mentee.ToPersonalText("Ship it"),
        Today.AddDays(30),
        Steps,
        Now
    );
    public static readonly GoalReached GoalIsReached = new(Id, ProgramOne, "CHI", GoalOne, Mentee, true, Now);
    public static readonly GoalDropped GoalIsDropped = new(
        Id,
        GoalOne,
        Mentee,
        Mentee.ToPersonalText("No time"),
        Now,
        ProgramOne,
        "CHI"
    );

    public static readonly Slot SlotOne = new(Now.AddDays(1), "America/Chicago", 60);
    public static readonly SessionPlanned Planned = PlannedAs(SessionOne, SlotOne);
    public static readonly SessionCancelled Cancelled = new(Id, SessionOne, Mentee, Now, ProgramOne, "CHI");
    public static readonly AttendanceRecorded Held = Recorded(SessionOne, SlotOne);

    public static readonly RoadmapStepId StepOne = new(Guid.Parse("01990000-0000-7000-8000-00000000000b"));
    public static readonly RoadmapStepId StepTwo = new(Guid.Parse("01990000-0000-7000-8000-00000000000c"));

    public static readonly StepContent[] RoadmapSteps =
    [
        new(StepOne, 1, new("Where I stand"), [new("Goals"), new("How we meet")], "Is the goal clear?"),
        new(StepTwo, 3, new("A plan"), [new("Steps with dates")]),
    ];
    public static readonly RoadmapCopied RoadmapIsCopied = new(Id, ProgramOne, RoadmapMode.Flexible, RoadmapSteps, Now);
    public static readonly SessionPlanned StepIsPlanned = Planned with { Step = StepOne };
    public static readonly RoadmapStepHeld StepIsHeld = new(Id, StepOne, SessionOne, 1, 2, Now);
    public static readonly RoadmapStepSkipped StepIsSkipped = new(Id, StepOne, Mentee, 1, Now);
    public static readonly RoadmapStepAssessed StepIsAssessed = new(
        Id,
        StepOne,
        Mentee,
        4,
        Mentee.ToPersonalText("Nearly"),
        Now
    );

    public static DeciderSpec<Mentorship, MentorshipEvent> NoMentorship =>
        DeciderSpec.Of<Mentorship, MentorshipEvent>(Mentorship.Evolve);

    public static DeciderSpec<Mentorship, MentorshipEvent> Begun => NoMentorship.Given(Started);

    /// <summary>With a roadmap that the members may change.</summary>
    public static DeciderSpec<Mentorship, MentorshipEvent> BegunFlexible => Begun.Given(RoadmapIsCopied);

    /// <summary>With a roadmap whose steps are held in order.</summary>
    public static DeciderSpec<Mentorship, MentorshipEvent> BegunStructured =>
        Begun.Given(RoadmapIsCopied with { Mode = RoadmapMode.Structured });

    public static DeciderSpec<Mentorship, MentorshipEvent> BegunReciprocal => NoMentorship.Given(StartedReciprocal);

    public static DeciderSpec<Mentorship, MentorshipEvent> BegunGroup => NoMentorship.Given(StartedGroup);

    public static SessionPlanned PlannedAs(SessionId session, Slot slot) =>
        new(Id, ProgramOne, "CHI", session, Mentee, slot.StartsAt, slot.Zone, slot.Minutes, null, Now);

    public static AttendanceRecorded Recorded(SessionId session, Slot slot, params PersonId[] missedBy) =>
        new(
            Id,
            ProgramOne,
            "CHI",
            session,
            Mentee,
            slot.StartsAt,
            slot.Minutes,
            missedBy,
            2 - missedBy.Length,
            slot.StartsAt.AddHours(1)
        );

    /// <summary>Weekly sessions that all attended, from the sample session on.</summary>
    public static IEnumerable<MentorshipEvent> HeldSessions(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var (session, slot) = (
                new SessionId(Guid.CreateVersion7()),
                SlotOne with
                {
                    StartsAt = SlotOne.StartsAt.AddDays(-7 * (i + 1)),
                }
            );
            yield return PlannedAs(session, slot);
            yield return Recorded(session, slot);
        }
    }
}
