using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Analytics.Installations;

/// <summary>A figure of the dashboard: its value, or that it is suppressed.</summary>
/// <param name="Metric">One of <see cref="FigureDefinitions"/>, such as <c>goals.set</c>.</param>
/// <param name="Value">Null where it is suppressed, and where there is nothing to take a share, mean or median
/// of.</param>
public sealed record Figure(string Metric, decimal? Value, bool Suppressed);

public sealed record SiteFigures(string Code, string Name, IReadOnlyList<Figure> Figures);

/// <summary>What other installations may know of a program in a closed period, and nothing else.</summary>
/// <param name="Period">A quarter, such as 2026-Q1.</param>
/// <param name="Figures">At all sites.</param>
public sealed record ProgramFigures(
    Guid Program,
    string Name,
    string Period,
    IReadOnlyList<Figure> Figures,
    IReadOnlyList<SiteFigures> Sites
)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    public static ProgramFigures FromJson(string json) => JsonSerializer.Deserialize<ProgramFigures>(json, Json)!;
}

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
