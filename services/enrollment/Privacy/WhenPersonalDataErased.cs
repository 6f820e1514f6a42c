using MassTransit;
using PeerNetwork.Contracts.Privacy;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Privacy;

/// <summary>Another service has destroyed what it held on a person: a line of the receipt.</summary>
public sealed class WhenPersonalDataErased(EventStreams events) : IConsumer<PersonalDataErased>
{
    public Task Consume(ConsumeContext<PersonalDataErased> context)
    {
        var message = context.Message;
        return events.Update<Erasure, ErasureEvent>(
            Erasure.IdOf(new(message.Person)),
            Erasure.Evolve,
            erasure => Erasure.Record(erasure, PartOf(message)),
            context.CancellationToken
        );
    }

    public static PersonalDataDestroyed PartOf(PersonalDataErased m) =>
        new(new(m.Person), m.Service, [.. m.Destroyed.Select(d => new DestroyedData(d.Kind, d.Count))], m.At);
}
