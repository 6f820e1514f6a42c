using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Connections;

/// <summary>
/// A person takes no requests from another one. An open request from there is declined. The other one is not told: for
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
        await events.Update(
            async writes =>
            {
                var id = ConnectionProfile.IdOf(by);
                var profile = await writes.Fetch<ConnectionProfile, ConnectionProfileEvent>(
                    id,
                    ConnectionProfile.Evolve
                );
                writes.Append<ConnectionProfile, ConnectionProfileEvent>(id, Decide(profile, by, other, now));
                if (await tables.FindRequest(other, by, ct) is { } open)
                    await writes.UpdateConnection(open, c => c?.EndRequest(ConnectionState.Declined, now) ?? []);
            },
            ct
        );
        return TypedResults.NoContent();
    }

    public static ConnectionProfileEvent[] Decide(
        ConnectionProfile? profile,
        PersonId by,
        PersonId other,
        DateTimeOffset now
    )
    {
        if (by == other)
            throw new InvalidFieldException("person", "must be another person");
        return profile?.Blocked switch
        {
            { } blocked when blocked.Contains(other) => [],
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

    private static Task<Guid?> FindRequest(this ReadModels tables, PersonId from, PersonId to, CancellationToken ct) =>
        tables.QueryFirstOrDefault<Guid?>(
            $"""
            select c.id from connection_members m join connections c on c.id = m.connection
            where m.person = {to.Value} and c.from_person = {from.Value} and c.state = 'requested'
            """,
            ct
        );
}
