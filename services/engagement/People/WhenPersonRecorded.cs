using Marten;
using MassTransit;
using PeerNetwork.Contracts.Enrollment;

namespace PeerNetwork.Engagement.People;

/// <summary>The directory added or changed a person: where they are, and whether they still work here.</summary>
public sealed class WhenPersonRecorded(IDocumentSession session) : IConsumer<PersonRecorded>
{
    public async Task Consume(ConsumeContext<PersonRecorded> context)
    {
        var message = context.Message;
        var known = await session.LoadAsync<PersonReplica>(message.Person, context.CancellationToken);
        if (Decide(known, message) is not { } replica)
            return;
        session.TryUpdateRevision(replica, replica.Version);
        // With every message, not only when the state changes: another consumer may write the replica at the same time.
        if (!replica.Active)
            session.Events.Append(replica.Id, new PersonLeft(new(replica.Id), message.At));
    }

    /// <returns>Null where the replica is as new as the message, or newer.</returns>
    public static PersonReplica? Decide(PersonReplica? known, PersonRecorded m) =>
        m.Version <= known?.Version ? null : new(m.Person, m.Version, m.Active, m.SiteCode, m.TimeZone, m.Account);
}
