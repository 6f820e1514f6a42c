using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.People;

public sealed class AccountDirectory(ReadModels tables) : IAccountDirectory
{
    public Task<AccountHolder?> FindHolder(Guid account, CancellationToken ct) =>
        tables.QueryFirstOrDefault<AccountHolder>(
            $"select id as person, active from mt_doc_personreplica where account = {account}",
            ct
        );
}
