using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Analytics.Installations;

public abstract record SharedFiguresEvent;

/// <summary>The figures of a closed period are open to partner installations, for good.</summary>
public sealed record FiguresReleased(Guid Id, ProgramFigures Figures, DateTimeOffset At) : SharedFiguresEvent;

/// <summary>Figures that a partner installation released were read from it.</summary>
/// <param name="Installation">The partner.</param>
/// <param name="Version">The version that the partner gave them.</param>
public sealed record FiguresReceived(
    Guid Id,
    string Installation,
    long Version,
    ProgramFigures Figures,
    DateTimeOffset ReleasedAt,
    DateTimeOffset At
) : SharedFiguresEvent;

/// <summary>The figures of one program in one period, of this installation or of a partner.</summary>
public sealed record SharedFigures(long Version, ProgramFigures Figures)
{
    public static SharedFigures Evolve(SharedFigures? figures, SharedFiguresEvent e) =>
        (figures, e) switch
        {
            (null, FiguresReleased released) => new(1, released.Figures),
            (_, FiguresReceived received) => new(received.Version, received.Figures),
            _ => throw new UnreachableException($"{e} cannot follow {figures}"),
        };

    /// <summary>The stream of own figures.</summary>
    public static Guid IdOf(Guid program, string period) => IdOf($"released\0{program}\0{period}");

    /// <summary>The stream of what a partner gave this id. No partner can name the stream of another.</summary>
    public static Guid IdOf(string partner, Guid id) => IdOf($"received\0{partner}\0{id}");

    private static Guid IdOf(string key) => HashedId.From(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
