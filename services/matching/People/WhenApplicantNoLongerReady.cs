using MassTransit;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.People;

/// <summary>
/// A person has to complete training and is in no run before that. A mentor keeps the places: proposals that are open
/// can still be answered, and mentorships go on.
/// </summary>
public sealed class WhenApplicantNoLongerReady(EventStreams events) : IConsumer<ApplicantNoLongerReady>
{
    public Task Consume(ConsumeContext<ApplicantNoLongerReady> context) =>
        events.Update<Participation, ParticipationEvent>(
            context.Message.Application,
            Participation.Evolve,
            known => Decide(known, context.Message),
            context.CancellationToken
        );

    public static ParticipationEvent[] Decide(Participation? known, ApplicantNoLongerReady message) =>
        known is { Withdrawn: true } || known?.Version > message.Version || known?.NotReady?.Version >= message.Version
            ? []
            :
            [
                new ParticipantNoLongerReady(
                    new(message.Application),
                    message.Version,
                    new(message.Program),
                    new(message.Person),
                    message.Reason,
                    message.At
                ),
            ];
}
