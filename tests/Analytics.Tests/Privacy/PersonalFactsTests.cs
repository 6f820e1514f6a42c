using PeerNetwork.Analytics.Privacy;
using PeerNetwork.Contracts.Engagement;
using PeerNetwork.Contracts.Privacy;
using PeerNetwork.Testing;

namespace PeerNetwork.Analytics.Tests.Privacy;

public class PersonalFactsTests
{
    [Fact]
    public void Every_stored_event_is_exported_for_the_people_in_it() =>
        new ExportCoverage(new PersonalDataProjection(), PersonalFacts.Of)
        {
            NotExported = { [typeof(PersonErased)] = "After an erasure there is no export." },
            NotAbout = { ["manager"] = "It is part of the data on the employee." },
        }.Check(TestData.All, TestData.Mentor, TestData.Mentee);

    [Fact]
    public void Everything_about_a_mentorship_is_shown_without_scores()
    {
        foreach (var fact in TestData.All.Where(e => e.GetType().Namespace == typeof(GoalSet).Namespace))
            PersonalFacts.Of(fact, TestData.Mentee)?.Kind.ShouldBe("Mentorships");
        var feedback = PersonalFacts.Of(TestData.All.OfType<FeedbackGiven>().Single(), TestData.Mentee)!;
        var shown = EventSourcing.PlainPersonalData.ToJson(feedback.Data);
        shown["score"].ShouldBeNull();
        shown["person"]!.GetValue<Guid>().ShouldBe(TestData.Mentor, "who gave it");
        feedback.Withheld.ShouldNotBeNull();
    }

    /// <summary>Most events of a mentorship name no one, so the check above does not see them.</summary>
    [Fact]
    public void No_event_of_a_pair_is_forgotten() =>
        TestData
            .All.Where(e => e.GetType().Namespace == typeof(GoalSet).Namespace && e is not BadgeAwarded)
            .ShouldAllBe(e => PersonalFacts.Of(e, TestData.Mentee) != null);
}
