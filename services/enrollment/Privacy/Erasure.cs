using System.Diagnostics;
using PeerNetwork.Enrollment.People;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Privacy;

public abstract record ErasureEvent;

/// <param name="Duplicates">Those who were merged into the person, and are erased together with the person.</param>
public sealed record ErasureStarted(
    PersonId Person,
    ErasureReason Reason,
    DateTimeOffset At,
    IReadOnlyList<PersonId> Duplicates
) : ErasureEvent;

/// <summary>A service has destroyed what it held on the person.</summary>
public sealed record PersonalDataDestroyed(
    PersonId Person,
    string Service,
    IReadOnlyList<DestroyedData> Destroyed,
    DateTimeOffset At
) : ErasureEvent;

/// <param name="Kind">What was destroyed.</param>
/// <param name="Count">How many keys, rows or texts.</param>
public sealed record DestroyedData(string Kind, int Count);

/// <summary>The erasure of one person in all services.</summary>
/// <param name="Parts">What the services have destroyed so far, at most one for each.</param>
public sealed record Erasure(
    PersonId Person,
    ErasureReason Reason,
    DateTimeOffset StartedAt,
    IReadOnlyList<PersonalDataDestroyed> Parts,
    IReadOnlyList<PersonId> Duplicates
)
{
    public const string OwnService = "enrollment";

    /// <summary>The services that hold data on people.</summary>
    public static IReadOnlyList<string> Services { get; } = [OwnService, "matching", "engagement", "analytics"];

    /// <summary>The services that have not answered yet.</summary>
    public IEnumerable<string> Missing => Services.Except(Parts.Select(p => p.Service));

    public static Guid IdOf(PersonId person) => DerivedId.From("erasure", person.Value);

    public static Erasure Evolve(Erasure? erasure, ErasureEvent e) =>
        (erasure, e) switch
        {
            (null, ErasureStarted s) => new(s.Person, s.Reason, s.At, [], s.Duplicates),
            ({ } known, PersonalDataDestroyed d) => known with { Parts = [.. known.Parts, d] },
            _ => throw new UnreachableException($"{e} cannot follow {erasure}"),
        };

    /// <summary>A service is recorded once.</summary>
    public static ErasureEvent[] Record(Erasure? erasure, PersonalDataDestroyed part) =>
        erasure?.Missing.Contains(part.Service) is true ? [part] : [];
}
