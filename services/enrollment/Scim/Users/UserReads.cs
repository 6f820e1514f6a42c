using System.Text.Json.Nodes;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Scim.Protocol;
using PeerNetwork.Enrollment.Scim.Queries;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Scim.Users;

/// <summary>Reads users.</summary>
public sealed class UserReads(ReadModels models, UserKeyIndex keys) : IScimResources
{
    public ScimResourceType Type => ScimResourceType.User;

    public Task<long> Count(CancellationToken ct) =>
        models.QueryFirstOrDefault<long>($"select count(*) from scim_users", ct);

    public Task<IReadOnlyList<Guid>> Page(Guid after, long skip, int take, CancellationToken ct) =>
        models.Query<Guid>($"select id from scim_users where id > {after} order by id offset {skip} limit {take}", ct);

    public async Task<IReadOnlyList<Guid>?> Find(ScimFilter filter, CancellationToken ct) =>
        UserLookup.QueryFor(filter, keys) is { } query ? await models.Query<Guid>(query, ct) : null;

    public async Task<IReadOnlyList<JsonObject>> Load(IReadOnlyList<Guid> ids, Uri root, CancellationToken ct)
    {
        var wanted = ids.ToArray();
        var rows = await models.Query<Row>(
            $"""
            select u.id, u.resource, p.active, p.employee_number, p.site, p.manager, p.job_level,
                p.description, p.kind, s.version, u.created_at, s.timestamp as changed_at
            from scim_users u join people p on p.id = u.id join mt_streams s on s.id = u.id
            where u.id = any({wanted}) order by u.id
            """,
            ct
        );
        var groups = (
            await models.Query<Membership>(
                $"""
                select distinct coalesce(p.merged_into, p.id) as person, g.id, g.display_name
                from people p join scim_group_members m on m.person = p.id join scim_groups g on g.id = m.group_id
                where p.id = any({wanted}) or p.merged_into = any({wanted}) order by g.id
                """,
                ct
            )
        ).ToLookup(m => m.Person);
        var scheduled = (await PeopleProjection.LoadScheduled(models, wanted, ChangeSource.Scim, ct)).ToLookup(
            s => s.Person,
            s => s.Change
        );
        // What a client sent of a person who was erased does not exist any more.
        return
        [
            .. rows.Where(r => r.Resource.Text is not null)
                .Select(r => ToResource(r, scheduled[r.Id], groups[r.Id], root)),
        ];
    }

    private static JsonObject ToResource(
        Row row,
        IEnumerable<ScheduledChange> scheduled,
        IEnumerable<Membership> groups,
        Uri root
    )
    {
        var user = UserAttributes.Show(row.Resource.Text!, row.FactsWith(scheduled));
        JsonNode[] memberships = [.. groups.Select(g => g.ToNode(root))];
        if (memberships is not [])
            user["groups"] = new JsonArray(memberships);
        return user.WithMeta(ScimResourceType.User, row.Id, row.Version, row.CreatedAt, row.ChangedAt, root);
    }

    private sealed record Membership(Guid Person, Guid Id, string DisplayName)
    {
        public JsonObject ToNode(Uri root) =>
            new()
            {
                ["value"] = $"{Id}",
                ["$ref"] = ScimMeta.LocationOf(ScimResourceType.Group, Id, root),
                ["display"] = DisplayName,
                ["type"] = "direct",
            };
    }

    private sealed record Row(
        Guid Id,
        PersonalText Resource,
        bool Active,
        PersonalText? EmployeeNumber,
        string Site,
        Guid? Manager,
        int? JobLevel,
        PersonalValue<StoredEmployment.Details>? Description,
        string Kind,
        long Version,
        DateTimeOffset CreatedAt,
        DateTimeOffset ChangedAt
    )
    {
        public FactsInForce FactsWith(IEnumerable<ScheduledChange> scheduled) =>
            new(
                Active,
                EmployeeNumber?.Text,
                Site,
                Manager,
                Description?.Value?.Department,
                Description?.Value?.JobTitle,
                JobLevel,
                Description?.Value?.CostCentre,
                Description?.Value?.WorkingTime,
                Description?.Value?.WorkMode,
                Description?.Value?.HiredOn,
                Description?.Value?.OtherJobs ?? [],
                Enum.Parse<PersonKind>(Kind, ignoreCase: true),
                scheduled
            );
    }
}
