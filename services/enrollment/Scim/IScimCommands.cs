using System.Text.Json.Nodes;
using PeerNetwork.Enrollment.Integrations;

namespace PeerNetwork.Enrollment.Scim;

/// <summary>What clients can do with the resources of one type.</summary>
public interface IScimCommands
{
    /// <returns>The id of the resource.</returns>
    Task<Guid> Create(AuthenticatedClient client, JsonObject body, CancellationToken ct);

    Task Replace(AuthenticatedClient client, Guid id, JsonObject body, CancellationToken ct);

    Task Patch(AuthenticatedClient client, Guid id, JsonObject body, CancellationToken ct);

    Task Delete(AuthenticatedClient client, Guid id, CancellationToken ct);
}
