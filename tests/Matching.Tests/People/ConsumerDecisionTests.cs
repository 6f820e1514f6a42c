using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.Matching.Engine;
using PeerNetwork.Matching.Matches;
using PeerNetwork.Matching.People;
using PeerNetwork.Testing;
using static PeerNetwork.Matching.Tests.Some;

namespace PeerNetwork.Matching.Tests.People;

public class WhenPersonRecordedTests
{
    private static readonly Story<KnownPerson, PersonEvent> _story = Story.Of<KnownPerson, PersonEvent>(KnownPerson.Evolve);
    private static readonly PersonRecorded _said = new(
        Bo.Value, 3, true, "BER", "Europe/Berlin", Cy.Value, "Sales", "Analyst", 4, 5.5m, ["de"], ["chess"],
        [new("sql", 4)], [new("python", 3)], Now);
    private static readonly PersonNoted _noted = new(
        Bo, 3, true, "BER", "Europe/Berlin", Cy, "Sales", "Analyst", 4, 5.5m, ["de"], ["chess"],
        [new Skill("sql", 4)], [new Skill("python", 3)], Now);

    [Fact]
    public void A_person_is_noted() => _story.When(known => WhenPersonRecorded.Decide(known, _said)).Then(_noted);

    [Fact]
    public void A_newer_version_replaces_what_was_known() => _story.Given(_noted)
        .When(known => WhenPersonRecorded.Decide(known, _said with { Version = 4, Manager = null }))
        .Then(_noted with { Version = 4, Manager = null });

    [Theory, InlineData(3), InlineData(2)]
    public void What_is_known_already_or_newer_stays(long version) => _story.Given(_noted)
        .When(known => WhenPersonRecorded.Decide(known, _said with { Version = version }))
        .ThenNothing();
}

public class WhenProgramPublishedTests
{
    private static readonly Story<MentoringProgram, ProgramEvent> _story = Story.Of<MentoringProgram, ProgramEvent>(MentoringProgram.Evolve);
    private static readonly ProgramPublished _said =
        new(TheProgram.Value, 2, "Early career", ["BER", "LIS"], new(2026, 1, 1), new(2026, 6, 30), 14, 1, Now);
    private static readonly ProgramNoted _noted = new(TheProgram, 2, "Early career", ["BER", "LIS"], new(2026, 1, 1), new(2026, 6, 30), Now);

    [Fact]
    public void A_program_is_noted() => _story.When(known => WhenProgramPublished.Decide(known, _said)).Then(_noted);

    [Theory, InlineData(2), InlineData(1)]
    public void What_is_known_already_or_newer_stays(long version) => _story.Given(_noted)
        .When(known => WhenProgramPublished.Decide(known, _said with { Version = version }))
        .ThenNothing();

    [Fact]
    public void A_program_ends() => _story.Given(_noted)
        .When(known => WhenProgramClosed.Decide(known, new(TheProgram.Value, 3, Now)))
        .Then(new ProgramEnded(TheProgram, Now));

    [Fact]
    public void A_program_ends_once() => _story.Given(_noted, new ProgramEnded(TheProgram, Now))
        .When(known => WhenProgramClosed.Decide(known, new(TheProgram.Value, 3, Now)))
        .ThenNothing();

    [Fact]
    public void Who_hears_of_the_end_first_does_not_take_the_program_up_again()
    {
        var known = MentoringProgram.Evolve(MentoringProgram.Evolve(null, new ProgramEnded(TheProgram, Now)), _noted);

        known.Ended.ShouldBeTrue();
        known.SiteCodes.ShouldBe(["BER", "LIS"]);
    }
}

public class WhenApplicationApprovedTests
{
    private static readonly Story<Participation, ParticipationEvent> _story = Story.Of<Participation, ParticipationEvent>(Participation.Evolve);
    private static readonly Story<MentorPlaces, PlacesEvent> _places = Story.Of<MentorPlaces, PlacesEvent>(MentorPlaces.Evolve);
    private static readonly ApplicationApproved _said =
        new(TheApplication.Value, 5, TheProgram.Value, Ada.Value, "BER", "mentor", 1, ["python"], Earlier, Now);
    private static readonly ApplicationWithdrawn _gone = new(TheApplication.Value, 6, TheProgram.Value, Ada.Value, "BER", "mentor", Now);
    private static readonly ParticipantJoined _joined =
        new(TheApplication, 5, TheProgram, Ada, "BER", ParticipantRole.Mentor, 1, ["python"], Earlier, Now);
    private static readonly ParticipantWithdrew _withdrew = new(TheApplication, TheProgram, Ada, Now);

    [Theory, InlineData("mentor", ParticipantRole.Mentor), InlineData("mentee", ParticipantRole.Mentee), InlineData("both", ParticipantRole.Both)]
    public void A_person_joins_the_pool(string role, ParticipantRole expected) => _story
        .When(known => WhenApplicationApproved.Decide(known, _said with { Role = role }))
        .Then(_joined with { Role = expected });

    [Theory, InlineData(5), InlineData(4)]
    public void What_is_known_already_or_newer_stays(long version) => _story.Given(_joined)
        .When(known => WhenApplicationApproved.Decide(known, _said with { Version = version }))
        .ThenNothing();

    [Fact]
    public void Who_withdrew_does_not_come_back_by_late_news() => _story.Given(_withdrew)
        .When(known => WhenApplicationApproved.Decide(known, _said))
        .ThenNothing();

    [Theory, InlineData(ParticipantRole.Mentor), InlineData(ParticipantRole.Both)]
    public void A_mentor_offers_places(ParticipantRole role) => _places
        .When(places => WhenApplicationApproved.Decide(places, _joined with { Role = role }))
        .Then(OnePlace with { At = Now });

    [Fact]
    public void A_mentee_offers_none() => _places
        .When(places => WhenApplicationApproved.Decide(places, _joined with { Role = ParticipantRole.Mentee }))
        .ThenNothing();

    [Fact]
    public void Who_is_no_longer_a_mentor_takes_the_places_back() => _places.Given(OnePlace)
        .When(places => WhenApplicationApproved.Decide(places, _joined with { Role = ParticipantRole.Mentee }))
        .Then(OnePlace with { Capacity = 0, At = Now });

    [Fact]
    public void A_person_withdraws() => _story.Given(_joined)
        .When(known => WhenApplicationWithdrawn.Decide(known, _gone))
        .Then(_withdrew);

    [Fact]
    public void Who_withdraws_before_the_approval_is_known_is_remembered() => _story
        .When(known => WhenApplicationWithdrawn.Decide(known, _gone))
        .Then(_withdrew);

    [Fact]
    public void A_person_withdraws_once() => _story.Given(_joined, _withdrew)
        .When(known => WhenApplicationWithdrawn.Decide(known, _gone))
        .ThenNothing();

    [Fact]
    public void The_places_go_with_the_person() => _places.Given(OnePlace)
        .When(places => WhenApplicationWithdrawn.Decide(places, _gone))
        .Then(new PlacesWithdrawn(TheProgram, Ada, TheApplication, Now));

    [Fact]
    public void Where_no_place_was_offered_none_is_withdrawn() => _places
        .When(places => WhenApplicationWithdrawn.Decide(places, _gone))
        .ThenNothing();
}
