using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.People.Merges;
using PeerNetwork.Enrollment.Scim.Groups;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Scim;

public class ProvisionGroupTests
{
    private static readonly GroupId Id = new(new("00000000-0000-7000-8000-0000000000c4"));
    private static readonly PersonId Ada = TestData.PersonId,
        Boss = TestData.ManagerId;

    private static readonly GroupNamed Named = new(Id, TestData.ClientId, "Mentors", null, TestData.Now);

    private readonly DeciderSpec<ScimGroup, GroupEvent> _spec = DeciderSpec.Of<ScimGroup, GroupEvent>(ScimGroup.Evolve);

    [Fact]
    public void A_new_group_is_named_and_filled() =>
        _spec.Given().When(Provision("Mentors", Ada)).Then(Named, Added(Ada));

    [Fact]
    public void Only_what_differs_is_appended()
    {
        _spec.Given(Named, Added(Ada)).When(Provision("Mentors", Ada)).ThenNothing();
        _spec.Given(Named, Added(Ada)).When(Provision("Mentors", Ada, Boss)).Then(Added(Boss));
        _spec.Given(Named, Added(Ada)).When(Provision("Mentors", Boss)).Then(Added(Boss), Removed(Ada));
        _spec.Given(Named, Added(Ada)).When(Provision("Guides", Ada)).Then(Named with { DisplayName = "Guides" });
    }

    [Fact]
    public void A_member_who_was_merged_is_known_by_the_survivor()
    {
        var merged = new Survivors(new Dictionary<PersonId, PersonId> { [Ada] = Boss });
        _spec.Given(Named, Added(Ada)).When(Provision(merged, Boss)).ThenNothing();
        _spec.Given(Named, Added(Ada)).When(Provision(merged)).Then(Removed(Ada));
        _spec.Given(Named, Added(Ada), Added(Boss)).When(Provision(merged)).Then(Removed(Ada, Boss));
    }

    private static Func<ScimGroup?, GroupEvent[]> Provision(string name, params PersonId[] members) =>
        Provision(new(new Dictionary<PersonId, PersonId>()), name, members);

    private static Func<ScimGroup?, GroupEvent[]> Provision(Survivors survivors, params PersonId[] members) =>
        Provision(survivors, "Mentors", members);

    private static Func<ScimGroup?, GroupEvent[]> Provision(Survivors survivors, string name, PersonId[] members) =>
        group =>
            ProvisionGroup.Decide(
                group,
                Id,
                TestData.ClientId,
                new(name, null, members.ToHashSet()),
                survivors,
                TestData.Now
            );

    private static MembersAdded Added(PersonId person) => new(Id, TestData.ClientId, [person], TestData.Now);

    private static MembersRemoved Removed(params PersonId[] people) => new(Id, TestData.ClientId, people, TestData.Now);
}
