using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Enrollment;

namespace PeerNetwork.Portal.Administration;

/// <summary>The rules by which groups give roles, what a new one can name, and terms that end soon.</summary>
/// <param name="Cursor">Where the list of rules begins; null for its first page.</param>
/// <param name="Next">The cursor of those that follow; null for none.</param>
/// <param name="Ending">Roles whose term is to be renewed or passed on, the first to end first.</param>
/// <param name="Names">The names of those who have them.</param>
public sealed record RolesView(
    string? Cursor,
    IReadOnlyList<ListRoleRulesRoleRuleView> Rules,
    string? Next,
    IReadOnlyList<RoleView> Ending,
    IReadOnlyDictionary<Guid, string?> Names,
    IReadOnlyList<SiteView> Sites,
    IReadOnlyList<ProgramSummary> Programs
)
{
    public const int EndsWithinDays = 30;

    private const int PageSize = 50,
        MostEnding = 100,
        MostShown = 200;

    public static async Task<RolesView> Load(string? cursor, EnrollmentClient enrollment, DateOnly today)
    {
        var (rules, ending, sites, programs) = (
            enrollment.ListRoleRulesAsync(cursor, PageSize),
            enrollment.ListRolesAsync(endsBefore: today.AddDays(EndsWithinDays + 1), limit: MostEnding),
            enrollment.ListSitesAsync(limit: MostShown),
            enrollment.ListProgramsAsync(limit: MostShown)
        );
        await Task.WhenAll(rules, ending, sites, programs);
        return new(
            cursor,
            (await rules).Items,
            (await rules).Next,
            [.. (await ending).Items.OrderBy(role => role.Until)],
            await enrollment.NamesOf((await ending).Items.Select(role => role.Person)),
            [.. (await sites).Items.OrderBy(site => site.Name)],
            [.. (await programs).Items.OrderBy(program => program.Name)]
        );
    }
}
