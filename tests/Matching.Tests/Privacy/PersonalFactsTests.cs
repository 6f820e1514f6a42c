using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Matches;
using PeerNetwork.Matching.People;
using PeerNetwork.Matching.Privacy;
using PeerNetwork.Matching.Runs;
using PeerNetwork.Testing;
using static PeerNetwork.Matching.Tests.TestData;

namespace PeerNetwork.Matching.Tests.Privacy;

public class PersonalFactsTests
{
    [Fact]
    public void Every_stored_event_is_exported_for_the_people_in_it() =>
        new ExportCoverage(new PersonalDataProjection(), PersonalFacts.Of)
        {
            NotExported = { [typeof(PersonalDataErased)] = "After an erasure there is no export." },
            NotAbout =
            {
                ["blocked"] = "A person is not told who takes no requests from them.",
                ["managers"] = "They are part of the data on the mentee.",
                ["worst"] = "The last candidate of a mentee, who has a place of their own in the solution.",
                ["given"] = "The mentor of a mentee, who has a place of their own in the solution.",
                ["least"] = "The last mentee of a mentor, who has a place of their own in the solution.",
            },
        }.Check(
            [.. GoldenTests.Samples.Where(e => e is not SolutionMenteesRecorded), Solution],
            Ada.Value,
            Bo.Value,
            Cy.Value,
            Dee.Value
        );

    [Fact]
    public void A_computed_pair_does_not_tell_the_other_person()
    {
        var made = GoldenTests.Samples.OfType<ProposalsMade>().Single();
        var fact = PersonalFacts.Of(made, Bo.Value)!;
        PlainPersonalData.ToJson(fact.Data).ToJsonString().ShouldNotContain($"{Ada.Value}");
        fact.Withheld.ShouldNotBeNull();
    }

    [Fact]
    public void A_note_for_the_coordinators_is_shown_to_its_author_alone()
    {
        var declined = GoldenTests.Samples.OfType<MatchDeclined>().Single();
        Json(PersonalFacts.Of(declined, Bo.Value)!.Data).ShouldContain("No time.");
        var partner = PersonalFacts.Of(declined, Ada.Value)!;
        Json(partner.Data).ShouldNotContain("No time.");
        partner.Withheld.ShouldNotBeNull();
    }

    [Fact]
    public void Of_a_cohort_only_the_person_is_shown()
    {
        var recorded = GoldenTests.Samples.OfType<CohortMenteesRecorded>().Single();
        var two = recorded with { Mentees = [.. recorded.Mentees, RecordedMentee.Of(new(new(Cy.Value), "LIS", Now))] };
        var shown = Json(PersonalFacts.Of(two, Cy.Value)!.Data);
        shown.ShouldContain("LIS");
        shown.ShouldNotContain("chess");
        shown.ShouldNotContain($"{Bo.Value}");
    }

    /// <summary>Without the mentor of the pair, who has an event of their own.</summary>
    private static SolutionMenteesRecorded Solution
    {
        get
        {
            var solution = GoldenTests.Samples.OfType<SolutionMenteesRecorded>().Single();
            return solution with { Mentees = [.. solution.Mentees.Select(m => m with { Mentor = null })] };
        }
    }

    private static string Json(object data) => PlainPersonalData.ToJson(data).ToJsonString();
}
