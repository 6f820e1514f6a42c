using MassTransit;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Matches;
using PeerNetwork.Messaging;

namespace PeerNetwork.Matching.People;

/// <summary>A person joins the pool of a program; a mentor's places come with it.</summary>
public sealed class WhenMatchingProfileCompleted(EventStreams events, ExchangeEncryption encryption)
    : IConsumer<MatchingProfileCompleted>
{
    public Task Consume(ConsumeContext<MatchingProfileCompleted> context)
    {
        var said = context.Message;
        var answers = said.EncryptedAnswers is { } text
            ? encryption.Decrypt<QuestionnaireAnswers>(text, said.Application)
            : null;
        var placesId = MentorPlaces.IdOf(new(said.Program), new(said.Person));
        return events.Update(
            async writes =>
            {
                var participation = await writes.Fetch<Participation, ParticipationEvent>(
                    said.Application,
                    Participation.Evolve
                );
                var places = await writes.Fetch<MentorPlaces, PlacesEvent>(placesId, MentorPlaces.Evolve);
                var joined = Decide(participation, said, answers);
                writes.Append<Participation, ParticipationEvent>(said.Application, joined);
                writes.Append<MentorPlaces, PlacesEvent>(
                    placesId,
                    [.. joined.OfType<ParticipantJoined>().SelectMany(j => Decide(places, j))]
                );
            },
            context.CancellationToken
        );
    }

    public static ParticipationEvent[] Decide(
        Participation? known,
        MatchingProfileCompleted said,
        QuestionnaireAnswers? answers
    ) =>
        known is { Withdrawn: true } || known?.Version >= said.Version || RoleOf(said) is not { } role
            ? []
            :
            [
                new ParticipantJoined(
                    new(said.Application),
                    said.Version,
                    new(said.Program),
                    new(said.Person),
                    said.SiteCode,
                    role,
                    said.MentorCapacity,
                    said.Goals,
                    said.ReadyAt,
                    said.At,
                    answers is null ? null : new PersonalValue<Background>(said.Person, BackgroundOf(answers))
                ),
            ];

    /// <summary>Null for a role that enrollment added later: such a person takes no part in matching.</summary>
    private static ParticipantRole? RoleOf(MatchingProfileCompleted said) =>
        said.Role switch
        {
            "mentor" => ParticipantRole.Mentor,
            "mentee" => ParticipantRole.Mentee,
            "both" => ParticipantRole.Both,
            _ => null,
        };

    private static Background BackgroundOf(QuestionnaireAnswers answers) =>
        new(answers.TargetField, answers.Fields ?? [], Answers(answers.Values), Answers(answers.Personality));

    private static Dictionary<string, int> Answers(IReadOnlyList<AnswerRecorded> answers) =>
        answers.DistinctBy(a => a.Question).ToDictionary(a => a.Question, a => a.Answer);

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
