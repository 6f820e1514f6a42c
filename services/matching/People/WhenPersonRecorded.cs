using MassTransit;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.People;

/// <summary>Enrollment said how a person is now; what is older than what we know is passed over.</summary>
public sealed class WhenPersonRecorded(EventStreams events) : IConsumer<PersonRecorded>
{
    public Task Consume(ConsumeContext<PersonRecorded> context) =>
        events.Update<KnownPerson, PersonEvent>(
            context.Message.Person,
            KnownPerson.Evolve,
            person => Decide(person, context.Message),
            context.CancellationToken
        );

    public static PersonEvent[] Decide(KnownPerson? known, PersonRecorded said) =>
        known?.Version >= said.Version
            ? []
            :
            [
                new PersonNoted(
                    new(said.Person),
                    said.Version,
                    said.Active,
                    said.SiteCode,
                    said.TimeZone,
                    said.Manager is { } manager ? new(manager) : null,
                    said.Department,
                    said.JobTitle,
                    said.JobLevel,
                    said.YearsOfExperience,
                    said.Languages,
                    said.Interests,
                    Skills(said.SkillsOffered),
                    Skills(said.SkillsWanted),
                    said.At,
                    said.HoursPerMonth
                ),
            ];

    private static Skill[] Skills(IEnumerable<SkillRecorded> skills) =>
        [.. skills.Select(s => new Skill(s.Skill, s.Level))];
}
