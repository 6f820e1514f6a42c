using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.People;

/// <summary>The account that HR names counts before those that were linked by a rule.</summary>
public sealed class AccountDirectory(ReadModels tables) : IAccountDirectory
{
    public async Task<AccountHolder?> FindHolder(Guid account, CancellationToken ct) =>
        (
            await tables.QueryFirstOrDefault<AccountRow>(
                $"""
                select id as person, active, kind, (
                    select json_agg(json_build_object('assignment', r.id, 'role', r.role, 'sites', r.sites,
                        'programs', r.programs, 'departments', r.departments, 'starts', r.starts, 'ends', r.ends,
                        'onBehalfOf', r.on_behalf_of))::text
                    from role_assignments r where r.person = people.id) as roles
                from people where id = coalesce(
                    (select id from people where account = {account}),
                    (select person from linked_accounts where id = {account}))
                """,
                ct
            )
        )?.ToHolder();
}
