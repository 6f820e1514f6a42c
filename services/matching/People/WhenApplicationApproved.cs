using MassTransit;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.EventStore;
using PeerNetwork.Matching.Matches;

namespace PeerNetwork.Matching.People;

/// <summary>A person joins the pool of a program; a mentor's places come with it.</summary>
public sealed class WhenApplicationApproved(EventStreams events) : IConsumer<ApplicationApproved>
{
    public Task Consume(ConsumeContext<ApplicationApproved> context)
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
                var joined = Decide(participation, said);
                writes.Append<Participation, ParticipationEvent>(said.Application, joined);
                writes.Append<MentorPlaces, PlacesEvent>(
                    placesId,
                    [.. joined.OfType<ParticipantJoined>().SelectMany(j => Decide(places, j))]
                );
            },
            context.CancellationToken
        );
    }

    public static ParticipationEvent[] Decide(Participation? known, ApplicationApproved said) =>
        known is { Withdrawn: true } || known?.Version >= said.Version
            ? []
            :
            [
                new ParticipantJoined(
                    new(said.Application),
                    said.Version,
                    new(said.Program),
                    new(said.Person),
                    said.SiteCode,
                    Enum.Parse<ParticipantRole>(said.Role, ignoreCase: true),
                    said.MentorCapacity,
                    said.Goals,
                    said.ReadyAt,
                    said.At,
                    BackgroundOf(said)
                ),
            ];

    private static Background? BackgroundOf(ApplicationApproved said) =>
        (said.TargetField, said.Fields, said.Values, said.Personality) is (null, null, null, null)
            ? null
            : new(said.TargetField, said.Fields ?? [], Answers(said.Values), Answers(said.Personality));

    private static Dictionary<string, int> Answers(IReadOnlyList<AnswerRecorded>? answers) =>
        (answers ?? []).DistinctBy(a => a.Question).ToDictionary(a => a.Question, a => a.Answer);

    /// <summary>A mentee offers no places; one who was a mentor before offers none any more.</summary>
    public static PlacesEvent[] Decide(MentorPlaces? places, ParticipantJoined joined) =>
        joined.Role switch
        {
            ParticipantRole.Mentee when places?.Offered.ContainsKey(joined.Participation) is not true => [],
            ParticipantRole.Mentee => [Offer(joined, 0)],
            _ => [Offer(joined, joined.MentorCapacity)],
        };

    private static PlacesOffered Offer(ParticipantJoined joined, int capacity) =>
        new(joined.Program, joined.Person, joined.Participation, capacity, joined.At);
}
