using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Matches;
using PeerNetwork.Matching.People;
using PeerNetwork.Testing;
using static PeerNetwork.Matching.Tests.TestData;

namespace PeerNetwork.Matching.Tests.People;

public class WhenPersonRecordedTests
{
    private static readonly PersonRecorded Said = new(Bo.Value, 3, true, "BER", "Europe/Berlin", Cy.Value, Now)
    {
        Department = "Sales",
    };
    private static readonly PersonDescription Description = new(
        "Analyst",
        4,
        5.5m,
        ["de"],
        ["chess"],
        [new("sql", 4)],
        [new("python", 3)]
    );
    private static readonly PersonReplica Known = new(
        Bo.Value,
        3,
        true,
        "BER",
        "Europe/Berlin",
        [Cy.Value],
        new PersonalValue<PersonDescription>(Bo.Value, Description),
        Department: "Sales"
    );

    [Fact]
    public void A_person_is_known_by_the_first_message() =>
        WhenPersonRecorded.Decide(null, Said, Description).ShouldBeEquivalentTo(Known);

    [Fact]
    public void An_erased_person_comes_without_a_description() =>
        WhenPersonRecorded.Decide(null, Said, null).ShouldBeEquivalentTo(Known with { Description = null });

    [Fact]
    public void A_newer_version_replaces_what_was_known() =>
        WhenPersonRecorded
            .Decide(Known, Said with { Version = 4, Manager = null }, Description with { HoursPerMonth = 6 })
            .ShouldBeEquivalentTo(
                Known with
                {
                    Version = 4,
                    Managers = [],
                    HoursPerMonth = 6,
                    Description = new(Bo.Value, Description with { HoursPerMonth = 6 }),
                }
            );

    [Fact]
    public void The_managers_of_other_jobs_are_managers_too() =>
        WhenPersonRecorded
            .Decide(null, Said with { OtherManagers = [Dee.Value] }, Description)!
            .Managers.ShouldBe([Cy.Value, Dee.Value]);

    [Theory, InlineData(3), InlineData(2)]
    public void What_is_known_already_or_newer_stays(long version) =>
        WhenPersonRecorded.Decide(Known, Said with { Version = version }, Description).ShouldBeNull();

    [Fact]
    public void That_a_person_left_is_a_fact_each_time_it_is_said() =>
        Facts(Known with { Active = false }, Known with { Active = false }).ShouldBe([new PersonLeft(Bo, Now)]);

    [Fact]
    public void That_a_person_is_on_leave_is_a_fact_each_time_it_is_said()
    {
        var away = Known with { OnLeave = true };
        WhenPersonRecorded.Decide(null, Said with { OnLeave = true }, Description).ShouldBeEquivalentTo(away);
        Facts(away, away).ShouldBe([new PersonWentOnLeave(Bo, Now)]);
        Facts(away, Known).ShouldBeEmpty();
        Facts(away, away with { Active = false }).ShouldBe([new PersonLeft(Bo, Now)]);
    }

    [Fact]
    public void Another_manager_is_a_fact()
    {
        Facts(Known, Known with { Managers = [Dee.Value] }).ShouldBe([new ManagerChanged(Bo, Now)]);
        Facts(Known, Known with { Managers = [Cy.Value, Dee.Value] }).ShouldBe([new ManagerChanged(Bo, Now)]);
        Facts(Known, Known).ShouldBeEmpty();
        Facts(Known with { Managers = [Cy.Value, Dee.Value] }, Known).ShouldBeEmpty();
        Facts(Known, Known with { Managers = [] }).ShouldBeEmpty();
        Facts(null, Known).ShouldBeEmpty();
    }

    [Fact]
    public void A_limit_of_hours_is_a_fact_when_it_is_another()
    {
        Facts(null, Known with { HoursPerMonth = 6 }).ShouldBe([new MentorHoursLimited(Bo, 6, Now)]);
        Facts(Known with { HoursPerMonth = 8 }, Known with { HoursPerMonth = 6 })
            .ShouldBe([new MentorHoursLimited(Bo, 6, Now)]);
        Facts(Known with { HoursPerMonth = 6 }, Known with { HoursPerMonth = 6 }).ShouldBeEmpty();
        Facts(Known with { HoursPerMonth = 6 }, Known).ShouldBeEmpty();
    }

    private static IEnumerable<object> Facts(PersonReplica? known, PersonReplica now) =>
        WhenPersonRecorded.Facts(known, now, Now);
}

public class WhenProgramPublishedTests
{
    private static readonly ProgramPublished Said = new(
        TheProgram.Value,
        2,
        "Early career",
        ["BER", "LIS"],
        new(2026, 1, 1),
        new(2026, 6, 30),
        14,
        10,
        1,
        ["oneToOne", "coffee"],
        28,
        Now
    );
    private static readonly ProgramClosed Closed = new(TheProgram.Value, 3, Now);
    private static readonly ProgramReplica Known = new(
        TheProgram.Value,
        2,
        "Early career",
        ["BER", "LIS"],
        new(2026, 1, 1),
        new(2026, 6, 30),
        AnswerWithinDays: 10,
        CoffeeEveryDays: 28
    )
    {
        Formats = ["oneToOne", "coffee"],
    };

    [Fact]
    public void A_program_is_known_by_the_first_message() =>
        WhenProgramPublished.Decide(null, Said).ShouldBeEquivalentTo(Known);

    [Fact]
    public void A_newer_version_replaces_what_was_known() =>
        WhenProgramPublished
            .Decide(Known with { Version = 1, Name = "Old", SiteCodes = [], Ends = null, Revision = 7 }, Said)
            .ShouldBeEquivalentTo(Known with { Revision = 7 });

    [Theory, InlineData(2), InlineData(1)]
    public void What_is_known_already_or_newer_stays(long version) =>
        WhenProgramPublished.Decide(Known, Said with { Version = version }).ShouldBeNull();

    [Fact]
    public void A_program_ends_once()
    {
        WhenProgramClosed.Decide(Known, Closed).ShouldBeEquivalentTo(Known with { Ended = true });
        WhenProgramClosed.Decide(Known with { Ended = true }, Closed).ShouldBeNull();
    }

    [Fact]
    public void Who_hears_of_the_end_first_does_not_take_the_program_up_again() =>
        WhenProgramPublished
            .Decide(WhenProgramClosed.Decide(null, Closed), Said)
            .ShouldBeEquivalentTo(Known with { Ended = true });
}

public class WhenMatchingProfileCompletedTests
{
    private static readonly DeciderSpec<Participation, ParticipationEvent> Spec = DeciderSpec.Of<
        Participation,
        ParticipationEvent
    >(Participation.Evolve);
    private static readonly DeciderSpec<MentorCapacity, CapacityEvent> Places = DeciderSpec.Of<
        MentorCapacity,
        CapacityEvent
    >(MentorCapacity.Evolve);
    private static readonly MatchingProfileCompleted Said = new(
        TheApplication.Value,
        5,
        TheProgram.Value,
        Ada.Value,
        "BER",
        "mentor",
        1,
        Earlier,
        Now
    );
    private static readonly ApplicationWithdrawn Gone = new(
        TheApplication.Value,
        6,
        TheProgram.Value,
        Ada.Value,
        "BER",
        "mentor",
        Now
    );
    private static readonly ParticipantJoined Joined = new(
        TheApplication,
        5,
        TheProgram,
        Ada,
        "BER",
        ParticipantRole.Mentor,
        1,
        Earlier,
        Now
    );
    private static readonly ApplicantNoLongerReady Missing = new(
        TheApplication.Value,
        6,
        TheProgram.Value,
        Ada.Value,
        "BER",
        "mentor",
        "trainingLapsed",
        Now
    );
    private static readonly ParticipantNoLongerReady NotReady = new(
        TheApplication,
        6,
        TheProgram,
        Ada,
        "trainingLapsed",
        Now
    );
    private static readonly ParticipantWithdrew Withdrew = new(TheApplication, TheProgram, Ada, Now);

    [
        Theory,
        InlineData("mentor", ParticipantRole.Mentor),
        InlineData("mentee", ParticipantRole.Mentee),
        InlineData("both", ParticipantRole.Both)
    ]
    public void A_person_joins_the_pool(string role, ParticipantRole expected) =>
        Spec.When(known => WhenMatchingProfileCompleted.Decide(known, Said with { Role = role }, null))
            .Then(Joined with { Role = expected });

    [Theory, InlineData("sponsor"), InlineData("Mentor"), InlineData("1"), InlineData("")]
    public void A_role_that_is_not_known_takes_no_part(string role) =>
        Spec.When(known => WhenMatchingProfileCompleted.Decide(known, Said with { Role = role }, null)).ThenNothing();

    [Fact]
    public void What_the_person_added_for_the_matching_comes_along() =>
        Spec.When(known =>
                WhenMatchingProfileCompleted.Decide(
                    known,
                    Said,
                    new(["python"], [new("novelty", 4)], [new("openness", 5), new("openness", 1)], "design", ["law"])
                )
            )
            .Then(
                Joined with
                {
                    Background = new(
                        Said.Person,
                        new(
                            ["python"],
                            "design",
                            ["law"],
                            new Dictionary<string, int> { ["novelty"] = 4 },
                            new Dictionary<string, int> { ["openness"] = 5 }
                        )
                    ),
                }
            );

    [Fact]
    public void What_the_person_left_out_stays_out() =>
        Spec.When(known => WhenMatchingProfileCompleted.Decide(known, Said, new([], [], [], "design")))
            .Then(
                Joined with
                {
                    Background = new(
                        Said.Person,
                        new([], "design", [], new Dictionary<string, int>(), new Dictionary<string, int>())
                    ),
                }
            );

    [Theory, InlineData(5), InlineData(4)]
    public void What_is_known_already_or_newer_stays(long version) =>
        Spec.Given(Joined)
            .When(known => WhenMatchingProfileCompleted.Decide(known, Said with { Version = version }, null))
            .ThenNothing();

    [Fact]
    public void Who_withdrew_does_not_come_back_by_late_news() =>
        Spec.Given(Withdrew).When(known => WhenMatchingProfileCompleted.Decide(known, Said, null)).ThenNothing();

    [Fact]
    public void A_person_is_no_longer_ready() =>
        Spec.Given(Joined).When(known => WhenApplicantNoLongerReady.Decide(known, Missing)).Then(NotReady);

    [Fact]
    public void A_person_is_no_longer_ready_once() =>
        Spec.Given(Joined, NotReady).When(known => WhenApplicantNoLongerReady.Decide(known, Missing)).ThenNothing();

    [Fact]
    public void A_newer_reason_replaces_an_older_one() =>
        Spec.Given(Joined, NotReady)
            .When(known =>
                WhenApplicantNoLongerReady.Decide(known, Missing with { Version = 8, Reason = "trainingRequired" })
            )
            .Then(NotReady with { Version = 8, Reason = "trainingRequired" });

    [Fact]
    public void A_person_who_is_ready_again_stays_ready_when_the_older_message_comes_late() =>
        Spec.Given(Joined with { Version = 7 })
            .When(known => WhenApplicantNoLongerReady.Decide(known, Missing))
            .ThenNothing();

    [Fact]
    public void Who_is_no_longer_ready_before_the_approval_is_known_joins_as_such()
    {
        Spec.When(known => WhenApplicantNoLongerReady.Decide(known, Missing)).Then(NotReady);
        Spec.Given(NotReady)
            .When(known => WhenMatchingProfileCompleted.Decide(known, Said, null))
            .Then(Joined with { NotReadyReason = "trainingLapsed" });
    }

    [Fact]
    public void A_person_becomes_ready_again() =>
        Spec.Given(Joined, NotReady)
            .When(known => WhenMatchingProfileCompleted.Decide(known, Said with { Version = 7 }, null))
            .Then(Joined with { Version = 7 });

    [Fact]
    public void Who_withdrew_has_no_training_to_complete() =>
        Spec.Given(Joined, Withdrew).When(known => WhenApplicantNoLongerReady.Decide(known, Missing)).ThenNothing();

    [Theory, InlineData(ParticipantRole.Mentor), InlineData(ParticipantRole.Both)]
    public void A_mentor_offers_places(ParticipantRole role) =>
        Places
            .When(places => WhenMatchingProfileCompleted.Decide(places, Joined with { Role = role }))
            .Then(OnePlace with { At = Now });

    [Fact]
    public void A_mentee_offers_none() =>
        Places
            .When(places => WhenMatchingProfileCompleted.Decide(places, Joined with { Role = ParticipantRole.Mentee }))
            .ThenNothing();

    [Fact]
    public void Who_is_no_longer_a_mentor_takes_the_places_back() =>
        Places
            .Given(OnePlace)
            .When(places => WhenMatchingProfileCompleted.Decide(places, Joined with { Role = ParticipantRole.Mentee }))
            .Then(OnePlace with { Capacity = 0, At = Now });

    [Fact]
    public void A_person_withdraws() =>
        Spec.Given(Joined).When(known => WhenApplicationWithdrawn.Decide(known, Gone)).Then(Withdrew);

    [Fact]
    public void Who_withdraws_before_the_approval_is_known_is_remembered() =>
        Spec.When(known => WhenApplicationWithdrawn.Decide(known, Gone)).Then(Withdrew);

    [Fact]
    public void A_person_withdraws_once() =>
        Spec.Given(Joined, Withdrew).When(known => WhenApplicationWithdrawn.Decide(known, Gone)).ThenNothing();

    [Fact]
    public void The_places_go_with_the_person() =>
        Places
            .Given(OnePlace)
            .When(places => WhenApplicationWithdrawn.Decide(places, Gone))
            .Then(new CapacityWithdrawn(TheProgram, Ada, TheApplication, Now));

    [Fact]
    public void Where_no_place_was_offered_none_is_withdrawn() =>
        Places.When(places => WhenApplicationWithdrawn.Decide(places, Gone)).ThenNothing();
}
