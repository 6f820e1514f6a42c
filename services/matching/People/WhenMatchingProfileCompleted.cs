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
        var message = context.Message;
        var answers = message.EncryptedAnswers is { } text
            ? encryption.Decrypt<QuestionnaireAnswers>(text, message.Application)
            : null;
        var capacityId = MentorCapacity.IdOf(new(message.Program), new(message.Person));
        return events.Update(
            async writes =>
            {
                var participation = await writes.Fetch<Participation, ParticipationEvent>(
                    message.Application,
                    Participation.Evolve
                );
                var capacity = await writes.Fetch<MentorCapacity, CapacityEvent>(capacityId, MentorCapacity.Evolve);
                var joined = Decide(participation, message, answers);
                writes.Append<Participation, ParticipationEvent>(message.Application, joined);
                writes.Append<MentorCapacity, CapacityEvent>(
                    capacityId,
                    [.. joined.OfType<ParticipantJoined>().SelectMany(j => Decide(capacity, j))]
                );
            },
            context.CancellationToken
        );
    }

    public static ParticipationEvent[] Decide(
        Participation? known,
        MatchingProfileCompleted message,
        QuestionnaireAnswers? answers
    ) =>
        known is { Withdrawn: true } || known?.Version >= message.Version || RoleOf(message) is not { } role
            ? []
            :
            [
                new ParticipantJoined(
                    new(message.Application),
                    message.Version,
                    new(message.Program),
                    new(message.Person),
                    message.SiteCode,
                    role,
                    message.MentorCapacity,
                    message.ReadyAt,
                    message.At,
                    answers is null ? null : new PersonalValue<Background>(message.Person, BackgroundOf(answers)),
                    known?.NotReady is { } later && later.Version > message.Version ? later.Reason : null
                ),
            ];

    /// <summary>Null for a role that enrollment added later: such a person takes no part in matching.</summary>
    private static ParticipantRole? RoleOf(MatchingProfileCompleted message) =>
        message.Role switch
        {
            "mentor" => ParticipantRole.Mentor,
            "mentee" => ParticipantRole.Mentee,
            "both" => ParticipantRole.Both,
            _ => null,
        };

    private static Background BackgroundOf(QuestionnaireAnswers answers) =>
        new(
            answers.Goals,
            answers.TargetField,
            answers.Fields ?? [],
            Answers(answers.Values),
            Answers(answers.Personality)
        );

    private static Dictionary<string, int> Answers(IReadOnlyList<AnswerRecorded> answers) =>
        answers.DistinctBy(a => a.Question).ToDictionary(a => a.Question, a => a.Answer);

    /// <summary>A mentee offers no places; one who was a mentor before offers none any more.</summary>
    public static CapacityEvent[] Decide(MentorCapacity? capacity, ParticipantJoined joined) =>
        joined.Role switch
        {
            ParticipantRole.Mentee when capacity?.Offered.ContainsKey(joined.Participation) is not true => [],
            ParticipantRole.Mentee => [Offer(joined, 0)],
            _ => [Offer(joined, joined.MentorCapacity)],
        };

    private static CapacityOffered Offer(ParticipantJoined joined, int capacity) =>
        new(joined.Program, joined.Person, joined.Participation, capacity, joined.At);
}
