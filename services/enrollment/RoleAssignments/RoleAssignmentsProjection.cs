using JasperFx.Events;
using Marten;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.RoleAssignments;

/// <summary>The roles of all people. Written with the append: a revoked role ends at once.</summary>
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
        roles.AddColumn("first_day", "date").NotNull();
        roles.AddColumn("last_day", "date");
        roles.AddColumn("starts", "timestamptz").NotNull();
        roles.AddColumn("ends", "timestamptz");
        AddIndex(roles, "roles_of_a_person", ["person"]);
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
                        {a.Programs.Select(p => p.Value).ToArray()}, {a.From}, {a.Until}, {a.Starts}, {a.Ends})
                    """
                );
                break;
            case RoleTermChanged { Assignment: var a }:
                operations.QueueSql(
                    $"update role_assignments set last_day = {a.Until}, ends = {a.Ends} where id = {a.Id.Value}"
                );
                break;
            case RoleEnded r:
                operations.QueueSql($"delete from role_assignments where id = {r.Assignment.Value}");
                break;
        }
    }
}
