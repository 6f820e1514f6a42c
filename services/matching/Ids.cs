using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching;

public readonly record struct PersonId(Guid Value);

public readonly record struct ProgramId(Guid Value);

/// <summary>
/// Ids that follow from other ids, so that a repeat finds what the first attempt made instead of making it again.
/// </summary>
public static class DerivedId
{
    public static Guid From(string purpose, params ReadOnlySpan<Guid> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(purpose));
        foreach (var part in parts)
            hash.AppendData(part.ToByteArray(bigEndian: true));
        return HashedId.From(hash.GetHashAndReset());
    }
}

internal static class ClaimsPrincipalExtensions
{
    /// <summary>The person who asks.</summary>
    public static PersonId PersonId(this ClaimsPrincipal user) => new(user.Id());
}
