using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Scim.Users;
using PeerNetwork.Enrollment.Sites;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Rosters;

/// <summary>Compares a roster with the people and sites that are known now.</summary>
public sealed class RosterPlanner(ReadModels models, AccountIds accounts, UserKeyIndex keys, TimeProvider clock)
{
    public async Task<RosterPlan> Plan(RosterTable table, RosterMapping mapping, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        // People before sites: another upload may be adding both, and a person must not be at an unknown site.
        var people = await PeopleProjection.LoadAll(models, ct);
        var sites = await SitesProjection.LoadStates(models, ct);
        var erased = await PeopleProjection.LoadErasedNumbers(models, ct);
        var merged = await MergedRecords.Load(models, ct);
        return RosterPlan.Of(
            table,
            mapping,
            sites,
            people,
            new(accounts.Of, keys.OfEmployeeNumber, keys.OfSourceRecord, erased, merged),
            () => Guid.CreateVersion7(now),
            now
        );
    }
}
