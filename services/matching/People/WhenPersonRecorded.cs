using Marten;
using MassTransit;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.EventSourcing;
using PeerNetwork.Messaging;

namespace PeerNetwork.Matching.People;

/// <summary>Enrollment published a person. A version that is not newer than the replica is ignored.</summary>
public sealed class WhenPersonRecorded(IDocumentSession session, ExchangeEncryption encryption)
    : IConsumer<PersonRecorded>
{
    public async Task Consume(ConsumeContext<PersonRecorded> context)
    {
        var message = context.Message;
        var known = await session.LoadAsync<PersonReplica>(message.Person, context.CancellationToken);
        var description = message.EncryptedDescription is { } text
            ? encryption.Decrypt<PersonDescription>(text, message.Person)
            : null;
        if (Decide(known, message, description) is not { } colleague)
            return;
        session.TryUpdateRevision(colleague, colleague.Version);
        foreach (var fact in Facts(known, colleague, message.At))
            session.Events.Append(colleague.Id, fact);
    }

    /// <returns>Null where the replica is as new as the message, or newer.</returns>
    public static PersonReplica? Decide(PersonReplica? known, PersonRecorded m, PersonDescription? description) =>
        m.Version <= known?.Version
            ? null
            : new(
                m.Person,
                m.Version,
                m.Active,
                m.SiteCode,
                m.TimeZone,
                [.. new[] { m.Manager }.OfType<Guid>(), .. m.OtherManagers ?? []],
                description is null ? null : new PersonalValue<PersonDescription>(m.Person, description),
                description?.HoursPerMonth,
                m.Account,
                m.OnLeave,
                m.Kind,
                m.AgreementDue,
                m.Department
            );

    /// <summary>The changes that can make open matches invalid.</summary>
    /// <remarks>
    /// A departure or a leave is recorded with every message, not only when the state changes: another consumer may
    /// write the replica at the same time. A limit of hours that is missed in this way is found when a proposal is
    /// accepted.
    /// </remarks>
    public static IEnumerable<object> Facts(PersonReplica? known, PersonReplica now, DateTimeOffset at)
    {
        if (!now.Active)
            yield return new PersonLeft(new(now.Id), at);
        if (now is { Active: true, OnLeave: true })
            yield return new PersonWentOnLeave(new(now.Id), at);
        if (known is not null && now.Managers.Except(known.Managers).Any())
            yield return new ManagerChanged(new(now.Id), at);
        if (now.HoursPerMonth is { } hours && hours != known?.HoursPerMonth)
            yield return new MentorHoursLimited(new(now.Id), hours, at);
    }
}
