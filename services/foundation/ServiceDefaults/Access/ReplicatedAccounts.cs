using PeerNetwork.EventSourcing;

namespace PeerNetwork.ServiceDefaults;

/// <summary>
/// Whose account it is, in a service that keeps people (as <c>PersonReplica</c>), their roles and their accounts as
/// documents. The account that HR names counts before those that were linked by a rule.
/// </summary>
public sealed class ReplicatedAccounts(ReadModels tables) : IAccountDirectory
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
