using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.People.Merges;
using PeerNetwork.Enrollment.Privacy;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;
using static PeerNetwork.Enrollment.Tests.Merges.MergeScenario;

namespace PeerNetwork.Enrollment.Tests.People;

public class OtherJobTests
{
    private static readonly PersonId Boss = new(new("00000000-0000-7000-8000-0000000000b1"));

    private static readonly OtherJob Deputy = new("LIS", "Sales", Boss, "Deputy", 20),
        Matrix = new(null, "Data", TestData.ManagerId, null, null);

    private static readonly Employment Work = TestData.Work with { OtherJobs = OtherJob.InOrder([Deputy, Matrix]) };

    private static readonly DateOnly April = new(2027, 4, 1);

    private readonly DeciderSpec<Person, PersonEvent> _spec = DeciderSpec.Of<Person, PersonEvent>(Person.Evolve);

    [Fact]
    public void The_same_jobs_in_another_order_are_no_change() =>
        _spec
            .Given(TestData.Hired with { Employment = TestData.Stored(Work) })
            .When(p => Record(p, TestData.Work with { OtherJobs = OtherJob.InOrder([Matrix, Deputy]) }))
            .ThenNothing();

    [Fact]
    public void Another_share_is_a_change_of_the_person()
    {
        var work = TestData.Work with { OtherJobs = [Matrix, Deputy with { Share = 25 }] };
        var changed = Record(TestData.Person(TestData.Changed(Work)), work).ShouldHaveSingleItem();
        Person.Evolve(TestData.Person(), changed).Employment.ContentEquals(work).ShouldBeTrue();
    }

    [Fact]
    public void A_change_replaces_all_jobs_or_clears_them_or_lets_them_be()
    {
        After(PersonChange.None with { JobTitle = "Lead" }).ShouldBe(Work.OtherJobs);
        After(PersonChange.None with { OtherJobs = [Matrix] }).ShouldBe([Matrix]);
        After(PersonChange.None with { OtherJobs = [] }).ShouldBeEmpty();

        IReadOnlyList<OtherJob> After(PersonChange change) => change.ApplyTo(Work).OtherJobs;
    }

    [Fact]
    public void What_lies_between_two_employments_holds_the_jobs_of_the_later_one()
    {
        foreach (var (before, after) in new[] { (TestData.Work, Work), (Work, TestData.Work) })
            PersonChange.Between(before, after).ApplyTo(before).ContentEquals(after).ShouldBeTrue();
        PersonChange.Between(Work, Work with { OtherJobs = [.. Work.OtherJobs] }).ShouldBe(PersonChange.None);
    }

    [Fact]
    public void Jobs_of_a_later_day_are_scheduled_once()
    {
        var later = PersonChange.None with { OtherJobs = [Deputy] };
        var first = Record(TestData.Person(), TestData.Work, later).ShouldHaveSingleItem();
        var person = TestData.Person(first);
        Record(person, TestData.Work, PersonChange.None with { OtherJobs = [Deputy with { }] }).ShouldBeEmpty();

        Record(person, TestData.Work, PersonChange.None with { OtherJobs = [Matrix] })
            .Select(e => e.GetType())
            .ShouldBe([typeof(PersonChangeCancelled), typeof(PersonChangeScheduled)]);
        Record(person, TestData.Work, PersonChange.None with { OtherJobs = [] })
            .OfType<PersonChangeScheduled>()
            .ShouldHaveSingleItem()
            .Id.ShouldNotBe(((PersonChangeScheduled)first).Id);
    }

    [Fact]
    public void An_erasure_leaves_none()
    {
        var person = TestData.Person(TestData.Changed(Work));
        var erased = new PersonErased(person.Id, ErasureReason.PersonRequest, null, null, TestData.Now);
        Person.Evolve(person, erased).Employment.OtherJobs.ShouldBeEmpty();
        var unreadable = TestData.Stored(Work) with { Description = new(person.Id.Value, null) };
        unreadable.ToEmployment().OtherJobs.ShouldBeEmpty();
    }

    [Fact]
    public void The_managers_of_other_jobs_are_named_once_and_without_that_of_the_main_job()
    {
        Work.OtherManagers().ShouldBe([Boss]);
        (Work with { OtherJobs = [Deputy, Deputy with { Share = 5 }], Manager = null })
            .OtherManagers()
            .ShouldBe([Boss]);
    }

    [Fact]
    public void The_person_and_the_people_administration_see_the_jobs_and_colleagues_do_not()
    {
        var person = TestData.Person(
            TestData.Changed(Work),
            new PersonChangeScheduled(
                TestData.PersonId,
                new(TestData.Account),
                April,
                (PersonChange.None with { OtherJobs = [] }).StoredFor(TestData.PersonId),
                ChangeSource.Hr,
                TestData.Now.AddDays(31),
                TestData.Now
            )
        );
        PersonView.ForColleagues(person).OtherJobs.ShouldBeNull();
        PersonView.Full(person).OtherJobs.ShouldBeNull();
        PersonView
            .ForPerson(person)
            .OtherJobs.ShouldBe([
                new(null, "Data", TestData.ManagerId.Value, null, null),
                new("LIS", "Sales", Boss.Value, "Deputy", 20),
            ]);
        PersonView.ForAdministration(person).ScheduledChanges!.Single().OtherJobs!.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(SpeakingRecord.Survivor, "Data")]
    [InlineData(SpeakingRecord.Duplicate, "Sales")]
    public void After_a_merge_the_person_has_the_jobs_of_the_record_that_speaks(
        SpeakingRecord record,
        string department
    )
    {
        var survivor = Hired(Survivor, "E1") with { Employment = TestData.Work with { OtherJobs = [Matrix] } };
        var duplicate = Hired(Duplicate, "E2") with { Employment = TestData.Work with { OtherJobs = [Deputy] } };
        survivor
            .After(Merged(Parties(survivor, duplicate), record))
            .Employment.OtherJobs.ShouldHaveSingleItem()
            .Department.ShouldBe(department);
    }

    [Fact]
    public void Who_reports_to_the_duplicate_in_another_job_reports_to_the_survivor_and_back_after_an_undo()
    {
        var report = Hired(TestData.ManagerId, "E3") with
        {
            Employment = TestData.Work with { OtherJobs = [Deputy with { Manager = Duplicate }] },
        };
        var (survivor, duplicate) = (Hired(Survivor, "E1"), Hired(Duplicate, "E2"));
        var decision = Merged(Parties(survivor, duplicate) with { Reports = [report] }, SpeakingRecord.Survivor);
        var moved = report.After(decision);
        moved.Employment.OtherJobs.ShouldBe([Deputy with { Manager = Survivor }]);
        moved.Employment.Manager.ShouldBe(TestData.ManagerId);

        var undone = Undone(new(survivor.After(decision)), new(duplicate.After(decision)), moved);
        moved.After(undone).Employment.ContentEquals(report.Employment).ShouldBeTrue();
    }

    [Fact]
    public void Two_people_of_whom_one_manages_the_other_in_another_job_are_not_merged()
    {
        var survivor = Hired(Survivor, "E1") with
        {
            Employment = TestData.Work with { OtherJobs = [Deputy with { Manager = Duplicate }] },
        };
        Should
            .Throw<DomainException>(() => Merged(Parties(survivor, Hired(Duplicate, "E2")), SpeakingRecord.Survivor))
            .Message.ShouldContain("reports to the other");
    }

    private static PersonEvent[] Record(Person? person, Employment work, params PersonChange[] later) =>
        RecordPerson.Decide(
            person,
            TestData.PersonId,
            TestData.Entry with
            {
                Employment = work,
                Later = [.. later.Select(change => new LaterAssignment(April, change))],
            },
            TestData.Now
        );
}
