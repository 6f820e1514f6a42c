using System.Security.Claims;
using System.Text.Json.Serialization;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Engine;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.People;

/// <summary>The newest version of a program that enrollment published.</summary>
/// <param name="Version">The version that described it; 0 when only its end is known.</param>
/// <param name="AnswerWithinDays">How long people have to answer a proposed match.</param>
/// <param name="CoffeeEveryDays">A coffee round on the first day and then every so many days; null for none.</param>
/// <param name="GroupSizes">How many mentees a mentoring group has; null where there are no groups.</param>
/// <param name="Ended">True once the program closed. A later message does not open it again.</param>
public sealed record ProgramReplica(
    Guid Id,
    long Version,
    string? Name,
    IReadOnlyList<string> SiteCodes,
    DateOnly Starts,
    DateOnly? Ends = null,
    int AnswerWithinDays = 0,
    bool Ended = false,
    int? CoffeeEveryDays = null,
    GroupSizes? GroupSizes = null
) : IReplica
{
    /// <summary>As the contract names the formats of a program.</summary>
    public const string OneToOne = "oneToOne",
        Reciprocal = "reciprocal",
        Flash = "flash",
        Coffee = "coffee";

    /// <summary>How people come together.</summary>
    public IReadOnlyList<string> Formats { get; init; } = [];

    public static ProgramReplica Unknown(Guid id) => new(id, 0, null, [], default);

    /// <summary>
    /// Counts the writes: description and end come by different messages, and neither may undo the other.
    /// </summary>
    [JsonIgnore]
    public long Revision { get; init; }

    /// <exception cref="DomainException">The user does not coordinate all sites of the program.</exception>
    public void RequireManage(ClaimsPrincipal user) => user.ScopeOf(Roles.Coordinator).Require(SiteCodes, Id);

    /// <exception cref="DomainException">The scope has none of the program's sites, or only departments of
    /// them.</exception>
    public void RequireView(AccessScope scope)
    {
        RequireViewPart(scope);
        if (!SiteCodes.Any(site => scope.Covers(site, Id)))
            throw new DomainException(
                DomainError.Forbidden,
                "This is about whole sites of the program, and your role is for departments: "
                    + "ask for a role without departments."
            );
    }

    /// <exception cref="DomainException">The scope has none of the program's sites, also not for
    /// departments.</exception>
    public void RequireViewPart(AccessScope scope)
    {
        if (!SiteCodes.Any(site => scope.CoversPartOf(site, Id)))
            throw new DomainException(DomainError.Forbidden, "You have no access to any site of this program.");
    }
}

internal static class ProgramLookup
{
    /// <exception cref="DomainException">There is no such program.</exception>
    public static async Task<ProgramReplica> RequireProgram(
        this EventStreams events,
        Guid program,
        CancellationToken ct
    ) =>
        await events.Load<ProgramReplica>(program, ct)
        ?? throw new DomainException(DomainError.NotFound, "No such program.");
}
