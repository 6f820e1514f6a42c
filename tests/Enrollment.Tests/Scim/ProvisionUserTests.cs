using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Scim.Users;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Scim;

public class ProvisionUserTests
{
    private const string Resource = """{"userName":"ada"}""";

    private static readonly UserKeys Keys = new(TestData.Account, null, []);
    private static readonly ProvisionedUser User = new(true, TestData.Entry, Resource, Keys);

    private static readonly UserProvisioned Provisioned = new(
        TestData.PersonId,
        TestData.ClientId,
        TestData.PersonalText(Resource),
        Keys,
        TestData.Now
    );
    private static readonly UserDeprovisioned Deprovisioned = new(TestData.PersonId, TestData.ClientId, TestData.Now);
    private static readonly PersonAnnounced Announced = new(
        TestData.PersonId,
        TestData.Number("E1"),
        TestData.PersonalText("Ada Lovelace"),
        TestData.PersonalText("ada@example.com"),
        TestData.Stored(TestData.Work),
        TestData.Now
    );

    private readonly DeciderSpec<Person, PersonEvent> _spec = DeciderSpec.Of<Person, PersonEvent>(Person.Evolve);

    [Fact]
    public void A_new_active_user_is_hired() => _spec.Given().When(Provision(User)).Then(TestData.Hired, Provisioned);

    [Fact]
    public void A_new_user_who_is_not_active_is_announced() =>
        _spec.Given().When(Provision(User with { Active = false })).Then(Announced, Provisioned);

    [Fact]
    public void An_announced_person_is_hired_when_the_user_is_active() =>
        _spec.Given(Announced, Provisioned).When(Provision(User)).Then(TestData.Hired);

    [Fact]
    public void An_announced_person_who_stays_so_is_no_event() =>
        _spec.Given(Announced, Provisioned).When(Provision(User with { Active = false })).ThenNothing();

    [Fact]
    public void A_person_of_a_roster_gets_the_user_and_nothing_else_changes() =>
        _spec.Given(TestData.Hired).When(Provision(User)).Then(Provisioned);

    [Fact]
    public void The_same_user_again_is_no_event() =>
        _spec.Given(TestData.Hired, Provisioned).When(Provision(User)).ThenNothing();

    [Fact]
    public void A_user_who_is_not_active_any_more_leaves() =>
        _spec.Given(TestData.Hired, Provisioned).When(Provision(User with { Active = false })).Then(TestData.Left);

    [Fact]
    public void A_user_who_is_active_again_is_hired_again() =>
        _spec.Given(TestData.Hired, Provisioned, TestData.Left).When(Provision(User)).Then(TestData.Hired);

    [Fact]
    public void What_only_the_user_says_changes_the_user_alone() =>
        _spec
            .Given(TestData.Hired, Provisioned)
            .When(Provision(User with { Resource = "{}" }))
            .Then(Provisioned with { Resource = TestData.PersonalText("{}") });

    [Fact]
    public void A_deleted_user_leaves()
    {
        _spec.Given(TestData.Hired, Provisioned).When(Delete).Then(TestData.Left, Deprovisioned);
        _spec.Given(TestData.Hired, Provisioned, TestData.Left).When(Delete).Then(Deprovisioned);
        _spec.Given(TestData.Hired).When(Delete).ThenNothing();
    }

    private static Func<Person?, PersonEvent[]> Provision(ProvisionedUser user) =>
        person => ProvisionUser.Decide(person, TestData.PersonId, TestData.ClientId, user, TestData.Now);

    private static PersonEvent[] Delete(Person? person) =>
        DeprovisionUser.Decide(person!, TestData.ClientId, TestData.Now);
}
