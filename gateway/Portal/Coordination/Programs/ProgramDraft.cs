using PeerNetwork.Portal.Api.Enrollment;

namespace PeerNetwork.Portal.Coordination.Programs;

/// <summary>A program to edit, and what it lacks before it can be published.</summary>
/// <param name="ETag">A change is made only to this version.</param>
public sealed record ProgramDraft(
    ProgramView Program,
    string? ETag,
    IReadOnlyList<MissingField> Missing,
    IReadOnlyList<SiteView> Sites
)
{
    public const int MostSites = 200;

    public static async Task<ProgramDraft> Load(Guid id, EnrollmentClient enrollment)
    {
        // First, because it is refused to users who may not edit the program.
        var validation = await enrollment.ValidateProgramAsync(id);
        var program = await enrollment.ShowProgramAsync(id);
        var tag = enrollment.ETagOf(program);
        var sites = await enrollment.ListSitesAsync(limit: MostSites);
        return new(program, tag, validation.Missing, [.. sites.Items.OrderBy(site => site.Name)]);
    }
}
