using System.Security.Claims;
using System.Text.Json.Serialization;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.People;

/// <summary>The program closed: its open proposals are declined.</summary>
public sealed record ProgramEnded(ProgramId Program, DateTimeOffset At);

/// <summary>What enrollment last said of a program.</summary>
/// <param name="Version">The version that described it; 0 when only its end is known.</param>
/// <param name="Ended">True once the program closed. A later message does not open it again.</param>
public sealed record MentoringProgram(
    Guid Id,
    long Version,
    string? Name,
    IReadOnlyList<string> SiteCodes,
    DateOnly Starts,
    DateOnly? Ends = null,
    bool Ended = false
) : IReplica
{
    public static MentoringProgram Unknown(Guid id) => new(id, 0, null, [], default);

    /// <summary>
    /// Counts the writes: description and end come by different messages, and neither may undo the other.
    /// </summary>
    [JsonIgnore]
    public long Revision { get; init; }

    /// <exception cref="DomainException">One of the program's sites is not in the person's care.</exception>
    public void NeedCareOf(ClaimsPrincipal user)
    {
        foreach (var site in SiteCodes)
            user.NeedSite(site);
    }

    /// <exception cref="DomainException">None of the program's sites is in the person's care.</exception>
    public void NeedSightBy(ClaimsPrincipal user)
    {
        if (!SiteCodes.Any(user.MaySeeSite))
            throw new DomainException(DomainError.Forbidden, "None of the program's sites is in your care.");
    }
}
