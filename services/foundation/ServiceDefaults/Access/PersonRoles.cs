using System.Text.Json;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.ServiceDefaults;

/// <summary>The roles of a person, as enrollment published them: the document of the services that need them.</summary>
public sealed record PersonRoles(Guid Id, long Version, IReadOnlyList<AssignedRole> Roles) : IReplica;

/// <summary>A row about the holder of an account, as the services read it.</summary>
/// <param name="Kind">As in the contract <c>PersonRecorded</c>.</param>
/// <param name="Roles">A list of <see cref="AssignedRole"/> in JSON; null for none.</param>
public sealed record AccountRow(Guid Person, bool Active, string Kind, string? Roles)
{
    public AccountHolder ToHolder() =>
        new(
            Person,
            Active,
            Roles is null ? [] : JsonSerializer.Deserialize<AssignedRole[]>(Roles, JsonSerializerOptions.Web)!,
            IsExternal: Kind is not ("employee" or "contractor")
        );
}
