using System.Collections.Immutable;
using System.Diagnostics;
using PeerNetwork.Enrollment.Integrations;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.People.Merges;

namespace PeerNetwork.Enrollment.Scim.Groups;

public readonly record struct GroupId(Guid Value);

public abstract record GroupEvent;

/// <summary>A client created the group, or named it otherwise.</summary>
public sealed record GroupNamed(
    GroupId Group,
    ClientId Client,
    string DisplayName,
    string? ExternalId,
    DateTimeOffset At
) : GroupEvent;

public sealed record MembersAdded(GroupId Group, ClientId Client, IReadOnlyList<PersonId> Members, DateTimeOffset At)
    : GroupEvent;

public sealed record MembersRemoved(GroupId Group, ClientId Client, IReadOnlyList<PersonId> Members, DateTimeOffset At)
    : GroupEvent;

public sealed record GroupDeleted(GroupId Group, ClientId Client, DateTimeOffset At) : GroupEvent;

/// <summary>A group of people, as a SCIM client keeps it.</summary>
/// <param name="Members">As the client named them: some may have been merged into others.</param>
public sealed record ScimGroup(
    GroupId Id,
    string DisplayName,
    string? ExternalId,
    ImmutableHashSet<PersonId> Members,
    bool Deleted = false
)
{
    public static ScimGroup Evolve(ScimGroup? group, GroupEvent e) =>
        (group, e) switch
        {
            (null, GroupNamed n) => new(n.Group, n.DisplayName, n.ExternalId, []),
            ({ } g, GroupNamed n) => g with { DisplayName = n.DisplayName, ExternalId = n.ExternalId },
            ({ } g, MembersAdded a) => g with { Members = g.Members.Union(a.Members) },
            ({ } g, MembersRemoved r) => g with { Members = g.Members.Except(r.Members) },
            ({ } g, GroupDeleted) => g with { Members = [], Deleted = true },
            _ => throw new UnreachableException($"{e} cannot follow {group}"),
        };
}

/// <summary>What a client says a group is.</summary>
/// <param name="Members">By the ids under which they go on.</param>
public sealed record GroupContent(string DisplayName, string? ExternalId, IReadOnlySet<PersonId> Members);

/// <summary>A client says what a group is now; only what differs is appended.</summary>
public static class ProvisionGroup
{
    public static GroupEvent[] Decide(
        ScimGroup? group,
        GroupId id,
        ClientId client,
        GroupContent content,
        Survivors survivors,
        DateTimeOffset now
    )
    {
        var members = group?.Members ?? [];
        var events = new List<GroupEvent>();
        if ((group?.DisplayName, group?.ExternalId) != (content.DisplayName, content.ExternalId))
            events.Add(new GroupNamed(id, client, content.DisplayName, content.ExternalId, now));
        if (content.Members.Except(survivors.Of(members)).ToArray() is [_, ..] added)
            events.Add(new MembersAdded(id, client, added, now));
        if (members.Where(m => !content.Members.Contains(survivors.Of(m))).ToArray() is [_, ..] removed)
            events.Add(new MembersRemoved(id, client, removed, now));
        return [.. events];
    }
}
