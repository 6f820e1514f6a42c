using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Analytics.Dashboard;

/// <summary>
/// Analytics knows of people their accounts and roles. It has nothing for employees, so an account without a person is
/// known as well: the routes ask for roles.
/// </summary>
public sealed class AccountDirectory(ReadModels tables) : IAccountDirectory
{
    public async Task<AccountHolder?> FindHolder(Guid account, CancellationToken ct)
    {
        var row = await tables.QueryFirstOrDefault<AccountRow>(
            $"""
            select p.id as person, p.active, p.kind, r.roles
            from people p left join person_roles r on r.person = p.id
            where p.id = coalesce(
                (select id from people where account = {account} limit 1),
                (select person from person_accounts where accounts @> array[{account}] limit 1))
            """,
            ct
        );
        return row?.ToHolder() ?? new(account, true, []);
    }
}
