using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;
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
                    TestData.Number("E1"),
                    TestData.PersonalText("Ada King"),
                    TestData.PersonalText("ada@example.com"),
                    TestData.Stored(TestData.Work),
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
                    TestData.Number("E1"),
                    TestData.PersonalText("Ada Lovelace"),
                    null,
                    TestData.Stored(TestData.Work),
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
                    TestData.Number("E1"),
                    TestData.PersonalText("Ada Lovelace"),
                    TestData.PersonalText("ada@example.com"),
                    TestData.Stored(work),
                    TestData.Stored(TestData.Profile),
                    TestData.Now
                )
            );
    }

    [Fact]
    public void A_person_who_left_is_hired_again_with_their_profile() =>
        _spec
            .Given(TestData.Hired, TestData.Declared, TestData.Left)
            .When(person => RecordPerson.Decide(person, TestData.PersonId, TestData.Entry, TestData.Now))
            .Then(TestData.Hired with { Profile = TestData.Stored(TestData.Profile) });

    [Fact]
    public void An_erased_person_stays_erased_when_HR_repeats_the_name() =>
        _spec
            .Given(TestData.Hired, TestData.Left, TestData.Erased)
            .When(person => RecordPerson.Decide(person, TestData.PersonId, TestData.Entry, TestData.Now))
            .ThenNothing();

    [Fact]
    public void A_person_whose_first_day_is_to_come_is_announced_and_hired_on_that_day()
    {
        var entry = TestData.Entry with
        {
            Employment = TestData.Work with { HiredOn = new(2027, 5, 1) },
            WaitsForFirstDay = true,
        };
        var announced = new PersonAnnounced(
            TestData.PersonId,
            TestData.Number("E1"),
            TestData.PersonalText("Ada Lovelace"),
            TestData.PersonalText("ada@example.com"),
            TestData.Stored(entry.Employment),
            TestData.Now
        );
        var start = Scheduled(EmploymentStatus.Active, new(2027, 5, 1));
        _spec.When(p => Decide(p, entry)).Then(announced, start);
        _spec.Given(announced, start).When(p => Decide(p, entry)).ThenNothing();

        var later = entry with { Employment = TestData.Work with { HiredOn = new(2027, 6, 1) } };
        _spec
            .Given(announced, start)
            .When(p => Decide(p, later))
            .Then(
                announced with
                {
                    Employment = TestData.Stored(later.Employment),
                },
                new PersonChangeCancelled(TestData.PersonId, start.Id, TestData.Now),
                Scheduled(EmploymentStatus.Active, new(2027, 6, 1))
            );
        _spec
            .Given(announced, start)
            .When(p => Decide(p, TestData.Entry))
            .Then(TestData.Hired, new PersonChangeCancelled(TestData.PersonId, start.Id, TestData.Now));
        _spec
            .Given(announced, start)
            .When(p => RecordDeparture.Decide(p, TestData.Now))
            .Then(new PersonChangeCancelled(TestData.PersonId, start.Id, TestData.Now));
    }

    [Fact]
    public void A_last_day_is_scheduled_moved_and_withdrawn_and_the_person_leaves_after_it()
    {
        var (april, may) = (
            Scheduled(EmploymentStatus.Left, new(2027, 4, 1)),
            Scheduled(EmploymentStatus.Left, new(2027, 5, 1))
        );
        var cancelled = new PersonChangeCancelled(TestData.PersonId, april.Id, TestData.Now);
        _spec.Given(TestData.Hired).When(p => Decide(p, LeavesAfter(new(2027, 3, 31)))).Then(april);
        _spec.Given(TestData.Hired, april).When(p => Decide(p, LeavesAfter(new(2027, 3, 31)))).ThenNothing();
        _spec.Given(TestData.Hired, april).When(p => Decide(p, TestData.Entry)).ThenNothing();
        _spec.Given(TestData.Hired, april).When(p => Decide(p, LeavesAfter(new(2027, 4, 30)))).Then(cancelled, may);
        _spec.Given(TestData.Hired, april).When(p => Decide(p, LeavesAfter(null))).Then(cancelled);
        _spec
            .Given(TestData.Hired, april)
            .When(p => Decide(p, LeavesAfter(new(2027, 2, 28))))
            .Then(TestData.Left, cancelled);
        _spec.When(p => Decide(p, LeavesAfter(new(2027, 2, 28)))).ThenNothing();
    }

    [Fact]
    public void What_the_people_administration_scheduled_is_not_for_HR_to_cancel()
    {
        var leaves = Scheduled(EmploymentStatus.Left, new(2027, 4, 1)) with
        {
            Source = ChangeSource.PeopleAdministration,
        };
        _spec.Given(TestData.Hired, leaves).When(p => Decide(p, LeavesAfter(null))).ThenNothing();
    }

    [Fact]
    public void HR_that_speaks_of_leaves_begins_and_ends_them()
    {
        var away = TestData.Work with { OnLeave = true };
        var changed = new PersonChanged(
            TestData.PersonId,
            TestData.Number("E1"),
            TestData.PersonalText("Ada Lovelace"),
            TestData.PersonalText("ada@example.com"),
            TestData.Stored(away),
            null,
            TestData.Now
        );
        _spec.Given(TestData.Hired).When(p => Decide(p, TestData.Entry with { OnLeave = true })).Then(changed);
        _spec
            .Given(TestData.Hired, changed)
            .When(p => Decide(p, TestData.Entry with { OnLeave = false }))
            .Then(changed with { Employment = TestData.Stored(TestData.Work) });
    }

    private static PersonEvent[] Decide(Person? person, HrRecord entry) =>
        RecordPerson.Decide(person, TestData.PersonId, entry, TestData.Now);

    private static HrRecord LeavesAfter(DateOnly? day) => TestData.Entry with { LastDay = new(day) };

    private static PersonChangeScheduled Scheduled(EmploymentStatus status, DateOnly on) =>
        new(
            TestData.PersonId,
            new(DerivedId.From($"hr {EnumText.Of(status)} {on:O}", TestData.PersonId.Value)),
            on,
            PersonChange.To(status).StoredFor(TestData.PersonId),
            ChangeSource.Hr,
            ScheduledChange.StartOf(on, "Europe/Berlin"),
            TestData.Now
        );
}
