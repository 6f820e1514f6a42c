using PeerNetwork.Engagement.Feedback;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.Notes;
using PeerNetwork.Engagement.People;
using PeerNetwork.Engagement.Privacy;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;
using PeerNetwork.Testing;
using static PeerNetwork.Engagement.Tests.TestData;

namespace PeerNetwork.Engagement.Tests.Privacy;

public class PersonalFactsTests
{
    private static readonly NoteWritten Private = GoldenTests.Samples.OfType<NoteWritten>().Single() with
    {
        Shared = false,
    };

    [Fact]
    public void Every_stored_event_is_exported_for_the_people_in_it() =>
        new ExportCoverage(new PersonalDataProjection(), (data, person) => For(new(person)).Of(data))
        {
            NotExported =
            {
                [typeof(PersonalDataErased)] = "After an erasure there is no export.",
                [typeof(Badges.BadgeAwarded)] = "It is shown to the one who got it; another test shows that.",
            },
        }.Check(GoldenTests.Samples, Mentor.Value, Mentee.Value);

    [Fact]
    public void A_badge_is_shown_to_the_one_who_got_it()
    {
        var badge = GoldenTests.Samples.OfType<Badges.BadgeAwarded>().Single();
        For(badge.Person).Of(badge).ShouldNotBeNull();
        For(badge.Person == Mentor ? Mentee : Mentor).Of(badge).ShouldBeNull();
    }

    [Fact]
    public void A_private_note_is_in_the_export_by_its_author_alone()
    {
        Json(For(Mentee).Of(Private)).ShouldContain("Ask her");
        For(Mentor).Of(Private).ShouldBeNull();
    }

    [Fact]
    public void A_note_that_was_shared_later_is_in_the_exports_of_both()
    {
        foreach (var person in (PersonId[])[Mentor, Mentee])
            Json(new PersonalFacts(person, isOwn: true, new HashSet<NoteId> { Private.Note }).Of(Private))
                .ShouldContain("Ask her");
    }

    [Fact]
    public void The_people_administration_gets_no_text_of_a_note()
    {
        foreach (var note in (NoteWritten[])[Private, Private with { Shared = true }])
        {
            var fact = new PersonalFacts(Mentee, isOwn: false, new HashSet<NoteId>()).Of(note);
            Json(fact).ShouldNotContain("Ask her");
            fact!.Withheld.ShouldNotBeNull();
        }
    }

    [Fact]
    public void Feedback_for_coordinators_is_shown_to_its_author_alone()
    {
        var feedback = GoldenTests.Samples.OfType<FeedbackGiven>().Single() with
        {
            Audience = FeedbackAudience.Coordinator,
        };
        Json(For(Mentor).Of(feedback)).ShouldContain("Clear");
        var partner = For(Mentee).Of(feedback);
        Json(partner).ShouldNotContain("Clear");
        Json(partner).ShouldNotContain("score");
        partner!.Withheld.ShouldNotBeNull();
    }

    [Fact]
    public void A_coordinator_who_closed_a_mentorship_gets_the_own_reason_and_nothing_of_the_pair()
    {
        var closed = GoldenTests.Samples.OfType<MentorshipClosed>().Single() with
        {
            By = Stranger,
            Reason = Stranger.ToPersonalText("They do not meet."),
        };
        var fact = For(Stranger).Of(closed);
        Json(fact).ShouldContain("They do not meet.");
        Json(fact).ShouldNotContain($"{Mentee.Value}");
        Json(For(Mentee).Of(closed)).ShouldNotContain("They do not meet.");
        new PersonalDataProjection().MentionsIn(closed).ShouldContain(new PersonMention(Stranger.Value, false));
    }

    [Fact]
    public void The_reason_of_a_departure_is_shown_to_its_author_alone()
    {
        Json(For(SecondMentee).Of(SecondLeft)).ShouldContain("Too little time");
        Json(For(Mentor).Of(SecondLeft)).ShouldNotContain("Too little time");

        var byCoordinator = SecondLeft with { By = Stranger, Reason = Stranger.ToPersonalText("Never came.") };
        var fact = For(Stranger).Of(byCoordinator);
        fact!.Kind.ShouldBe("Decisions on others");
        Json(fact).ShouldContain("Never came.");
        var own = For(SecondMentee).Of(byCoordinator);
        Json(own).ShouldNotContain("Never came.");
        own!.Withheld.ShouldNotBeNull();
        new PersonalDataProjection().MentionsIn(byCoordinator).ShouldContain(new PersonMention(Stranger.Value, false));
    }

    private static PersonalFacts For(PersonId person) => new(person, isOwn: true, new HashSet<NoteId>());

    private static string Json(PersonalFact? fact) => PlainPersonalData.ToJson(fact!.Data).ToJsonString();
}
