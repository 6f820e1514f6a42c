using System.Collections.Immutable;
using System.Diagnostics;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Connections;

public abstract record ConnectionProfileEvent;

/// <param name="Open">Whether others find the person in the directory and may ask to connect.</param>
/// <param name="Note">What the person likes to talk about; for those who search the directory.</param>
/// <param name="MaxMinutesPerMonth">The most that the person gives to one connection; null where not said.</param>
/// <param name="ShowsSkills">Whether the directory shows the person's skills.</param>
/// <param name="ShowsInterests">Whether the directory shows the person's interests.</param>
public sealed record ConnectionPreferencesSet(
    PersonId Person,
    bool Open,
    PersonalText? Note,
    int? MaxMinutesPerMonth,
    bool ShowsSkills,
    bool ShowsInterests,
    DateTimeOffset At
) : ConnectionProfileEvent;

/// <summary>The person takes no requests from another one, who is not told.</summary>
public sealed record PersonBlocked(PersonId Person, PersonId Blocked, DateTimeOffset At) : ConnectionProfileEvent;

public sealed record PersonUnblocked(PersonId Person, PersonId Blocked, DateTimeOffset At) : ConnectionProfileEvent;

/// <summary>The person asked another one, who has not answered.</summary>
public sealed record RequestPlaceTaken(PersonId Person, ConnectionId Connection, DateTimeOffset At)
    : ConnectionProfileEvent;

public sealed record RequestPlaceReleased(PersonId Person, ConnectionId Connection, DateTimeOffset At)
    : ConnectionProfileEvent;

/// <summary>
/// Whether a person is open to connections, whose requests they do not take, and which of their own requests wait for
/// an answer. A request is made in the transaction that takes its place here. So the stream's version keeps the number
/// of open requests within its limit.
/// </summary>
/// <param name="Preferences">Null where the person has stated none: then they are not open.</param>
public sealed record ConnectionProfile(
    ConnectionPreferencesSet? Preferences,
    ImmutableHashSet<PersonId> Blocked,
    ImmutableHashSet<ConnectionId> OpenRequests
)
{
    public const int MaxOpenRequests = 5,
        MaxBlocked = 500;

    private static readonly ConnectionProfile None = new(null, [], []);

    public static Guid IdOf(PersonId person) => DerivedId.From("connection-profile", person.Value);

    /// <summary>Whether this person may be asked by another one.</summary>
    public bool IsOpenTo(PersonId person) => Preferences is { Open: true } && !Blocked.Contains(person);

    public static ConnectionProfile Evolve(ConnectionProfile? profile, ConnectionProfileEvent e) =>
        (profile ?? None, e) switch
        {
            (var p, ConnectionPreferencesSet s) => p with { Preferences = s },
            (var p, PersonBlocked b) => p with { Blocked = p.Blocked.Add(b.Blocked) },
            (var p, PersonUnblocked u) => p with { Blocked = p.Blocked.Remove(u.Blocked) },
            (var p, RequestPlaceTaken t) => p with { OpenRequests = p.OpenRequests.Add(t.Connection) },
            (var p, RequestPlaceReleased r) => p with { OpenRequests = p.OpenRequests.Remove(r.Connection) },
            _ => throw new UnreachableException($"{e} is no event of a connection profile"),
        };
}
