using System.Diagnostics;
using System.Security.Claims;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.People;

public abstract record ProgramEvent;

public sealed record ProgramNoted(
    ProgramId Program,
    long Version,
    string Name,
    IReadOnlyList<string> SiteCodes,
    DateOnly Starts,
    DateOnly? Ends,
    DateTimeOffset At
) : ProgramEvent;

public sealed record ProgramEnded(ProgramId Program, DateTimeOffset At) : ProgramEvent;

/// <summary>What enrollment told of a program. It may have ended before anything else was told.</summary>
public sealed record MentoringProgram(long Version, IReadOnlyList<string> SiteCodes, DateOnly Starts, bool Ended)
{
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

    public static MentoringProgram Evolve(MentoringProgram? program, ProgramEvent e) =>
        (program ?? new(0, [], default, false), e) switch
        {
            (var p, ProgramNoted n) => p with { Version = n.Version, SiteCodes = n.SiteCodes, Starts = n.Starts },
            (var p, ProgramEnded) => p with { Ended = true },
            _ => throw new UnreachableException($"{e} is no event of a program"),
        };
}
