using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Privacy;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Privacy;

public class PersonalFactsTests
{
    [Fact]
    public void Every_stored_event_is_exported_for_the_people_in_it() =>
        new ExportCoverage(new PersonalDataProjection(), PersonalFacts.Of)
        {
            NotExported =
            {
                [typeof(PersonErased)] = "After an erasure there is no export.",
                [typeof(ErasureStarted)] = "After an erasure there is no export.",
                [typeof(PersonalDataDestroyed)] = "After an erasure there is no export.",
            },
            NotAbout = { ["manager"] = "It is part of the data on the employee." },
        }.Check(GoldenTests.Samples, TestData.PersonId.Value, TestData.ManagerId.Value, GoldenTests.Admin);

    [Fact]
    public void A_legal_hold_is_for_the_administration_until_it_ends()
    {
        var placed = GoldenTests.Samples.OfType<LegalHoldPlaced>().Single();
        var held = Person.Evolve(Person.Evolve(null, TestData.Hired), placed);
        ShowPersonalData.IsForAdministration(placed, held).ShouldBeTrue();
        var ended = Person.Evolve(held, GoldenTests.Samples.OfType<LegalHoldEnded>().Single());
        ShowPersonalData.IsForAdministration(placed, ended).ShouldBeFalse();
    }

    [Fact]
    public void A_change_that_is_still_to_come_is_for_the_administration()
    {
        var scheduled = GoldenTests.Samples.OfType<PersonChangeScheduled>().Single();
        var waiting = Person.Evolve(Person.Evolve(null, TestData.Hired), scheduled);
        ShowPersonalData.IsForAdministration(scheduled, waiting).ShouldBeTrue();
        ShowPersonalData.IsForAdministration(TestData.Hired, waiting).ShouldBeFalse();
        var applied = Person.Evolve(waiting, new PersonChangeApplied(TestData.PersonId, scheduled.Id, TestData.Now));
        ShowPersonalData.IsForAdministration(scheduled, applied).ShouldBeFalse();
    }
}
