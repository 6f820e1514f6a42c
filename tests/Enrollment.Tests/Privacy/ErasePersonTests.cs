using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Privacy;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Privacy;

public class ErasePersonTests
{
    private readonly DeciderSpec<Person, PersonEvent> _spec = DeciderSpec.Of<Person, PersonEvent>(Person.Evolve);

    [Fact]
    public void A_person_who_left_is_erased_with_the_keys_of_number_and_user()
    {
        var (number, userName) = (Guid.NewGuid(), Guid.NewGuid());
        _spec
            .Given(
                TestData.Hired with
                {
                    EmployeeNumber = TestData.Number("E1", number),
                },
                new UserProvisioned(
                    TestData.PersonId,
                    TestData.ClientId,
                    TestData.PersonalText("{}"),
                    new(userName, null, []),
                    TestData.Now
                ),
                TestData.Left,
                new UserDeprovisioned(TestData.PersonId, TestData.ClientId, TestData.Now)
            )
            .When(Erase)
            .Then(TestData.Erased with { NumberKey = number, UserNameKey = userName });
    }

    [Fact]
    public void What_is_scheduled_is_cancelled()
    {
        var change = new ChangeId(Guid.NewGuid());
        _spec
            .Given(
                TestData.Hired,
                new PersonChangeScheduled(
                    TestData.PersonId,
                    change,
                    new(2027, 5, 1),
                    PersonChange.To(EmploymentStatus.OnLeave).StoredFor(TestData.PersonId),
                    ChangeSource.PeopleAdministration,
                    TestData.Now.AddDays(60),
                    TestData.Now
                ),
                TestData.Left
            )
            .When(Erase)
            .Then(
                new PersonChangeCancelled(TestData.PersonId, change, TestData.Now),
                TestData.Erased with
                {
                    NumberKey = Guid.Empty,
                }
            );
    }

    [Fact]
    public void A_person_is_erased_once() =>
        _spec.Given(TestData.Hired, TestData.Left, TestData.Erased).When(Erase).ThenNothing();

    [Fact]
    public void Nobody_is_not_erased() => _spec.When(Erase).ThenThrows(DomainError.NotFound);

    [Fact]
    public void A_person_who_works_here_is_not_erased() =>
        _spec.Given(TestData.Hired).When(Erase).ThenThrows(DomainError.Conflict);

    [Fact]
    public void A_person_who_will_start_is_not_erased() =>
        _spec
            .Given(
                TestData.Hired,
                TestData.Left,
                new PersonChangeScheduled(
                    TestData.PersonId,
                    new(Guid.NewGuid()),
                    new(2027, 5, 1),
                    PersonChange.To(EmploymentStatus.Active).StoredFor(TestData.PersonId),
                    ChangeSource.PeopleAdministration,
                    TestData.Now.AddDays(60),
                    TestData.Now
                )
            )
            .When(Erase)
            .ThenThrows(DomainError.Conflict);

    [Fact]
    public void A_change_cannot_be_scheduled_for_an_erased_person() =>
        _spec
            .Given(TestData.Hired, TestData.Left, TestData.Erased)
            .When(p =>
                ScheduleChange.Decide(
                    p,
                    new(Guid.NewGuid()),
                    new(2027, 5, 1),
                    PersonChange.To(EmploymentStatus.Active),
                    TestData.Now
                )
            )
            .ThenThrows(DomainError.Conflict);

    [Fact]
    public void The_receipt_has_one_line_for_each_service()
    {
        var part = new PersonalDataDestroyed(TestData.PersonId, "matching", [new("encryption key", 1)], TestData.Now);
        DeciderSpec
            .Of<Erasure, ErasureEvent>(Erasure.Evolve)
            .Given(new ErasureStarted(TestData.PersonId, ErasureReason.PersonRequest, TestData.Now, []))
            .When(e => Erasure.Record(e, part))
            .Then(part);
        DeciderSpec
            .Of<Erasure, ErasureEvent>(Erasure.Evolve)
            .Given(new ErasureStarted(TestData.PersonId, ErasureReason.PersonRequest, TestData.Now, []), part)
            .When(e => Erasure.Record(e, part))
            .ThenNothing();
        Erasure.Record(null, part).ShouldBeEmpty();
    }

    private static PersonEvent[] Erase(Person? person) =>
        ErasePerson.Decide(person, ErasureReason.PersonRequest, TestData.Now);
}
