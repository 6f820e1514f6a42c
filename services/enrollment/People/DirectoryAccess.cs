using System.Security.Claims;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.People;

/// <summary>Who may look for people.</summary>
internal static class DirectoryAccess
{
    /// <exception cref="DomainException">The user is a guest, an alumnus or of a partner organisation.</exception>
    public static async Task RequireDirectory(this ClaimsPrincipal user, ReadModels models, CancellationToken ct)
    {
        var kind = await models.QueryFirstOrDefault<string?>($"select kind from people where id = {user.Id()}", ct);
        if (kind is not null && Enum.Parse<PersonKind>(kind, ignoreCase: true).IsExternal())
            throw new DomainException(DomainError.Forbidden, "The directory is for the people of the company.");
    }
}
