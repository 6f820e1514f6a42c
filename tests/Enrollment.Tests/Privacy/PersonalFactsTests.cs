using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Privacy;
using PeerNetwork.EventSourcing;
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
