using JasperFx.Events;
using Marten;
using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Scim.Groups;

/// <summary>
/// The groups of SCIM clients and their members. Written with the append: its index keeps names unique, as Microsoft
/// Entra ID expects.
/// </summary>
public sealed class GroupsProjection : TableProjection
{
    public GroupsProjection()
        : base("scim_groups")
    {
        var groups = AddTable("scim_groups");
        groups.AddColumn("id", "uuid").AsPrimaryKey();
        groups.AddColumn("display_name", "text").NotNull();
        groups.AddColumn("name_key", "text").NotNull();
        groups.AddColumn("external_id", "text");
        groups.AddColumn("created_at", "timestamptz").NotNull();
        AddUniqueIndex(
            groups,
            "one_group_per_name",
            ["name_key"],
            message: "There is a group with this displayName already."
        );
        var members = AddTable("scim_group_members");
        members.AddColumn("group_id", "uuid").AsPrimaryKey();
        members.AddColumn("person", "uuid").AsPrimaryKey();
        AddIndex(members, "groups_of_a_person", ["person"]);
    }

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case GroupNamed n:
                operations.QueueSql(
                    $"""
                    insert into scim_groups (id, display_name, name_key, external_id, created_at)
                    values ({n.Group.Value}, {n.DisplayName}, {n.DisplayName.ToUpperInvariant()}, {n.ExternalId},
                        {n.At})
                    on conflict (id) do update set display_name = excluded.display_name,
                        name_key = excluded.name_key, external_id = excluded.external_id
                    """
                );
                break;
            case MembersAdded a:
                operations.QueueSql($"insert into scim_group_members select {a.Group.Value}, unnest({Ids(a.Members)})");
                break;
            case MembersRemoved r:
                operations.QueueSql(
                    $"""
                    delete from scim_group_members where group_id = {r.Group.Value} and person = any({Ids(r.Members)})
                    """
                );
                break;
            case PersonErased p:
                operations.QueueSql($"delete from scim_group_members where person = {p.Person.Value}");
                break;
            case GroupDeleted d:
                operations.QueueSql($"delete from scim_group_members where group_id = {d.Group.Value}");
                operations.QueueSql($"delete from scim_groups where id = {d.Group.Value}");
                break;
        }
    }

    private static Guid[] Ids(IReadOnlyList<PersonId> people) => [.. people.Select(p => p.Value)];
}
