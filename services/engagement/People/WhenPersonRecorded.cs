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
        foreach (var fact in Facts(known, replica, message.At))
            session.Events.Append(replica.Id, fact);
    }

    /// <summary>What the person's mentorships have to be checked for.</summary>
    /// <remarks>
    /// A departure and a leave are recorded with every message, not only when the state changes, and a return also when
    /// a version was not seen: another consumer may write the replica at the same time.
    /// </remarks>
    public static IEnumerable<PersonEvent> Facts(PersonReplica? known, PersonReplica now, DateTimeOffset at)
    {
        if (!now.Active)
            yield return new PersonLeft(new(now.Id), at);
        else if (now.OnLeave || known is { OnLeave: true } || (known?.Version ?? 0) < now.Version - 1)
            yield return new PersonLeaveReported(new(now.Id), at);
    }

    /// <returns>Null where the replica is as new as the message, or newer.</returns>
    public static PersonReplica? Decide(PersonReplica? known, PersonRecorded m) =>
        m.Version <= known?.Version
            ? null
            : new(m.Person, m.Version, m.Active, m.SiteCode, m.TimeZone, m.Department, m.Account, m.OnLeave, m.Kind);
}
