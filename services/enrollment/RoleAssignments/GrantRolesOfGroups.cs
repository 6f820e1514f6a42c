using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.People.Merges;
using PeerNetwork.Enrollment.Scim.Groups;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.RoleAssignments;

/// <summary>Gives the members of SCIM groups the roles of the rules, and takes them back.</summary>
/// <remarks>
/// It compares who should have a role with who has it, so the order of the events makes no difference.
/// </remarks>
public sealed class GrantRolesOfGroups : ReactingSubscription
{
    private readonly ReadModels _models;

    public GrantRolesOfGroups(IServiceScopeFactory scopes, ReadModels models, TimeProvider clock)
        : base("grant_roles_of_groups", scopes, clock)
    {
        _models = models;
        On<MembersAdded>((_, ct) => FindDifferences(null, ct));
        On<MembersRemoved>((_, ct) => FindDifferences(null, ct));
        On<GroupNamed>((_, ct) => FindDifferences(null, ct));
        On<GroupDeleted>((_, ct) => FindDifferences(null, ct));
        On<RoleRuleAdded>((_, ct) => FindDifferences(null, ct));
        On<RoleRuleRemoved>((_, ct) => FindDifferences(null, ct));
        // A person who comes back is still a member of the groups.
        On<UserProvisioned>((u, ct) => FindDifferences(u.Person.Value, ct));
        On<DuplicateMerged>((m, ct) => FindDifferences(m.Person.Value, ct));
        On<MergeUndone>((m, ct) => FindDifferences(m.Person.Value, ct));
        On<DuplicateRestored>((m, ct) => FindDifferences(m.Person.Value, ct));
    }

    public static RoleEvent[] Decide(
        RoleHolder? holder,
        Person person,
        IReadOnlyList<RoleRuleAdded> rules,
        DateTimeOffset now
    )
    {
        var events = new List<RoleEvent>(
            holder?.End(role => role.Rule is { } id && rules.All(rule => rule.Rule != id), RoleEndCause.NotInGroup, now)
                ?? []
        );
        var roles = events.Aggregate(holder, RoleHolder.Evolve)?.Roles ?? [];
        foreach (var rule in rules.Where(rule => roles.All(r => r.Rule != rule.Rule)))
        {
            var assignment = ByRule(rule, person, now);
            roles = roles.Add(assignment);
            events.Add(new RoleAssigned(person.Id, assignment, rule.By, rule.Reason, roles, now));
        }

        return [.. events];
    }

    protected override async Task Decide(Guid id, StreamWrites writes, DateTimeOffset now, CancellationToken ct)
    {
        if (await writes.Fetch<Person, PersonEvent>(id, Person.Evolve) is not { } person)
            return;
        var rules = new List<RoleRuleAdded>();
        foreach (var rule in await FindRules(id, ct))
            if (await writes.Fetch<RoleRule, RoleRuleEvent>(rule, RoleRule.Evolve) is { Removed: false } known)
                rules.Add(known.Content);
        var stream = RoleHolder.StreamOf(person.Id);
        var holder = await writes.Fetch<RoleHolder, RoleEvent>(stream, RoleHolder.Evolve);
        writes.Append<RoleHolder, RoleEvent>(
            stream,
            Decide(holder, person, person.Active && !person.Employment.Kind.IsExternal() ? rules : [], now)
        );
    }

    private static RoleAssignment ByRule(RoleRuleAdded rule, Person person, DateTimeOffset now) =>
        new(
            new(DerivedId.From("role-by-rule", rule.Rule.Value, person.Id.Value)),
            rule.Role,
            rule.Sites,
            rule.Programs,
            rule.Departments,
            ScheduledChange.DayOf(now, person.Employment.TimeZone),
            null,
            now,
            null,
            rule.Rule
        );

    private Task<IReadOnlyList<Guid>> FindRules(Guid person, CancellationToken ct) =>
        _models.Query<Guid>(
            $"""
            select distinct r.id from scim_group_members m join scim_groups g on g.id = m.group_id
                join role_rules r on r.group_key = g.name_key
            where m.person = any({MergeRows.IdsOf(person)}) order by r.id
            """,
            ct
        );

    /// <summary>People who have a role that they should not have by the rules, or do not have one.</summary>
    /// <remarks>It begins with the few rules and goes on by index: <c>offset 0</c> keeps the order.</remarks>
    /// <param name="person">One person; null for all.</param>
    private Task<IReadOnlyList<Guid>> FindDifferences(Guid? person, CancellationToken ct) =>
        _models.Query<Guid>(
            $"""
            with granted as (
                select r.id as rule, p.id as person from role_rules r
                    cross join lateral (select id from scim_groups where name_key = r.group_key offset 0) g
                    cross join lateral (select person from scim_group_members where group_id = g.id offset 0) m
                    cross join lateral (select coalesce(merged_into, id) as id from people
                        where id = m.person offset 0) s
                    cross join lateral (select id from people where id = s.id and active
                        and kind in ('employee', 'contractor') offset 0) p
                where {person}::uuid is null or p.id = {person}
            ), held as (
                select rule, person from role_assignments
                where rule is not null and ({person}::uuid is null or person = {person})
            )
            select distinct person from (
                (select * from granted except select * from held) union all
                (select * from held except select * from granted)) differences
            """,
            ct
        );
}
