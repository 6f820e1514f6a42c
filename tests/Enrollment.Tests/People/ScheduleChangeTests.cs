using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.People;

public class ScheduleChangeTests
{
    private static readonly ChangeId Id = new(new("00000000-0000-7000-8000-0000000000d1"));

    private const ChangeSource Source = ChangeSource.PeopleAdministration;

    private static readonly DateOnly Tomorrow = new(2027, 3, 2),
        Yesterday = new(2027, 2, 28);

    private static readonly PersonChange Nothing = new(null, null, null, null, null, null, null),
        Promotion = Nothing with { JobTitle = "Lead", JobLevel = 4 },
        Move = Nothing with { SiteCode = "CHI", TimeZone = "America/Chicago" },
        Leave = Nothing with { Status = EmploymentStatus.OnLeave },
        Return = Nothing with { Status = EmploymentStatus.Active },
        Departure = Nothing with { Status = EmploymentStatus.Left };

    private static readonly PersonAnnounced Announced = new(
        TestData.PersonId,
        TestData.Number("E1"),
        TestData.PersonalText("Ada Lovelace"),
        TestData.PersonalText("ada@example.com"),
        TestData.Stored(TestData.Work),
        TestData.Now
    );

    private static readonly PersonChangeApplied Applied = new(TestData.PersonId, Id, TestData.Now);

    private readonly DeciderSpec<Person, PersonEvent> _spec = DeciderSpec.Of<Person, PersonEvent>(Person.Evolve);

    [Fact]
    public void A_change_waits_for_the_start_of_its_day_at_the_site() =>
        _spec.Given(TestData.Hired).When(p => Schedule(p, Tomorrow, Promotion)).Then(Scheduled(Tomorrow, Promotion));

    [Fact]
    public void A_move_takes_effect_by_the_clocks_of_the_new_site() =>
        _spec
            .Given(TestData.Hired)
            .When(p => Schedule(p, Tomorrow, Move))
            .Then(Scheduled(Tomorrow, Move) with { DueAt = new DateTimeOffset(2027, 3, 2, 6, 0, 0, TimeSpan.Zero) });

    [Theory]
    [InlineData("2027-03-28", "Europe/Berlin", "2027-03-27T23:00:00Z")]
    [InlineData("2027-03-29", "Europe/Berlin", "2027-03-28T22:00:00Z")]
    [InlineData("2026-03-29", "Asia/Beirut", "2026-03-28T22:00:00Z")]
    [InlineData("2027-03-02", "Nowhere/Unknown", "2027-03-02T00:00:00Z")]
    public void A_day_starts_at_its_first_moment_even_where_a_clock_change_skips_midnight(
        string day,
        string zone,
        string start
    ) => ScheduledChange.StartOf(DateOnly.Parse(day, null), zone).ShouldBe(DateTimeOffset.Parse(start, null));

    [Fact]
    public void A_change_of_a_day_that_has_begun_takes_effect_at_once() =>
        _spec
            .Given(TestData.Hired)
            .When(p => Schedule(p, Yesterday, Promotion))
            .Then(
                Scheduled(Yesterday, Promotion),
                Applied,
                TestData.Changed(TestData.Work with { JobTitle = "Lead", JobLevel = 4 })
            );

    [Fact]
    public void A_leave_and_the_return_change_nothing_else()
    {
        _spec.Given(TestData.Hired).When(p => Apply(p, Leave)).Then(Applied, TestData.Changed(OnLeave));
        _spec
            .Given(TestData.Hired, TestData.Changed(OnLeave))
            .When(p => Apply(p, Return))
            .Then(Applied, TestData.Changed(TestData.Work));
        _spec.Given(TestData.Hired, TestData.Changed(OnLeave)).When(p => Apply(p, Leave)).Then(Applied);
    }

    [Fact]
    public void Cost_centre_working_time_and_work_mode_change_on_their_day() =>
        _spec
            .Given(TestData.Hired)
            .When(p => Apply(p, Nothing with { CostCentre = "9", WorkingTime = 100, WorkMode = WorkMode.Remote }))
            .Then(
                Applied,
                TestData.Changed(TestData.Work with { CostCentre = "9", WorkingTime = 100, WorkMode = WorkMode.Remote })
            );

    [Fact]
    public void A_change_clears_the_facts_that_it_names_and_no_others()
    {
        var all = ClearedFacts.Of(Enum.GetValues<ClearableFact>())!;
        all.ToList().ShouldBe(Enum.GetValues<ClearableFact>());
        _spec
            .Given(TestData.Hired)
            .When(p => Apply(p, Nothing with { Clear = all }))
            .Then(
                Applied,
                TestData.Changed(
                    TestData.Work with
                    {
                        Manager = null,
                        Department = null,
                        JobTitle = null,
                        JobLevel = null,
                        CostCentre = null,
                        WorkingTime = null,
                        WorkMode = null,
                    }
                )
            );
        _spec
            .Given(TestData.Hired)
            .When(p => Apply(p, Nothing with { JobTitle = "Lead", Clear = ClearedFacts.Of([ClearableFact.Manager]) }))
            .Then(Applied, TestData.Changed(TestData.Work with { JobTitle = "Lead", Manager = null }));
    }

    [Fact]
    public void What_lies_between_two_employments_makes_the_later_one_of_the_earlier_one()
    {
        var later = TestData.Work with
        {
            SiteCode = "CHI",
            TimeZone = "America/Chicago",
            Manager = null,
            JobTitle = "Lead",
            CostCentre = null,
            WorkMode = null,
        };
        foreach (var (before, after) in new[] { (TestData.Work, later), (later, TestData.Work) })
            PersonChange.Between(before, after).ApplyTo(before).ShouldBe(after);
        PersonChange.Between(TestData.Work, TestData.Work).ShouldBe(PersonChange.None);
    }

    [Fact]
    public void A_departure_and_a_start_take_effect()
    {
        _spec.Given(TestData.Hired).When(p => Apply(p, Departure)).Then(Applied, TestData.Left);
        _spec.Given(Announced).When(p => Apply(p, Return)).Then(Applied, TestData.Hired);
        _spec.Given(TestData.Hired, TestData.Left).When(p => Apply(p, Return)).Then(Applied, TestData.Hired);
    }

    [Fact]
    public void A_change_that_comes_after_the_person_left_has_no_effect()
    {
        _spec.Given(TestData.Hired, TestData.Left).When(p => Apply(p, Promotion)).Then(Applied);
        _spec.Given(TestData.Hired, TestData.Left).When(p => Apply(p, Departure)).Then(Applied);
    }

    [Fact]
    public void HR_that_does_not_speak_of_leaves_ends_none() =>
        _spec
            .Given(TestData.Hired, TestData.Changed(OnLeave))
            .When(p => RecordPerson.Decide(p, TestData.PersonId, TestData.Entry, TestData.Now))
            .ThenNothing();

    [Fact]
    public void Only_a_start_can_be_scheduled_for_a_person_who_does_not_work_here()
    {
        _spec
            .Given(TestData.Hired, TestData.Left)
            .When(p => Schedule(p, Tomorrow, Promotion))
            .ThenThrows(DomainError.Conflict, "Schedule the day of a start first");
        _spec
            .Given(Announced, Scheduled(Tomorrow, Return) with { Id = new(TestData.Account) })
            .When(p => Schedule(p, Tomorrow, Promotion))
            .Then(Scheduled(Tomorrow, Promotion));
        _spec.When(p => Schedule(p, Tomorrow, Return)).ThenThrows(DomainError.NotFound);
    }

    [Fact]
    public void There_is_a_limit() =>
        _spec
            .Given([
                TestData.Hired,
                .. Enumerable
                    .Range(0, 100)
                    .Select(_ => Scheduled(Tomorrow, Promotion) with { Id = new(Guid.CreateVersion7()) }),
            ])
            .When(p => Schedule(p, Tomorrow, Promotion))
            .ThenThrows(DomainError.Conflict, "100 scheduled changes");

    [Fact]
    public void A_scheduled_change_is_cancelled_once()
    {
        var cancelled = new PersonChangeCancelled(TestData.PersonId, Id, TestData.Now);
        _spec
            .Given(TestData.Hired, Scheduled(Tomorrow, Promotion))
            .When(p => CancelScheduledChange.Decide(p, Id, TestData.Now))
            .Then(cancelled);
        _spec
            .Given(TestData.Hired, Scheduled(Tomorrow, Promotion), cancelled)
            .When(p => CancelScheduledChange.Decide(p, Id, TestData.Now))
            .ThenThrows(DomainError.NotFound);
    }

    [Fact]
    public void The_status_follows_what_is_known()
    {
        Person.Evolve(null, Announced).Status.ShouldBe(PersonStatus.PreHire);
        TestData.Person().Status.ShouldBe(PersonStatus.Active);
        TestData.Person(TestData.Changed(OnLeave)).Status.ShouldBe(PersonStatus.OnLeave);
        TestData.Person(Scheduled(Tomorrow, Departure)).Status.ShouldBe(PersonStatus.OnNotice);
        TestData.Person(Scheduled(Tomorrow, Departure), TestData.Left).Status.ShouldBe(PersonStatus.Left);
    }

    private static Employment OnLeave => TestData.Work with { OnLeave = true };

    private static PersonEvent[] Schedule(Person? person, DateOnly on, PersonChange change) =>
        ScheduleChange.Decide(person, Id, on, change, TestData.Now);

    private static PersonEvent[] Apply(Person? person, PersonChange change) =>
        ApplyScheduledChange.Decide(person!, new(Id, Tomorrow, change, Source, TestData.Now), TestData.Now);

    private static PersonChangeScheduled Scheduled(DateOnly on, PersonChange change) =>
        new(
            TestData.PersonId,
            Id,
            on,
            change.StoredFor(TestData.PersonId),
            Source,
            ScheduledChange.StartOf(on, "Europe/Berlin"),
            TestData.Now
        );
}
