using PeerNetwork.Portal.Api.Enrollment;

namespace PeerNetwork.Portal.Administration;

/// <summary>The names of what a role or a record of a person holds as a code or an id.</summary>
internal static class ScopeNames
{
    /// <returns>The name of the site; its code where the site is not known.</returns>
    public static string NameOf(this IEnumerable<SiteView> sites, string code) =>
        sites.FirstOrDefault(site => site.Code == code)?.Name ?? code;

    /// <returns>Null where the program is not known.</returns>
    public static string? NameOf(this IEnumerable<ProgramSummary> programs, Guid id) =>
        programs.FirstOrDefault(program => program.Id == id)?.Name;
}
