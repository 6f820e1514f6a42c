using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.People;

public sealed class AccountDirectory(ReadModels tables) : IAccountDirectory
{
    public async Task<AccountHolder?> FindHolder(Guid account, CancellationToken ct) =>
        (
            await tables.QueryFirstOrDefault<AccountRow>(
                $"""
                select p.id as person, p.active, p.data ->> 'kind' as kind, r.data ->> 'roles' as roles
                from mt_doc_personreplica p left join mt_doc_personroles r on r.id = p.id
                where p.account = {account}
                """,
                ct
            )
        )?.ToHolder();
}
