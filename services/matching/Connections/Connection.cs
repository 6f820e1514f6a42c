using System.Diagnostics;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.Connections;

/// <summary>Also the id of the relationship that an accepted request becomes.</summary>
public readonly record struct ConnectionId(Guid Value);

public enum ConnectionState
{
    Requested,
    Accepted,
    Declined,
    Withdrawn,

    /// <summary>The person asked did not answer in time.</summary>
    Expired,

    /// <summary>One of the two left or is on leave, or became a line manager of the other.</summary>
    NotPossible,

    /// <summary>It was accepted, and the relationship ended.</summary>
    Ended,
}

public abstract record ConnectionEvent;

/// <param name="From">Who asks.</param>
/// <param name="To">Who is asked.</param>
/// <param name="SiteCode">The site of the person who asks.</param>
/// <param name="MinutesPerMonth">What it takes of the time that each of the two gives to mentoring.</param>
/// <param name="Message">For the person who is asked; null for none.</param>
/// <param name="AnswerUntil">The request expires then.</param>
public sealed record ConnectionRequested(
    ConnectionId Connection,
    PersonId From,
    PersonId To,
    string SiteCode,
    int MinutesPerMonth,
    PersonalText? Message,
    DateTimeOffset AnswerUntil,
    DateTimeOffset At
) : ConnectionEvent;

public sealed record ConnectionAccepted(
    ConnectionId Connection,
    PersonId From,
    PersonId To,
    string SiteCode,
    int MinutesPerMonth,
    DateTimeOffset At
) : ConnectionEvent;

/// <summary>A request ended without a connection.</summary>
/// <param name="State">Declined, withdrawn, expired or not possible.</param>
public sealed record ConnectionRequestEnded(
    ConnectionId Connection,
    PersonId From,
    PersonId To,
    ConnectionState State,
    DateTimeOffset At
) : ConnectionEvent;

/// <summary>One of two who are connected became a line manager of the other: their relationship has to end.</summary>
public sealed record ConnectionInvalidated(
    ConnectionId Connection,
    PersonId From,
    PersonId To,
    string SiteCode,
    DateTimeOffset At
) : ConnectionEvent;

/// <param name="Outcome">As engagement names it.</param>
public sealed record ConnectionEnded(
    ConnectionId Connection,
    PersonId From,
    PersonId To,
    string Outcome,
    DateTimeOffset At
) : ConnectionEvent;

/// <summary>One person asks another one to connect, without a program.</summary>
public sealed record Connection(
    ConnectionRequested Request,
    ConnectionState State = ConnectionState.Requested,
    bool Invalidated = false
)
{
    public ConnectionId Id => Request.Connection;

    /// <summary>A request that was not answered ends.</summary>
    public ConnectionEvent[] EndRequest(ConnectionState state, DateTimeOffset now) =>
        State is ConnectionState.Requested
            ? [new ConnectionRequestEnded(Id, Request.From, Request.To, state, now)]
            : [];

    /// <exception cref="DomainException">The request was accepted.</exception>
    public ConnectionEvent[] EndUnanswered(ConnectionState state, DateTimeOffset now) =>
        State is ConnectionState.Accepted or ConnectionState.Ended ? throw this.Closed() : EndRequest(state, now);

    public static Connection Evolve(Connection? connection, ConnectionEvent e) =>
        (connection, e) switch
        {
            (null, ConnectionRequested r) => new(r),
            ({ } c, ConnectionAccepted) => c with { State = ConnectionState.Accepted },
            ({ } c, ConnectionRequestEnded x) => c with { State = x.State },
            ({ } c, ConnectionInvalidated) => c with { Invalidated = true },
            ({ } c, ConnectionEnded) => c with { State = ConnectionState.Ended },
            _ => throw new UnreachableException($"{e} cannot follow {connection}"),
        };
}

internal static class ConnectionGuards
{
    public static DomainException NotFound() => new(DomainError.NotFound, "There is no such request.");

    /// <summary>What a request became that is not open any more.</summary>
    public static DomainException Closed(this Connection connection) =>
        new(
            DomainError.Conflict,
            connection.State switch
            {
                ConnectionState.Accepted or ConnectionState.Ended => "This request was accepted.",
                ConnectionState.Expired => "The time to answer is over.",
                _ => "This request is not open any more.",
            }
        )
        {
            Code = "request-closed",
        };
}
