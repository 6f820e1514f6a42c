using System.Text.Json.Nodes;
using PeerNetwork.Enrollment.People.Merges;
using PeerNetwork.Enrollment.Scim.Protocol;
using PeerNetwork.Enrollment.Scim.Queries;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Scim.Groups;

/// <summary>Reads groups.</summary>
public sealed class GroupReads(ReadModels models) : IScimResources
{
    public ScimResourceType Type => ScimResourceType.Group;

    public Task<long> Count(CancellationToken ct) =>
        models.QueryFirstOrDefault<long>($"select count(*) from scim_groups", ct);

    public Task<IReadOnlyList<Guid>> Page(Guid after, long skip, int take, CancellationToken ct) =>
        models.Query<Guid>($"select id from scim_groups where id > {after} order by id offset {skip} limit {take}", ct);

    public async Task<IReadOnlyList<Guid>?> Find(ScimFilter filter, CancellationToken ct) =>
        QueryFor(filter) is { } query ? await models.Query<Guid>(query, ct) : null;

    public async Task<IReadOnlyList<JsonObject>> Load(IReadOnlyList<Guid> ids, Uri root, CancellationToken ct)
    {
        var wanted = ids.ToArray();
        var rows = await models.Query<Row>(
            $"""
            select g.id, g.display_name, g.external_id, s.version, g.created_at, s.timestamp as changed_at
            from scim_groups g join mt_streams s on s.id = g.id where g.id = any({wanted}) order by g.id
            """,
            ct
        );
        var members = (
            await models.Query<Member>(
                $"""
                select distinct group_id,
                    coalesce((select merged_into from people where id = person), person) as person
                from scim_group_members where group_id = any({wanted}) order by person
                """,
                ct
            )
        ).ToLookup(m => m.GroupId, m => m.Person);
        return [.. rows.Select(r => ToResource(r, members[r.Id], root))];
    }

    private static FormattableString? QueryFor(ScimFilter filter) =>
        filter switch
        {
            AndFilter and => QueryFor(and.Left) ?? QueryFor(and.Right),
            CompareFilter { Operator: CompareOperator.Equal, Value: string value } compare => $"{compare.Path}" switch
            {
                "id" => $"select id from scim_groups where id = {Guids.ParseOrEmpty(value)}",
                "displayName" => $"select id from scim_groups where name_key = {value.ToUpperInvariant()}",
                "members" or "members.value" => $"""
                    select distinct group_id from scim_group_members
                    where person = any({MergeRows.IdsOf(Guids.ParseOrEmpty(value))})
                    """,
                _ => null,
            },
            _ => null,
        };

    private static JsonObject ToResource(Row row, IEnumerable<Guid> members, Uri root)
    {
        var group = GroupResource.Show(row.DisplayName, row.ExternalId, members);
        foreach (var member in group.Items("members"))
            member["$ref"] = ScimMeta.LocationOf(ScimResourceType.User, Guid.Parse(member.TextAt("value")!), root);
        return group.WithMeta(ScimResourceType.Group, row.Id, row.Version, row.CreatedAt, row.ChangedAt, root);
    }

    private sealed record Row(
        Guid Id,
        string DisplayName,
        string? ExternalId,
        long Version,
        DateTimeOffset CreatedAt,
        DateTimeOffset ChangedAt
    );

    private sealed record Member(Guid GroupId, Guid Person);
}
