using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Enrollment;

namespace PeerNetwork.Portal.Administration;

/// <summary>All that the people administration sees of a person, and what a change of it can name.</summary>
/// <param name="Names">The names of the other people whom the record names.</param>
public sealed record PersonRecord(
    PersonView Person,
    IReadOnlyList<ListEmailsEmailView> Emails,
    IReadOnlyList<ListAccountsAccount> Accounts,
    IReadOnlyList<RoleView> Roles,
    IReadOnlyList<ListMergesMergeView> Merges,
    IReadOnlyList<SiteView> Sites,
    IReadOnlyList<ProgramSummary> Programs,
    IReadOnlyDictionary<Guid, string?> Names
)
{
    private const int MostShown = 200,
        MostNames = 100;

    public static async Task<PersonRecord> Load(Guid id, EnrollmentClient enrollment)
    {
        var (person, emails, accounts) = (
            enrollment.ShowPersonAsync(id),
            enrollment.ListEmailsAsync(id),
            enrollment.ListAccountsAsync(id)
        );
        var (merges, roles, sites, programs) = (
            enrollment.ListMergesAsync(id),
            enrollment.ListRolesOfPersonAsync(id, limit: MostShown),
            enrollment.ListSitesAsync(limit: MostShown),
            enrollment.ListProgramsAsync(limit: MostShown)
        );
        await Task.WhenAll(person, emails, accounts, merges, roles, sites, programs);
        return new(
            await person,
            (await emails).Emails,
            (await accounts).Accounts,
            (await roles).Items,
            (await merges).Merges,
            [.. (await sites).Items.OrderBy(site => site.Name)],
            [.. (await programs).Items.OrderBy(program => program.Name)],
            await enrollment.NamesOf(ManagersOf(await person).Distinct().Take(MostNames))
        );
    }

    private static IEnumerable<Guid> ManagersOf(PersonView person) =>
        (person.OtherJobs ?? [])
            .Select(job => job.Manager)
            .Concat((person.ScheduledChanges ?? []).Select(change => change.Manager))
            .Prepend(person.Manager)
            .OfType<Guid>();
}
