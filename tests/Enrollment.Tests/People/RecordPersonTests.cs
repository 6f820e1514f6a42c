using PeerNetwork.Enrollment.People;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.People;

public class RecordPersonTests
{
    private readonly DeciderSpec<Person, PersonEvent> _spec = DeciderSpec.Of<Person, PersonEvent>(Person.Evolve);

    [Fact]
    public void A_person_named_for_the_first_time_is_hired() =>
        _spec
            .When(person => RecordPerson.Decide(person, TestData.PersonId, TestData.Entry, TestData.Now))
            .Then(TestData.Hired);

    [Fact]
    public void A_name_that_HR_does_not_give_stays_absent() =>
        _spec
            .When(person =>
                RecordPerson.Decide(
                    person,
                    TestData.PersonId,
                    TestData.Entry with
                    {
                        Name = null,
                        Email = null,
                    },
                    TestData.Now
                )
            )
            .Then(TestData.Hired with { Name = null, Email = null });

    [Fact]
    public void A_person_named_again_is_as_they_were() =>
        _spec
            .Given(TestData.Hired)
            .When(person =>
                RecordPerson.Decide(
                    person,
                    TestData.PersonId,
                    TestData.Entry with
                    {
                        Employment = TestData.Work with { Languages = ["de", "en"] },
                    },
                    TestData.Now
                )
            )
            .ThenNothing();

    [Fact]
    public void A_new_name_is_a_change() =>
        _spec
            .Given(TestData.Hired)
            .When(person =>
                RecordPerson.Decide(person, TestData.PersonId, TestData.Entry with { Name = "Ada King" }, TestData.Now)
            )
            .Then(
                new PersonChanged(
                    TestData.PersonId,
                    "E1",
                    TestData.PersonalText("Ada King"),
                    TestData.PersonalText("ada@example.com"),
                    TestData.Work,
                    null,
                    TestData.Now
                )
            );

    [Fact]
    public void A_new_address_is_a_change() =>
        _spec
            .Given(TestData.Hired)
            .When(person =>
                RecordPerson.Decide(person, TestData.PersonId, TestData.Entry with { Email = null }, TestData.Now)
            )
            .Then(
                new PersonChanged(
                    TestData.PersonId,
                    "E1",
                    TestData.PersonalText("Ada Lovelace"),
                    null,
                    TestData.Work,
                    null,
                    TestData.Now
                )
            );

    [Fact]
    public void A_change_at_work_keeps_the_profile()
    {
        var work = TestData.Work with { JobLevel = 4, Languages = ["de"] };
        _spec
            .Given(TestData.Hired, TestData.Declared)
            .When(person =>
                RecordPerson.Decide(person, TestData.PersonId, TestData.Entry with { Employment = work }, TestData.Now)
            )
            .Then(
                new PersonChanged(
                    TestData.PersonId,
                    "E1",
                    TestData.PersonalText("Ada Lovelace"),
                    TestData.PersonalText("ada@example.com"),
                    work,
                    TestData.Profile,
                    TestData.Now
                )
            );
    }

    [Fact]
    public void A_person_who_left_is_hired_again_with_their_profile() =>
        _spec
            .Given(TestData.Hired, TestData.Declared, TestData.Left)
            .When(person => RecordPerson.Decide(person, TestData.PersonId, TestData.Entry, TestData.Now))
            .Then(TestData.Hired with { Profile = TestData.Profile });

    [Fact]
    public void An_erased_person_stays_erased_when_HR_repeats_the_name() =>
        _spec
            .Given(TestData.Hired with { Name = TestData.PersonalText(null), Email = TestData.PersonalText(null) })
            .When(person => RecordPerson.Decide(person, TestData.PersonId, TestData.Entry, TestData.Now))
            .ThenNothing();
}
