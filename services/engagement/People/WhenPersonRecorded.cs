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
        if (Decide(known, message) is not { } colleague)
            return;
        session.TryUpdateRevision(colleague, colleague.Version);
        // Each time it is said, and not only where it changes: another consumer may replace what is known right now.
        if (!colleague.Active)
            session.Events.Append(colleague.Id, new PersonLeft(new(colleague.Id), message.At));
    }

    /// <returns>Null where as much is known already.</returns>
    public static PersonReplica? Decide(PersonReplica? known, PersonRecorded m) =>
        m.Version <= known?.Version ? null : new(m.Person, m.Version, m.Active, m.SiteCode, m.TimeZone);
}
