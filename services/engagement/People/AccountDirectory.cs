using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Engagement.People;

/// <summary>The account that HR names counts before those that were linked by a rule.</summary>
public sealed class AccountDirectory(ReadModels tables) : IAccountDirectory
{
    public async Task<AccountHolder?> FindHolder(Guid account, CancellationToken ct) =>
        (
            await tables.QueryFirstOrDefault<AccountRow>(
                $"""
                select p.id as person, p.active, p.data ->> 'kind' as kind, r.data ->> 'roles' as roles
                from mt_doc_personreplica p left join mt_doc_personroles r on r.id = p.id
                where p.id = coalesce(
                    (select id from mt_doc_personreplica where account = {account} limit 1),
                    (select id from mt_doc_personaccounts
                        where data @> jsonb_build_object('accounts', jsonb_build_array({account})) limit 1))
                """,
                ct
            )
        )?.ToHolder();
}
