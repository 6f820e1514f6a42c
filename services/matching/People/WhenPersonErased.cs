using Marten;
using MassTransit;
using PeerNetwork.Contracts.Privacy;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.People;

/// <summary>
/// Enrollment erased a person: the key and the profile are destroyed. What the person took part in stays, without text.
/// </summary>
/// <remarks>
/// The replica takes the last version of the person, so that a message from before has no effect when it comes later.
/// </remarks>
public sealed class WhenPersonErased(IDocumentSession session, PersonalDataKeys keys) : IConsumer<PersonErased>
{
    public async Task Consume(ConsumeContext<PersonErased> context)
    {
        var (message, ct) = (context.Message, context.CancellationToken);
        var hadKey = await keys.Erase(message.Person, message.At, ct);
        var known = await session.LoadAsync<PersonReplica>(message.Person, ct);
        session.TryUpdateRevision(Decide(known, message), message.Version);
        session.Events.Append(
            message.Person,
            new PersonLeft(new(message.Person), message.At),
            new PersonalDataErased(new(message.Person), hadKey ? 1 : 0, known is null ? 0 : 1, message.At)
        );
    }

    public static PersonReplica Decide(PersonReplica? known, PersonErased m) =>
        new(
            m.Person,
            m.Version,
            Active: false,
            known?.SiteCode ?? "",
            known?.TimeZone ?? "",
            Managers: [],
            Description: null
        );
}
