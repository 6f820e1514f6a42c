using System.Security.Cryptography;
using System.Text;
using PeerNetwork.Enrollment.Applications;
using PeerNetwork.Enrollment.Applications.Selection;
using PeerNetwork.Enrollment.Findings;
using PeerNetwork.Enrollment.Integrations;
using PeerNetwork.Enrollment.MentorInvitations;
using PeerNetwork.Enrollment.Notices;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Privacy;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.Enrollment.Rosters;
using PeerNetwork.Enrollment.Sites;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;
using PeerNetwork.Testing;
using ApplicationId = PeerNetwork.Enrollment.Applications.ApplicationId;

namespace PeerNetwork.Enrollment.Tests;

/// <summary>The people, sites and programs of which the stories tell.</summary>
internal static class TestData
{
    public static readonly Guid Account = new("00000000-0000-8000-8000-00000000000a");

    public static readonly ClientId ClientId = new(new("00000000-0000-7000-8000-0000000000c1"));

    public static readonly DateTimeOffset Now = new(2027, 3, 1, 9, 0, 0, TimeSpan.Zero);

    public static readonly SiteId SiteId = new(new("00000000-0000-7000-8000-000000000001"));
    public static readonly PersonId PersonId = new(new("00000000-0000-7000-8000-000000000002"));
    public static readonly PersonId ManagerId = new(new("00000000-0000-7000-8000-000000000003"));
    public static readonly ProgramId ProgramId = new(new("00000000-0000-7000-8000-000000000004"));
    public static readonly ProgramCapacityId PlacesId = new(new("00000000-0000-7000-8000-000000000005"));
    public static readonly ApplicationId ApplicationId = new(new("00000000-0000-7000-8000-000000000006"));

    public static readonly SiteRecord Berlin = new("BER", "Berlin", "Europe/Berlin", "DE");

    public static readonly Employment Work = new(
        "BER",
        "Europe/Berlin",
        ManagerId,
        "Research",
        "Chemist",
        3,
        7.5m,
        new DateOnly(2024, 3, 2),
        ["de", "en"],
        CostCentre: "4711",
        WorkingTime: 80,
        WorkMode: WorkMode.Hybrid
    );

    public static readonly Profile Profile = new([new("C#", 4)], [new("Leadership", 3)], ["career change"], ["en"], 8);

    public static readonly HrRecord Entry = new("E1", "Ada Lovelace", "ada@example.com", Work);

    public static readonly PersonHired Hired = new(
        PersonId,
        Number("E1"),
        PersonalText("Ada Lovelace"),
        PersonalText("ada@example.com"),
        Stored(Work),
        null,
        Now
    );
    public static readonly ProfileDeclared Declared = new(PersonId, Stored(Work), Stored(Profile), Now);
    public static readonly PersonLeft Left = new(PersonId, Stored(Work), null, Now);

    public static readonly PersonErased Erased = new(PersonId, ErasureReason.PersonRequest, null, null, Now);

    public static readonly ProgramPlan Plan = new()
    {
        Name = "Career change",
        SiteCodes = ["BER", "CHI"],
        Charter = new(
            "Help people change careers.",
            "Everybody with a year in the company.",
            "Half of them in a new role within a year."
        ),
        Starts = new DateOnly(2027, 1, 11),
        Ends = new DateOnly(2027, 6, 30),
        MeetingEveryDays = 14,
        AnswerWithinDays = 10,
        Runs = new(EveryDays: 14, WithoutReview: true, RefillWithinMinutes: 60),
        Formats = [ProgramFormat.OneToOne],
        Targets = [new(TargetMetric.MatchRate, 0.8m, 0.5m)],
        Goals = ["leadership", "new role"],
        Guidelines = "Be on time.",
    };

    public static readonly SelectionPlan Selection = new()
    {
        Mentor = new(
            SelectionMethod.Interview,
            [new("Listening", 3, "Lets others finish."), new("Openness", 1)],
            MinScore: 3.5m
        ),
    };

    public static readonly ProgramDrafted Drafted = new(ProgramId, PlacesId, Plan, 1, Now);
    public static readonly ProgramPublished Published = new(ProgramId, Plan, 1, Now);
    public static readonly ProgramClosed Closed = new(ProgramId, Now);

    public static readonly Background Background = new(
        ["leadership"],
        "Design",
        ["Law", "Chemistry"],
        new Dictionary<string, int> { ["novelty"] = 4, ["security"] = 2 },
        new Dictionary<string, int> { ["openness"] = 5 }
    );

    private static readonly PersonalValue<Background> Goals = Personal(
        new(["leadership"], null, [], new Dictionary<string, int>(), new Dictionary<string, int>())
    );

    public static readonly ApplicationSubmitted Submitted = new(
        ApplicationId,
        ProgramId,
        PersonId,
        "BER",
        ParticipantRole.Mentor,
        2,
        1,
        new(
            PersonId.Value,
            [
                new(
                    ParticipantRole.Mentor,
                    "siteCodes",
                    true,
                    "The program runs at BER, CHI; you work at BER.",
                    ["BER", "CHI"],
                    "BER"
                ),
            ]
        ),
        Now,
        Goals
    );

    public static readonly ApplicationApproved Approved = new(
        ApplicationId,
        ProgramId,
        PersonId,
        "BER",
        ParticipantRole.Mentor,
        Now
    );
    public static readonly ApplicantBecameReady Ready = new(
        ApplicationId,
        ProgramId,
        PersonId,
        "BER",
        ParticipantRole.Mentor,
        2,
        Now,
        Now,
        Goals
    );

    public static readonly ApplicantNoLongerReady NoLongerReady = new(
        ApplicationId,
        ProgramId,
        PersonId,
        "BER",
        ParticipantRole.Mentor,
        NoLongerReadyReason.TrainingLapsed,
        ["basics"],
        Now
    );

    public static readonly ApplicationWithdrawn Withdrawn = new(
        ApplicationId,
        ProgramId,
        PersonId,
        "BER",
        ParticipantRole.Mentor,
        Now
    );

    public static readonly ApplicationRejected Refused = new(
        ApplicationId,
        ProgramId,
        PersonId,
        "BER",
        ParticipantRole.Mentor,
        ByRule: false,
        PersonalText("Not this time."),
        Now
    );

    /// <summary>The person who interviews and assesses: neither the applicant nor in their reporting line.</summary>
    public static readonly PersonId AssessorId = new(new("00000000-0000-7000-8000-0000000000b2"));

    public static readonly InterviewPlanned InterviewPlanned = new(
        ApplicationId,
        ProgramId,
        PersonId,
        new(
            AssessorId,
            new(2027, 3, 9, 17, 0, 0, TimeSpan.FromHours(1)),
            "Europe/Berlin",
            30,
            PersonalText("Room 4"),
            PersonalText("https://meet.example.com/4")
        ),
        ManagerId.Value,
        Now
    );

    public static readonly InterviewRescheduled InterviewRescheduled = new(
        ApplicationId,
        ProgramId,
        PersonId,
        InterviewPlanned.Interview with
        {
            Minutes = 45,
        },
        ManagerId.Value,
        Now
    );

    public static readonly InterviewCancelled InterviewCancelled = new(
        ApplicationId,
        ProgramId,
        PersonId,
        ManagerId.Value,
        Now
    );

    public static readonly AssessmentRecorded AssessmentRecorded = Assessed(listening: 4, openness: 2);

    public static AssessmentRecorded Assessed(int listening, int openness)
    {
        IReadOnlyList<CriterionScore> scores =
        [
            new(ParticipantRole.Mentor, "Listening", listening),
            new(ParticipantRole.Mentor, "Openness", openness),
        ];
        return new(
            ApplicationId,
            ProgramId,
            PersonId,
            new(PersonId.Value, scores),
            PersonalText("Asks good questions."),
            new(PersonId.Value, SelectionOutcome.Of(Selection.For(ParticipantRole.Mentor), [scores])),
            AssessorId.Value,
            Now
        );
    }

    private static readonly MentorInvitationId InvitationId = MentorInvitationId.Of(ProgramId, PersonId);

    public static readonly MentorInvited Invited = new(
        InvitationId,
        ProgramId,
        PersonId,
        new("00000000-0000-7000-8000-0000000000f1"),
        Now.AddDays(90),
        Now
    );

    public static readonly MentorInvited InvitedForSkill = Invited with
    {
        Mentorship = null,
        Skill = PersonalText("Negotiation"),
    };

    public static readonly MentorInvitationDeclined InvitationDeclined = new(InvitationId, ProgramId, PersonId, Now);

    public static readonly MentorInvitationTakenUp InvitationTakenUp = new(
        InvitationId,
        ProgramId,
        PersonId,
        ApplicationId.Value,
        Now
    );

    public static readonly MentorInvitationExpired InvitationExpired = new(
        InvitationId,
        ProgramId,
        PersonId,
        Now.AddDays(90)
    );

    private static readonly FindingId FindingId = new(new("00000000-0000-7000-8000-0000000000b1"));

    public static readonly FindingRecorded FindingRecorded = new(
        FindingId,
        ProgramId,
        3,
        FindingSource.Survey,
        new(ManagerId.Value, "Mentees wait too long for a second meeting."),
        ManagerId.Value,
        Now
    );

    public static readonly FindingActionPlanned FindingActionPlanned = new(
        FindingId,
        new(ManagerId.Value, "Meet weekly."),
        new(2027, 4, 1),
        ManagerId.Value,
        Now
    );

    public static readonly FindingResolved FindingResolved = new(FindingId, 4, ManagerId.Value, Now);

    public static readonly FindingDismissed FindingDismissed = new(
        FindingId,
        new(ManagerId.Value, "Too costly."),
        ManagerId.Value,
        Now
    );

    public static readonly FindingReopened FindingReopened = new(FindingId, ManagerId.Value, Now);

    /// <summary>HR says that the person works like this now.</summary>
    public static PersonChanged Changed(Employment work) =>
        new(
            PersonId,
            Number("E1"),
            PersonalText("Ada Lovelace"),
            PersonalText("ada@example.com"),
            Stored(work),
            null,
            Now
        );

    public static PersonalValue<Background> Personal(Background background) => new(PersonId.Value, background);

    public static PersonalText PersonalText(string? text) => new(PersonId.Value, text);

    public static StoredNumber Number(string number, Guid key = default) => new(PersonalText(number), key);

    public static StoredEmployment Stored(Employment work) => work.StoredFor(PersonId);

    public static PersonalValue<Profile> Stored(Profile profile) => profile.StoredFor(PersonId);

    /// <summary>The hashes that the service uses in tests; these employee numbers belong to erased people.</summary>
    public static RosterKeys RosterKeys(params string[] erased) =>
        new(TestTokens.AccountOf, NumberKey, RecordKey, erased.Select(NumberKey).ToHashSet(), MergedRecords.None);

    public static SourceRecord Record(string source, string id) => new(source, id, RecordKey(source, id));

    public static Guid RecordKey(string source, string id) => NumberKey($"{source}: {id}");

    public static Guid NumberKey(string number) => HashedId.From(SHA256.HashData(Encoding.UTF8.GetBytes(number)));

    public static Person Person(params PersonEvent[] events) =>
        events.Prepend(Hired).Aggregate((Person?)null, Enrollment.People.Person.Evolve)!;

    public static MentoringProgram Program(ProgramPlan? plan = null, int guidelinesVersion = 1) =>
        new(ProgramId, PlacesId, plan ?? Plan, guidelinesVersion, ProgramStatus.Published);

    public static Application Application(params ApplicationEvent[] events) =>
        events.Prepend(Submitted).Aggregate((Application?)null, Enrollment.Applications.Application.Evolve)!;

    private static readonly NoticeId NoticeId = NoticeId.Of(NoticeKind.MatchProposed, ProgramId.Value, PersonId);

    public static readonly NoticeEvent[] NoticeEvents =
    [
        new NoticeRaised(
            NoticeId,
            new("00000000-0000-7000-8000-0000000000f1"),
            PersonId,
            NoticeKind.MatchProposed,
            ProgramId,
            ApplicationId.Value,
            Now.AddDays(7),
            Now.AddDays(5),
            Now.AddHours(1),
            Now
        ),
        new NoticeSettled(NoticeId, PersonId, Now),
        new NoticeReminded(NoticeId, PersonId, Now),
        new NoticeRead(NoticeId, PersonId, Now),
        new MailSent(NoticeId, PersonId, Now),
        new MailPostponed(NoticeId, PersonId, Now.AddHours(1), Now),
        new MailSkipped(NoticeId, PersonId, MailSkipReason.NotWanted, Now),
        new MailRefused(NoticeId, PersonId, 550, Now),
    ];

    public static readonly NoticePreferencesSet PreferencesSet = new(
        PersonId,
        new Dictionary<NoticeKind, MailChoice> { [NoticeKind.MatchConfirmed] = MailChoice.Daily },
        new(17, 30),
        new(new(20, 0), new(7, 0)),
        "de",
        Now
    );
}
