using System.Diagnostics;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.RoleAssignments;

public readonly record struct RoleRuleId(Guid Value);

public abstract record RoleRuleEvent;

/// <summary>The members of a SCIM group have a role while they are members.</summary>
/// <param name="Group">The display name of the group, which need not exist yet.</param>
/// <param name="Sites">Codes of sites; <c>*</c> stands for all sites.</param>
/// <param name="Programs">Empty for all programs.</param>
/// <param name="Departments">Departments as HR names them; empty for all.</param>
public sealed record RoleRuleAdded(
    RoleRuleId Rule,
    string Group,
    string Role,
    IReadOnlyList<string> Sites,
    IReadOnlyList<ProgramId> Programs,
    IReadOnlyList<string> Departments,
    Guid By,
    PersonalText Reason,
    DateTimeOffset At
) : RoleRuleEvent;

public sealed record RoleRuleRemoved(RoleRuleId Rule, Guid By, DateTimeOffset At) : RoleRuleEvent;

/// <summary>Grants a role to the members of a SCIM group.</summary>
public sealed record RoleRule(RoleRuleAdded Content, bool Removed = false)
{
    /// <summary>SCIM compares the names of groups without regard to case.</summary>
    public static string KeyOf(string group) => group.ToUpperInvariant();

    public static RoleRule Evolve(RoleRule? rule, RoleRuleEvent e) =>
        (rule, e) switch
        {
            (null, RoleRuleAdded a) => new(a),
            ({ } r, RoleRuleRemoved) => r with { Removed = true },
            _ => throw new UnreachableException($"{e} cannot follow {rule}"),
        };
}
