using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Privacy;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Privacy;

public class LegalHoldTests
{
    private static readonly Guid Admin = Guid.NewGuid();
    private static readonly PersonalText Lawsuit = new(Admin, "A lawsuit.");
    private static readonly LegalHoldPlaced Placed = new(TestData.PersonId, Lawsuit, Admin, TestData.Now);
    private static readonly LegalHoldEnded Ended = new(TestData.PersonId, Admin, TestData.Now);

    private readonly DeciderSpec<Person, PersonEvent> _spec = DeciderSpec.Of<Person, PersonEvent>(Person.Evolve);

    [Fact]
    public void A_person_on_hold_is_not_erased() =>
        _spec.Given(TestData.Hired, TestData.Left, Placed).When(Erase).ThenThrows(DomainError.Conflict);

    [Fact]
    public void After_the_hold_the_person_can_be_erased() =>
        _spec
            .Given(TestData.Hired, TestData.Left, Placed, Ended)
            .When(Erase)
            .Then(TestData.Erased with { NumberKey = Guid.Empty });

    [Fact]
    public void A_hold_is_placed_once_for_a_reason() =>
        _spec.Given(TestData.Hired, Placed).When(p => Place(p, Lawsuit)).ThenNothing();

    [Fact]
    public void A_hold_gets_another_reason() =>
        _spec
            .Given(TestData.Hired, Placed)
            .When(p => Place(p, new(Admin, "An audit.")))
            .Then(Placed with { Reason = new(Admin, "An audit.") });

    [Fact]
    public void A_hold_is_placed_on_a_person_who_works_here() =>
        _spec.Given(TestData.Hired).When(p => Place(p, Lawsuit)).Then(Placed);

    [Fact]
    public void An_erased_person_gets_no_hold() =>
        _spec
            .Given(TestData.Hired, TestData.Left, TestData.Erased)
            .When(p => Place(p, Lawsuit))
            .ThenThrows(DomainError.Conflict);

    [Fact]
    public void An_unknown_person_gets_no_hold() => _spec.When(p => Place(p, Lawsuit)).ThenThrows(DomainError.NotFound);

    [Fact]
    public void A_hold_ends_once()
    {
        _spec.Given(TestData.Hired, Placed).When(End).Then(Ended);
        _spec.Given(TestData.Hired).When(End).ThenNothing();
        _spec.When(End).ThenThrows(DomainError.NotFound);
    }

    private static PersonEvent[] Place(Person? person, PersonalText reason) =>
        PlaceLegalHold.Decide(person, reason, Admin, TestData.Now);

    private static PersonEvent[] End(Person? person) => EndLegalHold.Decide(person, Admin, TestData.Now);

    private static PersonEvent[] Erase(Person? person) =>
        ErasePerson.Decide(person, ErasureReason.PersonRequest, TestData.Now);
}
