using JasperFx.Events;
using Marten;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.RoleAssignments;

/// <summary>
/// The roles of all people, and the rules for groups. Written with the append: a revoked role ends at once.
/// </summary>
public sealed class RoleAssignmentsProjection : TableProjection
{
    public RoleAssignmentsProjection()
        : base("role_assignments")
    {
        var roles = AddTable("role_assignments");
        roles.AddColumn("id", "uuid").AsPrimaryKey();
        roles.AddColumn("person", "uuid").NotNull();
        roles.AddColumn("role", "text").NotNull();
        roles.AddColumn("sites", "text[]").NotNull();
        roles.AddColumn("programs", "uuid[]").NotNull();
        roles.AddColumn("departments", "text[]").NotNull();
        roles.AddColumn("first_day", "date").NotNull();
        roles.AddColumn("last_day", "date");
        roles.AddColumn("starts", "timestamptz").NotNull();
        roles.AddColumn("ends", "timestamptz");
        roles.AddColumn("rule", "uuid");
        roles.AddColumn("on_behalf_of", "uuid");
        AddIndex(roles, "delegations_of_a_person", ["on_behalf_of"], where: "on_behalf_of is not null");
        AddIndex(roles, "roles_of_a_person", ["person"]);
        AddIndex(roles, "holders_of_a_role", ["role", "person"]);
        AddIndex(roles, "roles_by_rule", ["rule"], where: "rule is not null");

        var rules = AddTable("role_rules");
        rules.AddColumn("id", "uuid").AsPrimaryKey();
        rules.AddColumn("group_name", "text").NotNull();
        rules.AddColumn("group_key", "text").NotNull();
        rules.AddColumn("role", "text").NotNull();
        rules.AddColumn("sites", "text[]").NotNull();
        rules.AddColumn("programs", "uuid[]").NotNull();
        rules.AddColumn("departments", "text[]").NotNull();
    }

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case RoleAssigned { Person: var person, Assignment: var a }:
                operations.QueueSql(
                    $"""
                    insert into role_assignments
                    values ({a.Id.Value}, {person.Value}, {a.Role}, {a.Sites.ToArray()},
                        {a.Programs.Select(p => p.Value).ToArray()}, {a.Departments.ToArray()}, {a.From}, {a.Until},
                        {a.Starts}, {a.Ends}, {a.Rule?.Value}, {a.OnBehalfOf?.Value})
                    """
                );
                break;
            case RoleTermChanged { Assignment: var a }:
                operations.QueueSql(
                    $"update role_assignments set last_day = {a.Until}, ends = {a.Ends} where id = {a.Id.Value}"
                );
                break;
            case RoleRuleAdded r:
                operations.QueueSql(
                    $"""
                    insert into role_rules
                    values ({r.Rule.Value}, {r.Group}, {RoleRule.KeyOf(r.Group)}, {r.Role}, {r.Sites.ToArray()},
                        {r.Programs.Select(p => p.Value).ToArray()}, {r.Departments.ToArray()})
                    """
                );
                break;
            case RoleRuleRemoved r:
                operations.QueueSql($"delete from role_rules where id = {r.Rule.Value}");
                break;
            case RoleEnded r:
                operations.QueueSql($"delete from role_assignments where id = {r.Assignment.Value}");
                break;
        }
    }
}
