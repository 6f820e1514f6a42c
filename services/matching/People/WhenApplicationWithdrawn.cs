using MassTransit;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Matches;

namespace PeerNetwork.Matching.People;

/// <summary>A person leaves the pool of a program, and the places that they offered go with them.</summary>
public sealed class WhenApplicationWithdrawn(EventStreams events) : IConsumer<ApplicationWithdrawn>
{
    public Task Consume(ConsumeContext<ApplicationWithdrawn> context)
    {
        var message = context.Message;
        var capacityId = MentorCapacity.IdOf(new(message.Program), new(message.Person));
        return events.Update(
            async writes =>
            {
                var participation = await writes.Fetch<Participation, ParticipationEvent>(
                    message.Application,
                    Participation.Evolve
                );
                var capacity = await writes.Fetch<MentorCapacity, CapacityEvent>(capacityId, MentorCapacity.Evolve);
                writes.Append<Participation, ParticipationEvent>(message.Application, Decide(participation, message));
                writes.Append<MentorCapacity, CapacityEvent>(capacityId, Decide(capacity, message));
            },
            context.CancellationToken
        );
    }

    public static ParticipationEvent[] Decide(Participation? known, ApplicationWithdrawn message) =>
        known is { Withdrawn: true }
            ? []
            :
            [
                new ParticipantWithdrew(
                    new(message.Application),
                    new(message.Program),
                    new(message.Person),
                    message.At
                ),
            ];

    public static CapacityEvent[] Decide(MentorCapacity? capacity, ApplicationWithdrawn message) =>
        capacity?.Offered.ContainsKey(new(message.Application)) is true
            ? [new CapacityWithdrawn(new(message.Program), new(message.Person), new(message.Application), message.At)]
            : [];
}
