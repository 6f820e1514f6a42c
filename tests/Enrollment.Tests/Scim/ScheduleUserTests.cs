using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Scim.Protocol;
using PeerNetwork.Enrollment.Scim.Users;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Scim;

public class ScheduleUserTests
{
    private const string Resource = """{"userName":"ada"}""";

    private static readonly DateOnly April = new(2027, 4, 1),
        May = new(2027, 5, 1);

    private static readonly UserKeys Keys = new(TestData.Account, null, []);

    private static readonly UserProvisioned Provisioned = new(
        TestData.PersonId,
        TestData.ClientId,
        TestData.PersonalText(Resource),
        Keys,
        TestData.Now
    );

    private static readonly PersonAnnounced Announced = new(
        TestData.PersonId,
        TestData.Number("E1"),
        TestData.PersonalText("Ada Lovelace"),
        TestData.PersonalText("ada@example.com"),
        TestData.Stored(TestData.Work),
        TestData.Now
    );

    private static readonly PersonChange Promotion = PersonChange.None with { JobTitle = "Lead" };

    private static readonly Employment Promoted = TestData.Work with { JobTitle = "Lead" };

    private readonly DeciderSpec<Person, PersonEvent> _spec = DeciderSpec.Of<Person, PersonEvent>(Person.Evolve);

    [Fact]
    public void The_facts_that_differ_wait_for_their_day() =>
        _spec.Given(TestData.Hired, Provisioned).When(Say(April, Promoted)).Then(Scheduled(April, Promotion));

    [Fact]
    public void What_a_user_will_not_have_any_more_is_cleared() =>
        _spec
            .Given(TestData.Hired, Provisioned)
            .When(Say(April, TestData.Work with { Manager = null, WorkMode = null }))
            .Then(Scheduled(April, PersonChange.None with { Clear = new ClearedFacts(Manager: true, WorkMode: true) }));

    [Fact]
    public void A_move_waits_for_the_day_at_the_new_site()
    {
        var move = PersonChange.None with { SiteCode = "CHI", TimeZone = "America/Chicago" };
        _spec
            .Given(TestData.Hired, Provisioned)
            .When(Say(April, TestData.Work with { SiteCode = "CHI", TimeZone = "America/Chicago" }))
            .Then(Scheduled(April, move) with { DueAt = new(2027, 4, 1, 5, 0, 0, TimeSpan.Zero) });
    }

    [Fact]
    public void A_name_changes_at_once_and_the_facts_do_not()
    {
        var user = User(Promoted);
        _spec
            .Given(TestData.Hired, Provisioned)
            .When(Say(April, user with { Entry = user.Entry with { Name = "Ada King" } }))
            .Then(
                new PersonChanged(
                    TestData.PersonId,
                    TestData.Number("E1"),
                    TestData.PersonalText("Ada King"),
                    TestData.PersonalText("ada@example.com"),
                    TestData.Stored(TestData.Work),
                    null,
                    TestData.Now
                ),
                Scheduled(April, Promotion)
            );
    }

    [Fact]
    public void The_same_again_is_no_event_and_something_else_replaces_it()
    {
        _spec.Given(TestData.Hired, Provisioned, Scheduled(April, Promotion)).When(Say(April, Promoted)).ThenNothing();
        _spec
            .Given(TestData.Hired, Provisioned, Scheduled(April, Promotion))
            .When(Say(April, TestData.Work with { Department = "Sales" }))
            .Then(Cancelled(April, Promotion), Scheduled(April, PersonChange.None with { Department = "Sales" }));
        _spec
            .Given(TestData.Hired, Provisioned, Scheduled(April, Promotion))
            .When(Say(April, TestData.Work))
            .Then(Cancelled(April, Promotion));
    }

    [Fact]
    public void What_others_scheduled_for_the_day_stays()
    {
        var other = Scheduled(April, Promotion) with { Source = ChangeSource.PeopleAdministration };
        _spec
            .Given(TestData.Hired, Provisioned, other)
            .When(Say(April, Promoted with { Department = "Sales" }))
            .Then(Scheduled(April, PersonChange.None with { Department = "Sales" }));
    }

    [Fact]
    public void A_later_day_is_compared_with_what_an_earlier_one_brings()
    {
        _spec.Given(TestData.Hired, Provisioned, Scheduled(April, Promotion)).When(Say(May, Promoted)).ThenNothing();
        _spec
            .Given(TestData.Hired, Provisioned, Scheduled(April, Promotion))
            .When(Say(May, TestData.Work))
            .Then(Scheduled(May, PersonChange.None with { JobTitle = "Chemist" }));
    }

    [Fact]
    public void A_departure_and_a_return_wait_for_their_day()
    {
        var departure = Scheduled(April, PersonChange.To(EmploymentStatus.Left));
        _spec
            .Given(TestData.Hired, Provisioned)
            .When(Say(April, User(TestData.Work) with { Active = false }))
            .Then(departure);
        _spec
            .Given(TestData.Hired, Provisioned, departure)
            .When(Say(May, TestData.Work))
            .Then(Scheduled(May, PersonChange.To(EmploymentStatus.Active)));
    }

    [Fact]
    public void A_new_user_is_announced_and_begins_on_the_day() =>
        _spec
            .Given()
            .When(Say(April, TestData.Work))
            .Then(Announced, Scheduled(April, PersonChange.To(EmploymentStatus.Active)), Provisioned);

    [Fact]
    public void A_start_is_taken_back() =>
        _spec
            .Given(Announced, Scheduled(April, PersonChange.To(EmploymentStatus.Active)), Provisioned)
            .When(Say(April, User(TestData.Work) with { Active = false }))
            .Then(Cancelled(April, PersonChange.To(EmploymentStatus.Active)));

    [Fact]
    public void A_user_who_waits_for_the_first_day_is_what_the_client_says_meanwhile()
    {
        var start = Scheduled(April, PersonChange.To(EmploymentStatus.Active));
        _spec
            .Given(Announced, start, Provisioned)
            .When(person =>
                ProvisionUser.Decide(
                    person,
                    TestData.PersonId,
                    TestData.ClientId,
                    User(Promoted) with
                    {
                        Active = false,
                    },
                    TestData.Now
                )
            )
            .Then(Announced with { Employment = TestData.Stored(Promoted) });
    }

    [Fact]
    public void A_user_who_will_not_be_active_has_no_later_day() =>
        Should
            .Throw<ScimException>(() =>
                Say(April, User(Promoted) with { Active = false })(TestData.Person(TestData.Left))
            )
            .Message.ShouldContain("effectiveOn");

    [Fact]
    public void There_is_a_limit() =>
        _spec
            .Given([
                TestData.Hired,
                Provisioned,
                .. Enumerable
                    .Range(0, 100)
                    .Select(n =>
                        Scheduled(May.AddDays(n), Promotion) with
                        {
                            Source = ChangeSource.PeopleAdministration,
                        }
                    ),
            ])
            .When(Say(April, Promoted))
            .ThenThrows(DomainError.Conflict, "100 scheduled changes");

    [Fact]
    public void A_deleted_user_has_no_later_days()
    {
        _spec
            .Given(TestData.Hired, Provisioned, Scheduled(April, Promotion))
            .When(person => DeprovisionUser.Decide(person!, TestData.ClientId, TestData.Now))
            .Then(
                TestData.Left,
                Cancelled(April, Promotion),
                new UserDeprovisioned(TestData.PersonId, TestData.ClientId, TestData.Now)
            );
    }

    [Fact]
    public void A_person_who_was_erased_stays_so() =>
        _spec.Given(TestData.Hired, TestData.Left, TestData.Erased).When(Say(April, TestData.Work)).ThenNothing();

    private static ProvisionedUser User(Employment work) =>
        new(true, TestData.Entry with { Employment = work }, Resource, Keys);

    private static Func<Person?, PersonEvent[]> Say(DateOnly day, Employment work) => Say(day, User(work));

    private static Func<Person?, PersonEvent[]> Say(DateOnly day, ProvisionedUser user) =>
        person => ScheduleUser.Decide(person, TestData.PersonId, TestData.ClientId, user, day, TestData.Now);

    private static PersonChangeScheduled Scheduled(DateOnly day, PersonChange change) =>
        new(
            TestData.PersonId,
            IdOf(day, change),
            day,
            change.StoredFor(TestData.PersonId),
            ChangeSource.Scim,
            ScheduledChange.StartOf(day, "Europe/Berlin"),
            TestData.Now
        );

    private static PersonChangeCancelled Cancelled(DateOnly day, PersonChange change) =>
        new(TestData.PersonId, IdOf(day, change), TestData.Now);

    private static ChangeId IdOf(DateOnly day, PersonChange change) => change.IdFor(TestData.PersonId, "scim", day);
}
