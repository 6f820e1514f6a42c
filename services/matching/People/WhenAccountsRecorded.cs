using Marten;
using MassTransit;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.People;

/// <summary>
/// Enrollment published the accounts of a person. A version that is not newer than the replica is ignored.
/// </summary>
public sealed class WhenAccountsRecorded(IDocumentSession session) : IConsumer<AccountsRecorded>
{
    public Task Consume(ConsumeContext<AccountsRecorded> context)
    {
        var m = context.Message;
        session.TryUpdateRevision(new PersonAccounts(m.Person, m.Version, m.Accounts), m.Version);
        return Task.CompletedTask;
    }
}
