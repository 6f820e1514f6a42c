using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.Matching.Engine;
using PeerNetwork.Matching.Matches;
using PeerNetwork.Matching.People;
using PeerNetwork.Testing;
using static PeerNetwork.Matching.Tests.Some;

namespace PeerNetwork.Matching.Tests.People;

public class WhenPersonRecordedTests
{
    private static readonly Story<KnownPerson, PersonEvent> Scene = Story.Of<KnownPerson, PersonEvent>(
        KnownPerson.Evolve
    );
    private static readonly PersonRecorded Said = new(
        Bo.Value,
        3,
        true,
        "BER",
        "Europe/Berlin",
        Cy.Value,
        "Sales",
        "Analyst",
        4,
        5.5m,
        ["de"],
        ["chess"],
        [new("sql", 4)],
        [new("python", 3)],
        Now
    );
    private static readonly PersonNoted Noted = new(
        Bo,
        3,
        true,
        "BER",
        "Europe/Berlin",
        Cy,
        "Sales",
        "Analyst",
        4,
        5.5m,
        ["de"],
        ["chess"],
        [new Skill("sql", 4)],
        [new Skill("python", 3)],
        Now
    );

    [Fact]
    public void A_person_is_noted() => Scene.When(known => WhenPersonRecorded.Decide(known, Said)).Then(Noted);

    [Fact]
    public void A_newer_version_replaces_what_was_known() =>
        Scene
            .Given(Noted)
            .When(known => WhenPersonRecorded.Decide(known, Said with { Version = 4, Manager = null }))
            .Then(Noted with { Version = 4, Manager = null });

    [Fact]
    public void The_hours_of_a_person_are_noted() =>
        Scene
            .When(known => WhenPersonRecorded.Decide(known, Said with { HoursPerMonth = 6 }))
            .Then(Noted with { HoursPerMonth = 6 });

    [Theory, InlineData(3), InlineData(2)]
    public void What_is_known_already_or_newer_stays(long version) =>
        Scene
            .Given(Noted)
            .When(known => WhenPersonRecorded.Decide(known, Said with { Version = version }))
            .ThenNothing();
}

public class WhenProgramPublishedTests
{
    private static readonly Story<MentoringProgram, ProgramEvent> Scene = Story.Of<MentoringProgram, ProgramEvent>(
        MentoringProgram.Evolve
    );
    private static readonly ProgramPublished Said = new(
        TheProgram.Value,
        2,
        "Early career",
        ["BER", "LIS"],
        new(2026, 1, 1),
        new(2026, 6, 30),
        14,
        1,
        Now
    );
    private static readonly ProgramNoted Noted = new(
        TheProgram,
        2,
        "Early career",
        ["BER", "LIS"],
        new(2026, 1, 1),
        new(2026, 6, 30),
        Now
    );

    [Fact]
    public void A_program_is_noted() => Scene.When(known => WhenProgramPublished.Decide(known, Said)).Then(Noted);

    [Theory, InlineData(2), InlineData(1)]
    public void What_is_known_already_or_newer_stays(long version) =>
        Scene
            .Given(Noted)
            .When(known => WhenProgramPublished.Decide(known, Said with { Version = version }))
            .ThenNothing();

    [Fact]
    public void A_program_ends() =>
        Scene
            .Given(Noted)
            .When(known => WhenProgramClosed.Decide(known, new(TheProgram.Value, 3, Now)))
            .Then(new ProgramEnded(TheProgram, Now));

    [Fact]
    public void A_program_ends_once() =>
        Scene
            .Given(Noted, new ProgramEnded(TheProgram, Now))
            .When(known => WhenProgramClosed.Decide(known, new(TheProgram.Value, 3, Now)))
            .ThenNothing();

    [Fact]
    public void Who_hears_of_the_end_first_does_not_take_the_program_up_again()
    {
        var known = MentoringProgram.Evolve(MentoringProgram.Evolve(null, new ProgramEnded(TheProgram, Now)), Noted);

        known.Ended.ShouldBeTrue();
        known.SiteCodes.ShouldBe(["BER", "LIS"]);
    }
}

public class WhenMatchingProfileCompletedTests
{
    private static readonly Story<Participation, ParticipationEvent> Scene = Story.Of<
        Participation,
        ParticipationEvent
    >(Participation.Evolve);
    private static readonly Story<MentorPlaces, PlacesEvent> Places = Story.Of<MentorPlaces, PlacesEvent>(
        MentorPlaces.Evolve
    );
    private static readonly MatchingProfileCompleted Said = new(
        TheApplication.Value,
        5,
        TheProgram.Value,
        Ada.Value,
        "BER",
        "mentor",
        1,
        ["python"],
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
        ["python"],
        Earlier,
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
        Scene
            .When(known => WhenMatchingProfileCompleted.Decide(known, Said with { Role = role }, null))
            .Then(Joined with { Role = expected });

    [Theory, InlineData("sponsor"), InlineData("Mentor"), InlineData("1"), InlineData("")]
    public void A_role_that_is_not_known_takes_no_part(string role) =>
        Scene.When(known => WhenMatchingProfileCompleted.Decide(known, Said with { Role = role }, null)).ThenNothing();

    [Fact]
    public void What_the_person_added_for_the_matching_comes_along() =>
        Scene
            .When(known =>
                WhenMatchingProfileCompleted.Decide(
                    known,
                    Said,
                    new([new("novelty", 4)], [new("openness", 5), new("openness", 1)], "design", ["law"])
                )
            )
            .Then(
                Joined with
                {
                    Background = new(
                        Said.Person,
                        new(
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
        Scene
            .When(known => WhenMatchingProfileCompleted.Decide(known, Said, new([], [], "design")))
            .Then(
                Joined with
                {
                    Background = new(
                        Said.Person,
                        new("design", [], new Dictionary<string, int>(), new Dictionary<string, int>())
                    ),
                }
            );

    [Theory, InlineData(5), InlineData(4)]
    public void What_is_known_already_or_newer_stays(long version) =>
        Scene
            .Given(Joined)
            .When(known => WhenMatchingProfileCompleted.Decide(known, Said with { Version = version }, null))
            .ThenNothing();

    [Fact]
    public void Who_withdrew_does_not_come_back_by_late_news() =>
        Scene.Given(Withdrew).When(known => WhenMatchingProfileCompleted.Decide(known, Said, null)).ThenNothing();

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
        Scene.Given(Joined).When(known => WhenApplicationWithdrawn.Decide(known, Gone)).Then(Withdrew);

    [Fact]
    public void Who_withdraws_before_the_approval_is_known_is_remembered() =>
        Scene.When(known => WhenApplicationWithdrawn.Decide(known, Gone)).Then(Withdrew);

    [Fact]
    public void A_person_withdraws_once() =>
        Scene.Given(Joined, Withdrew).When(known => WhenApplicationWithdrawn.Decide(known, Gone)).ThenNothing();

    [Fact]
    public void The_places_go_with_the_person() =>
        Places
            .Given(OnePlace)
            .When(places => WhenApplicationWithdrawn.Decide(places, Gone))
            .Then(new PlacesWithdrawn(TheProgram, Ada, TheApplication, Now));

    [Fact]
    public void Where_no_place_was_offered_none_is_withdrawn() =>
        Places.When(places => WhenApplicationWithdrawn.Decide(places, Gone)).ThenNothing();
}
