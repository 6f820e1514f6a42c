using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.People;

public sealed class AccountDirectory(ReadModels tables) : IAccountDirectory
{
    public Task<AccountHolder?> FindHolder(Guid account, CancellationToken ct) =>
        tables.QueryFirstOrDefault<AccountHolder>(
            $"select id as person, active from people where account = {account}",
            ct
        );
}
