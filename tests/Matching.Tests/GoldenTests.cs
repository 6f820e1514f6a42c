using JasperFx.Events;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Coffee;
using PeerNetwork.Matching.Connections;
using PeerNetwork.Matching.Engine;
using PeerNetwork.Matching.Flash;
using PeerNetwork.Matching.Matches;
using PeerNetwork.Matching.People;
using PeerNetwork.Matching.Runs;
using PeerNetwork.Matching.Schedules;
using PeerNetwork.Testing;
using static PeerNetwork.Matching.Tests.TestData;
using Contract = PeerNetwork.Contracts.Matching;

namespace PeerNetwork.Matching.Tests;

public class GoldenTests
{
    private static readonly Background TheBackground = new(
        ["python"],
        "research",
        ["law", "sales"],
        new Dictionary<string, int> { ["novelty"] = 4 },
        new Dictionary<string, int> { ["openness"] = 5 }
    );

    private static readonly WaitingMentee Waiting = new(
        new(Bo.Value)
        {
            Managers = [Dee.Value],
            Site = "BER",
            Department = "Sales",
            Level = 4,
            YearsOfExperience = 5,
            TimeZone = "Europe/Berlin",
            Languages = ["de"],
            Interests = ["chess"],
            CareerInterests = ["data"],
            Goals = ["leadership"],
            WantedSkills = [new("python", 3)],
            TargetField = "research",
            Fields = ["law", "sales"],
            Values = TheBackground.Values,
            Personality = TheBackground.Personality,
            IneligibilityReason = "training is open",
        },
        "BER",
        Earlier
    );

    private static readonly Policy ThePolicy = new()
    {
        Weights = new Dictionary<string, int> { ["experience"] = 200 },
        Rules = new()
        {
            SharedLanguage = true,
            MaxTimeZoneSpanHours = 6,
            MinLevelDifference = 1,
            MaxLevelDifference = 4,
        },
        ExperienceTarget = new(2, 10),
        Locked = [new(Bo.Value, Ada.Value)],
        Forbidden = [new(Cy.Value, Ada.Value)],
        CandidatesPerMentee = 20,
        Fairness = new()
        {
            MaxRateGap = 50,
            MaxScoreGap = 100,
            MaxLoadAboveMean = 1,
        },
        MentorMinutesPerMonth = 90,
        Day = new(2026, 3, 2),
        Seed = 7,
    };

    private static readonly RunId OtherRun = new(Id(9));
    private static readonly CoffeeRoundId TheCoffeeRound = new(Id(10));

    private static readonly VariantTerms TheTerms = new(
        "Fair to sites",
        GroupBy.Site,
        new(2, 1),
        new(3, 6),
        MatchingMethod.StableForMentors,
        new Dictionary<string, int> { ["experience"] = 300 }
    );

    private static readonly FairnessReport Fair = new(
        [new("BER", 2, 1, 500, 450, 800_000, 700_000, true)],
        new(1, 2, 1_000, 0, 0),
        PriceInMatched: 0,
        PriceInScore: 20_000,
        Gap: 0
    );

    internal static readonly object[] Samples =
    [
        new PersonLeft(Bo, Now),
        new PersonWentOnLeave(Bo, Now),
        new ManagerChanged(Bo, Now),
        new MentorHoursLimited(Bo, 6, Now),
        new ScheduleChanged(TheProgram, new(14, true, 60), new(2026, 1, 1), new(2026, 6, 30), Now.AddDays(7), Now),
        new RefillPlanned(TheProgram, Now.AddHours(1), Now),
        new PolicyAdopted(TheProgram, TheRun, Now),
        new ScheduledRunDue(TheProgram, TheRun, true, TheRun, true, Now.AddDays(7), Now),
        new ProgramEnded(TheProgram, Now),
        new CoffeeJoined(TheProgram, Ada, Now),
        new CoffeeSnoozed(TheProgram, Ada, new(2026, 4, 1), Now),
        new CoffeeResumed(TheProgram, Ada, Now),
        new CoffeeLeft(TheProgram, Ada, Now),
        new CoffeeRoundsPlanned(TheProgram, 14, new(2026, 1, 1), new(2026, 6, 30), Now.AddDays(7), Now),
        new CoffeeRoundRequested(TheProgram, TheCoffeeRound, Dee, Now.AddDays(7), Now),
        new CoffeeRoundFormed(
            TheProgram,
            TheCoffeeRound,
            3,
            [
                [Ada, Bo],
            ],
            [Cy],
            Now
        ),
        new CoffeeRoundsStopped(TheProgram, Now),
        new ParticipantJoined(
            TheApplication,
            5,
            TheProgram,
            Ada,
            "BER",
            ParticipantRole.Both,
            2,
            Earlier,
            Now,
            new(Ada.Value, TheBackground),
            "trainingLapsed"
        ),
        new ParticipantNoLongerReady(TheApplication, 6, TheProgram, Ada, "trainingLapsed", Now),
        new ParticipantWithdrew(TheApplication, TheProgram, Ada, Now),
        new ParticipantPaused(TheApplication, TheProgram, Ada, Now.AddDays(30), Now),
        new ParticipantResumed(TheApplication, TheProgram, Ada, Now),
        new AnotherMentorWanted(TheApplication, TheProgram, Ada, Now),
        OnePlace,
        new CapacityWithdrawn(TheProgram, Ada, TheApplication, Now),
        Taken,
        new CapacityReleased(TheProgram, Ada, OtherMatch, Now),
        TimeTaken,
        new MentorTimeReleased(Ada, TheProgram, OtherMatch, Now),
        SessionTaken,
        new SessionTimeReleased(Ada, TheProgram, SlotOffered.Slot, Now),
        new ConnectionTimeTaken(Ada, ConnectionAsked.Connection, 60, Now),
        new ConnectionTimeReleased(Ada, ConnectionAsked.Connection, Now),
        OpenToConnections,
        new PersonBlocked(Bo, Cy, Now),
        new PersonUnblocked(Bo, Cy, Now),
        new RequestPlaceTaken(Ada, ConnectionAsked.Connection, Now),
        new RequestPlaceReleased(Ada, ConnectionAsked.Connection, Now),
        ConnectionAsked,
        ConnectionMade,
        ConnectionDeclined,
        new ConnectionInvalidated(ConnectionAsked.Connection, Ada, Bo, "BER", Now),
        new ConnectionEnded(ConnectionAsked.Connection, Ada, Bo, "completed", Now),
        SlotOffered,
        SlotBooked,
        BookingCancelled,
        SlotWithdrawn with
        {
            Mentee = Bo,
        },
        SlotLapsed,
        SlotTimeTaken,
        new FlashTimeReleased(Bo, SlotOffered.Slot, Now),
        Proposed,
        new MatchAccepted(TheMatch, Bo, Now),
        Confirmed,
        new MatchDeclined(
            TheMatch,
            TheProgram,
            MatchKind.OneToOne,
            Proposed.Members,
            "BER",
            DeclineReason.DeclinedByMentee,
            [Bo],
            new(Bo.Value, "No time."),
            Now
        ),
        new MatchInvalidated(
            TheMatch,
            TheProgram,
            MatchKind.OneToOne,
            Proposed.Members,
            "BER",
            DeclineReason.ReportingLine,
            Now,
            Bo
        ),
        new MatchMemberLeft(TheMatch, TheProgram, Bo, DeclineReason.NotAnswered, new(Bo.Value, "No time."), Now),
        new GroupLeft(TheMatch, TheProgram, Bo, "left", Now),
        new MatchEnded(TheMatch, "completed", Now),
        Requested with
        {
            Policy = ThePolicy,
            Terms = TheTerms,
        },
        Started with
        {
            PoolVersion = 4_711,
        },
        OtherVariant with
        {
            Policy = ThePolicy,
            Terms = TheTerms,
        },
        Drafted with
        {
            Fairness = Fair,
            BlockingPairs = 2,
        },
        new VariantFailed(TheRun, 2, "A locked pair breaks a rule.", Now),
        new VariantCancelled(TheRun, 2, Dee, Now),
        new VariantResumed(TheRun, 2, Dee, Now),
        new ProposalRemoved(TheRun, Bo, Reason, Dee, Now, 2),
        new ProposalAdded(TheRun, PairOf(Bo, Ada), Reason, Dee, Now, 2),
        Reviewed,
        Publishing with
        {
            Reason = Reason,
        },
        new ProposalsPublished(TheRun, [Bo], [new(Cy, SkipReason.MenteeGone)], 800_000, Now),
        AllPublished,
        new PersonalDataErased(Ada, 1, 1, Now),
        new CohortMenteesRecorded(TheRun, [RecordedMentee.Of(Waiting)]),
        new CohortMentorsRecorded(
            TheRun,
            [
                RecordedMentor.Of(
                    new(Ada.Value, 2)
                    {
                        Site = "LIS",
                        Level = 7,
                        YearsOfExperience = 12,
                        OfferedSkills = [new("python", 5), new("go")],
                        MinutesPerMonth = 360,
                        ActiveMentorships = 2,
                        ActiveMinutes = 150,
                        Fields = ["research"],
                        Values = TheBackground.Values,
                        Personality = TheBackground.Personality,
                    }
                ),
            ]
        ),
        new CohortPairsRecorded(TheRun, [new(Bo.Value, Cy.Value)], [new(Bo.Value, Dee.Value)]),
        new ProposalsMade(
            TheRun,
            [
                PairOf(Bo, Ada) with
                {
                    CommonScore = 750_000,
                    Group = new(1, PairReasons.Of(Bo, Ada, [Goals], [])),
                    ForMentor = new(300_000, [new("learning-goals", 300, 1000, 300_000)]),
                },
            ],
            2
        ),
        new PeersPaired(TheRun, new([1, 0, -1], 1, 700_000, new(5_000_000, [4, 4, 0], [0, 0, 0], [new(-1, 2)])), 2),
        new GroupsFormed(
            TheRun,
            new([0, 0, -1], [0], 2, 1_650_000, new([false, false, false], [true], [700_000, 800_000, 0], 2, 1_700_000)),
            2
        ),
        new StableMatchingFound(TheRun, new([0, -1], 1, 800_000), 2),
        new StableMenteesRecorded(TheRun, 2, [new(Bo.Value, new(Ada.Value, 800_000), new(Cy.Value, 700_000))]),
        new StableMentorsRecorded(TheRun, 2, [new(Ada.Value, new(Bo.Value, 300_000))]),
        new MenteesUnmatched(
            TheRun,
            [
                new(
                    Cy,
                    "BER",
                    "over-demanded",
                    new(Cy.Value, "All mentors who suit are over-demanded."),
                    new PersonalText(Cy.Value, "Ask again in spring.")
                ),
            ],
            2
        ),
        new SolutionMenteesRecorded(
            TheRun,
            2,
            [new(Bo.Value, Ada.Value, true, 500_000, 450_000, 1_000, 256, new(Cy.Value, 700_000))]
        ),
        new SolutionMentorsRecorded(TheRun, 2, [new(Ada.Value, true, 300_000, 350_000)]),
        new SolutionCohortRecorded(
            TheRun,
            2,
            new(3, true, ["Europe/Berlin"], new Dictionary<string, int> { ["de"] = 2 }, ["Python"])
        ),
        new AssignmentMade(TheRun, new([0, -1], 1, 800_000, new([true, false], [false], [800_000, 0], [0])), 2),
    ];

    [Fact]
    public void Events_are_stored_as_they_were() => GoldenFiles.Events(Storage.AddStreams, Samples);

    [Fact]
    public void Replicas_are_stored_as_they_were() =>
        GoldenFiles.Replicas([
            new PersonReplica(
                Bo.Value,
                3,
                true,
                "BER",
                "Europe/Berlin",
                [Dee.Value, Ada.Value],
                new PersonalValue<PersonDescription>(
                    Bo.Value,
                    new("Analyst", 4, 5.5m, ["de"], ["chess"], [new("sql", 4)], [new("python", 3)], 6)
                ),
                6,
                new("00000000-0000-8000-8000-00000000000a"),
                OnLeave: true,
                Department: "Sales"
            ),
            new ProgramReplica(
                TheProgram.Value,
                2,
                "Early career",
                ["BER", "LIS"],
                new(2026, 1, 1),
                new(2026, 6, 30),
                AnswerWithinDays: 10,
                Ended: true,
                CoffeeEveryDays: 28,
                GroupSizes: new(3, 6)
            )
            {
                Formats = ["oneToOne", "coffee"],
            },
        ]);

    [Fact]
    public void Contracts_are_written_as_they_were() =>
        GoldenFiles.Contracts(typeof(Contract.MatchProposed), Samples.SelectMany(Contracts));

    [Fact]
    public void Our_replicas_are_told_what_to_compute()
    {
        Contracts(new ScheduledRunDue(TheProgram, TheRun, true, OtherRun, true, null, Now))
            .ShouldBe([new RunDue(TheProgram.Value, 6, TheRun.Value, OtherRun.Value, true, Now)]);
        Contracts(new CoffeeRoundRequested(TheProgram, TheCoffeeRound, null, null, Now))
            .ShouldBe([new CoffeeRoundDue(TheProgram.Value, 6, TheCoffeeRound.Value, Now)]);
        Contracts(Requested).ShouldBe([new VariantDue(TheRun.Value, 6, 1, Now)]);
        Contracts(OtherVariant).ShouldBe([new VariantDue(TheRun.Value, 6, 2, Now)]);
        Contracts(new VariantResumed(TheRun, 2, Dee, Now)).ShouldBe([new VariantDue(TheRun.Value, 6, 2, Now)]);
    }

    [Fact]
    public void What_is_published_says_where_it_comes_from() =>
        Contracts(Confirmed)
            .ShouldHaveSingleItem()
            .ShouldBeAsJson(
                new Contract.MatchConfirmed(
                    TheMatch.Value,
                    6,
                    TheProgram.Value,
                    "oneToOne",
                    [new(Ada.Value, "mentor"), new(Bo.Value, "mentee")],
                    "BER",
                    Earlier,
                    Now
                )
            );

    [Theory]
    [
        InlineData(DeclineReason.DeclinedByMentor, "declinedByMentor"),
        InlineData(DeclineReason.DeclinedByMentee, "declinedByMentee"),
        InlineData(DeclineReason.DeclinedByPeer, "declinedByPeer")
    ]
    [InlineData(DeclineReason.MentorFull, "mentorFull"), InlineData(DeclineReason.Withdrawn, "withdrawn")]
    [InlineData(DeclineReason.MentorHoursUsed, "mentorHoursUsed")]
    [InlineData(DeclineReason.ReportingLine, "reportingLine"), InlineData(DeclineReason.NotAnswered, "notAnswered")]
    public void Others_learn_why_a_match_was_declined_but_not_what_was_written(DeclineReason reason, string word) =>
        Contracts(Match.Evolve(null, Proposed).Decline(reason, [Ada], new(Bo.Value, "No time."), Now))
            .ShouldHaveSingleItem()
            .ShouldBeAsJson(
                new Contract.MatchDeclined(
                    TheMatch.Value,
                    6,
                    TheProgram.Value,
                    "oneToOne",
                    [new(Ada.Value, "mentor"), new(Bo.Value, "mentee")],
                    "BER",
                    word,
                    [Ada.Value],
                    Now
                )
            );

    [Fact]
    public void Others_learn_that_a_member_answered() =>
        Contracts(new MatchAccepted(TheMatch, Bo, Now))
            .ShouldHaveSingleItem()
            .ShouldBeAsJson(new Contract.MatchAnswered(TheMatch.Value, 6, Bo.Value, "accepted", Now));

    [Fact]
    public void Others_learn_that_a_mentee_is_not_in_a_group_but_not_what_was_written() =>
        Contracts(
                new MatchMemberLeft(TheMatch, TheProgram, Bo, DeclineReason.NotAnswered, new(Bo.Value, "No time."), Now)
            )
            .ShouldHaveSingleItem()
            .ShouldBeAsJson(new Contract.MatchAnswered(TheMatch.Value, 6, Bo.Value, "notAnswered", Now));

    [Fact]
    public void The_rest_stays_inside() =>
        Samples.Where(e => !Contracts(e).Any()).Count().ShouldBe(Samples.Length - 17);

    private static IEnumerable<object> Contracts(object e) => Published.Map(Recorded((dynamic)e));

    private static Event<T> Recorded<T>(T data)
        where T : notnull => new Event<T>(data) { Version = 6 };
}
