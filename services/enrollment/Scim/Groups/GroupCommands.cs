using System.Text.Json.Nodes;
using PeerNetwork.Enrollment.Integrations;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.People.Merges;
using PeerNetwork.Enrollment.Scim.Protocol;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Scim.Groups;

/// <summary>Creates, replaces, patches and deletes groups. Each command is a unit of work of its own.</summary>
public sealed class GroupCommands(EventStreams events, ReadModels models, TimeProvider clock) : IScimCommands
{
    /// <returns>The id of the group.</returns>
    public async Task<Guid> Create(AuthenticatedClient client, JsonObject body, CancellationToken ct)
    {
        var content = GroupResource.Read(ResourceValidation.Clean(body, ScimResourceType.Group));
        var id = Guid.CreateVersion7(clock.GetUtcNow());
        await Write(client, id, _ => content, ct);
        return id;
    }

    public Task Replace(AuthenticatedClient client, Guid id, JsonObject body, CancellationToken ct)
    {
        var content = GroupResource.Read(ResourceValidation.Clean(body, ScimResourceType.Group));
        return Write(
            client,
            id,
            group =>
            {
                Require(group);
                return content;
            },
            ct
        );
    }

    public Task Patch(AuthenticatedClient client, Guid id, JsonObject body, CancellationToken ct)
    {
        var patch = PatchRequest.Parse(body, ScimResourceType.Group);
        return Write(client, id, Apply, ct);

        GroupContent Apply(ScimGroup? group)
        {
            var before = GroupResource.Show(Require(group));
            before["id"] = $"{id}";
            return GroupResource.Read(patch.Apply(before));
        }
    }

    public async Task Delete(AuthenticatedClient client, Guid id, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await events.Update<ScimGroup, GroupEvent>(
            id,
            ScimGroup.Evolve,
            group => [new GroupDeleted(Require(group).Id, new(client.Id), now)],
            ct
        );
    }

    /// <param name="next">Gives the group as it shall be.</param>
    private async Task Write(
        AuthenticatedClient client,
        Guid id,
        Func<ScimGroup?, GroupContent> next,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        await events.Update(
            async writes =>
            {
                var group = await writes.Fetch<ScimGroup, GroupEvent>(id, ScimGroup.Evolve);
                var survivors = await Survivors.Load(models, ct);
                var content = Next(group, survivors, next);
                await RequireUsers(content.Members.Except(survivors.Of(group?.Members ?? [])), ct);
                writes.Append<ScimGroup, GroupEvent>(
                    id,
                    ProvisionGroup.Decide(group, new(id), new(client.Id), content, survivors, now)
                );
            },
            ct
        );
    }

    /// <summary>A request may name a member who was merged by the former id, so it is read with both.</summary>
    private static GroupContent Next(ScimGroup? group, Survivors survivors, Func<ScimGroup?, GroupContent> next)
    {
        var present = group is null ? null : group with { Members = survivors.Of(group.Members) };
        var content = next(present);
        var members = survivors.Of(content.Members);
        if (present is not null && !present.Members.SetEquals(group!.Members))
            members = members.Intersect(survivors.Of(next(group).Members));
        return content with { Members = members };
    }

    private async Task RequireUsers(IEnumerable<PersonId> members, CancellationToken ct)
    {
        var ids = members.Select(m => m.Value).ToArray();
        if (ids is [])
            return;
        var known = await models.Query<Guid>($"select id from scim_users where id = any({ids})", ct);
        if (ids.Except(known).ToArray() is [var unknown, ..])
            throw ScimException.InvalidValue("members.value", $"must be the id of a user, which {unknown} is not");
    }

    private static ScimGroup Require(ScimGroup? group) =>
        group is { Deleted: false }
            ? group
            : throw new ScimException(StatusCodes.Status404NotFound, null, "There is no group with this id.");
}
