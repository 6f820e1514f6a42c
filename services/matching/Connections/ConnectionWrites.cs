using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Matches;

namespace PeerNetwork.Matching.Connections;

/// <summary>
/// Appends what was decided on a connection, with what follows for the open requests and the time of the two people.
/// </summary>
public static class ConnectionWrites
{
    public static async Task UpdateConnection(
        this StreamWrites writes,
        Guid connection,
        Func<Connection?, ConnectionEvent[]> decide
    ) =>
        await writes.AppendConnection(
            new(connection),
            decide(await writes.Fetch<Connection, ConnectionEvent>(connection, Connection.Evolve))
        );

    public static async Task AppendConnection(
        this StreamWrites writes,
        ConnectionId connection,
        params ConnectionEvent[] decided
    )
    {
        writes.Append<Connection, ConnectionEvent>(connection.Value, decided);
        foreach (var e in decided)
        {
            if (ProfileChange(e) is var (person, profileChange))
            {
                var id = ConnectionProfile.IdOf(person);
                await writes.Fetch<ConnectionProfile, ConnectionProfileEvent>(id, ConnectionProfile.Evolve);
                writes.Append<ConnectionProfile, ConnectionProfileEvent>(id, profileChange);
            }

            foreach (var (owner, budgetChange) in BudgetChanges(e))
            {
                var id = MentorBudget.IdOf(owner);
                await writes.Fetch<MentorBudget, BudgetEvent>(id, MentorBudget.Evolve);
                writes.Append<MentorBudget, BudgetEvent>(id, budgetChange);
            }
        }
    }

    private static (PersonId, ConnectionProfileEvent)? ProfileChange(ConnectionEvent e) =>
        e switch
        {
            ConnectionRequested r => (r.From, new RequestPlaceTaken(r.From, r.Connection, r.At)),
            ConnectionAccepted a => (a.From, new RequestPlaceReleased(a.From, a.Connection, a.At)),
            ConnectionRequestEnded x => (x.From, new RequestPlaceReleased(x.From, x.Connection, x.At)),
            _ => null,
        };

    private static (PersonId, BudgetEvent)[] BudgetChanges(ConnectionEvent e) =>
        e switch
        {
            ConnectionAccepted a =>
            [
                (a.From, new ConnectionTimeTaken(a.From, a.Connection, a.MinutesPerMonth, a.At)),
                (a.To, new ConnectionTimeTaken(a.To, a.Connection, a.MinutesPerMonth, a.At)),
            ],
            ConnectionEnded x =>
            [
                (x.From, new ConnectionTimeReleased(x.From, x.Connection, x.At)),
                (x.To, new ConnectionTimeReleased(x.To, x.Connection, x.At)),
            ],
            _ => [],
        };
}
