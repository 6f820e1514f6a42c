using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.People;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Connections;

/// <summary>
/// A person takes no requests from another one. An open request between the two ends. The other one is not told: for
/// them this person is not open.
/// </summary>
public static class BlockPerson
{
    public sealed record Request(Guid Person);

    public static async Task<NoContent> Handle(
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        ReadModels tables,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, other, now) = (user.PersonId(), new PersonId(request.Person), clock.GetUtcNow());
        var isKnown = await events.Load<PersonReplica>(request.Person, ct) is not null;
        await events.Update(
            async writes =>
            {
                var id = ConnectionProfile.IdOf(by);
                var profile = await writes.Fetch<ConnectionProfile, ConnectionProfileEvent>(
                    id,
                    ConnectionProfile.Evolve
                );
                writes.Append<ConnectionProfile, ConnectionProfileEvent>(id, Decide(profile, by, other, isKnown, now));
                if (await tables.FindRequestBetween(by, other, ct) is { } open)
                    await writes.UpdateConnection(open, c => DecideRequest(c, by, now));
            },
            ct
        );
        return TypedResults.NoContent();
    }

    /// <param name="profile">Of the person who blocks; null where they have stated nothing.</param>
    /// <param name="by">Who takes no requests any more.</param>
    /// <param name="other">From whom.</param>
    /// <param name="isKnown">Whether there is such a person.</param>
    /// <param name="now">The moment.</param>
    public static ConnectionProfileEvent[] Decide(
        ConnectionProfile? profile,
        PersonId by,
        PersonId other,
        bool isKnown,
        DateTimeOffset now
    )
    {
        if (by == other)
            throw new InvalidFieldException("person", "must be another person");
        return profile?.Blocked switch
        {
            { } blocked when blocked.Contains(other) => [],
            _ when !isKnown => throw new DomainException(DomainError.NotFound, "There is no such person."),
            { Count: >= ConnectionProfile.MaxBlocked } => throw new DomainException(
                DomainError.Conflict,
                $"You take no requests from {ConnectionProfile.MaxBlocked} people. Allow one of them again first."
            )
            {
                Code = "block-limit",
            },
            _ => [new PersonBlocked(by, other, now)],
        };
    }

    /// <param name="connection">One between the two.</param>
    /// <param name="by">Who takes no requests any more.</param>
    /// <param name="now">The moment.</param>
    public static ConnectionEvent[] DecideRequest(Connection? connection, PersonId by, DateTimeOffset now) =>
        connection?.EndRequest(connection.Request.To == by ? ConnectionState.Declined : ConnectionState.Withdrawn, now)
        ?? [];

    private static Task<Guid?> FindRequestBetween(
        this ReadModels tables,
        PersonId one,
        PersonId other,
        CancellationToken ct
    ) =>
        tables.QueryFirstOrDefault<Guid?>(
            $"""
            select id from connections
            where low = least({one.Value}, {other.Value}) and high = greatest({one.Value}, {other.Value})
                and open and state = 'requested'
            """,
            ct
        );
}
