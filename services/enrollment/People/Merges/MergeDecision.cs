using PeerNetwork.Enrollment.AccountLinks;
using PeerNetwork.Enrollment.Consents;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.People.Merges;

/// <summary>The events of a merge or of its undoing, for one transaction.</summary>
/// <param name="People">A value that is unique leaves one person before another gets it.</param>
/// <param name="Accounts">In such an order too.</param>
/// <param name="Consents">Of the survivor.</param>
public sealed record MergeDecision(
    PersonId Survivor,
    IReadOnlyList<(PersonId Person, PersonEvent[] Events)> People,
    IReadOnlyList<AccountLinkEvent> Accounts,
    IReadOnlyList<PersonConsentEvent> Consents
)
{
    public void AppendTo(StreamWrites writes)
    {
        foreach (var (person, events) in People)
            writes.Append<Person, PersonEvent>(person.Value, events);
        foreach (var e in Accounts)
            writes.Append<LinkedAccounts, AccountLinkEvent>(LinkedAccounts.IdOf(e.Person), e);
        writes.Append<PersonConsents, PersonConsentEvent>(PersonConsents.IdOf(Survivor), [.. Consents]);
    }

    /// <summary>These people report to another manager, in all jobs that had the former one.</summary>
    public static IEnumerable<(PersonId Person, PersonEvent[] Events)> Move(
        IEnumerable<Person> reports,
        PersonId former,
        PersonId next,
        DateTimeOffset now
    ) => reports.Select(r => (r.Id, (PersonEvent[])[r.Change(r.Employment.WithManager(former, next), now)]));
}
