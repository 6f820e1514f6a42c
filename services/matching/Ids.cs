using System.Security.Claims;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching;

public readonly record struct PersonId(Guid Value) : IPersonId
{
    /// <summary>Text that the person wrote; null for none.</summary>
    public PersonalText? ToPersonalTextOrNull(string? text) => text is null ? null : new PersonalText(Value, text);
}

public readonly record struct ProgramId(Guid Value);

internal static class ClaimsPrincipalExtensions
{
    /// <summary>The person who asks.</summary>
    public static PersonId PersonId(this ClaimsPrincipal user) => new(user.Id());
}
