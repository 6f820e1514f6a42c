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
        var said = context.Message;
        var placesId = MentorPlaces.IdOf(new(said.Program), new(said.Person));
        return events.Update(
            async writes =>
            {
                var participation = await writes.Fetch<Participation, ParticipationEvent>(
                    said.Application,
                    Participation.Evolve
                );
                var places = await writes.Fetch<MentorPlaces, PlacesEvent>(placesId, MentorPlaces.Evolve);
                writes.Append<Participation, ParticipationEvent>(said.Application, Decide(participation, said));
                writes.Append<MentorPlaces, PlacesEvent>(placesId, Decide(places, said));
            },
            context.CancellationToken
        );
    }

    public static ParticipationEvent[] Decide(Participation? known, ApplicationWithdrawn said) =>
        known is { Withdrawn: true }
            ? []
            : [new ParticipantWithdrew(new(said.Application), new(said.Program), new(said.Person), said.At)];

    public static PlacesEvent[] Decide(MentorPlaces? places, ApplicationWithdrawn said) =>
        places?.Offered.ContainsKey(new(said.Application)) is true
            ? [new PlacesWithdrawn(new(said.Program), new(said.Person), new(said.Application), said.At)]
            : [];
}
