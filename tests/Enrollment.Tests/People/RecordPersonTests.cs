using PeerNetwork.Enrollment.People;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.People;

public class RecordPersonTests
{
    private readonly DeciderSpec<Person, PersonEvent> _story = DeciderSpec.Of<Person, PersonEvent>(Person.Evolve);

    [Fact]
    public void A_person_named_for_the_first_time_is_hired() =>
        _story.When(person => RecordPerson.Decide(person, A.PersonId, A.Entry, A.Now)).Then(A.Hired);

    [Fact]
    public void A_name_that_HR_does_not_give_stays_absent() =>
        _story
            .When(person => RecordPerson.Decide(person, A.PersonId, A.Entry with { Name = null, Email = null }, A.Now))
            .Then(A.Hired with { Name = null, Email = null });

    [Fact]
    public void A_person_named_again_is_as_they_were() =>
        _story
            .Given(A.Hired)
            .When(person =>
                RecordPerson.Decide(
                    person,
                    A.PersonId,
                    A.Entry with
                    {
                        Employment = A.Work with { Languages = ["de", "en"] },
                    },
                    A.Now
                )
            )
            .ThenNothing();

    [Fact]
    public void A_new_name_is_a_change() =>
        _story
            .Given(A.Hired)
            .When(person => RecordPerson.Decide(person, A.PersonId, A.Entry with { Name = "Ada King" }, A.Now))
            .Then(
                new PersonChanged(
                    A.PersonId,
                    A.PersonalText("Ada King"),
                    A.PersonalText("ada@example.com"),
                    A.Work,
                    null,
                    A.Now
                )
            );

    [Fact]
    public void A_new_address_is_a_change() =>
        _story
            .Given(A.Hired)
            .When(person => RecordPerson.Decide(person, A.PersonId, A.Entry with { Email = null }, A.Now))
            .Then(new PersonChanged(A.PersonId, A.PersonalText("Ada Lovelace"), null, A.Work, null, A.Now));

    [Fact]
    public void A_change_at_work_keeps_the_profile()
    {
        var work = A.Work with { JobLevel = 4, Languages = ["de"] };
        _story
            .Given(A.Hired, A.Declared)
            .When(person => RecordPerson.Decide(person, A.PersonId, A.Entry with { Employment = work }, A.Now))
            .Then(
                new PersonChanged(
                    A.PersonId,
                    A.PersonalText("Ada Lovelace"),
                    A.PersonalText("ada@example.com"),
                    work,
                    A.Profile,
                    A.Now
                )
            );
    }

    [Fact]
    public void A_person_who_left_is_hired_again_with_their_profile() =>
        _story
            .Given(A.Hired, A.Declared, A.Left)
            .When(person => RecordPerson.Decide(person, A.PersonId, A.Entry, A.Now))
            .Then(A.Hired with { Profile = A.Profile });

    [Fact]
    public void An_erased_person_stays_erased_when_HR_repeats_the_name() =>
        _story
            .Given(A.Hired with { Name = A.PersonalText(null), Email = A.PersonalText(null) })
            .When(person => RecordPerson.Decide(person, A.PersonId, A.Entry, A.Now))
            .ThenNothing();
}
