using MassTransit;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.People;

/// <summary>The directory added or changed a person: where they are, and whether they still work here.</summary>
public sealed class WhenPersonRecorded(EventStreams events) : IConsumer<PersonRecorded>
{
    public Task Consume(ConsumeContext<PersonRecorded> context) =>
        events.Update<Person, PersonEvent>(
            context.Message.Person,
            Person.Evolve,
            person => Decide(person, context.Message),
            context.CancellationToken
        );

    public static PersonEvent[] Decide(Person? person, PersonRecorded message) =>
        message.Version <= (person?.Version ?? 0)
            ? []
            :
            [
                new PersonLearned(
                    new(message.Person),
                    message.Version,
                    message.Active,
                    message.SiteCode,
                    message.TimeZone,
                    message.At
                ),
            ];
}
