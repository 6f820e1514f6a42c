using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Enrollment;

namespace PeerNetwork.Portal.Coordination.Programs;

/// <summary>The findings about a program, the newest first, with the names of those who worked on them.</summary>
/// <param name="Revisions">The versions that changed the plan, the newest first.</param>
/// <param name="Next">The cursor of older findings; null where all are here.</param>
public sealed record FindingsView(
    Guid Id,
    string Name,
    IReadOnlyList<FindingView> Findings,
    IReadOnlyList<ListProgramVersionsProgramVersion> Revisions,
    string? Next,
    IReadOnlyDictionary<Guid, string?> Names
)
{
    /// <summary>A finding names at most three people, and names are asked for up to 100.</summary>
    private const int PageSize = 30;

    private const int MaxVersions = 200;

    public static async Task<FindingsView> Load(Guid id, EnrollmentClient enrollment)
    {
        // First, because it is refused to users who coordinate no site of the program.
        var page = await enrollment.ListFindingsAsync(id, limit: PageSize);
        var program = await enrollment.ShowProgramAsync(id);
        var versions = await enrollment.ListProgramVersionsAsync(id, limit: MaxVersions);
        return new(
            id,
            program.Plan.Name,
            page.Items,
            [.. versions.Items.Where(version => version.Changes is not [])],
            page.Next,
            await NamesIn(page, enrollment)
        );
    }

    public async Task<FindingsView> LoadMore(EnrollmentClient enrollment)
    {
        var page = await enrollment.ListFindingsAsync(Id, cursor: Next, limit: PageSize);
        var names = await NamesIn(page, enrollment);
        return this with { Findings = [.. Findings, .. page.Items], Next = page.Next, Names = Names.And(names) };
    }

    /// <summary>The versions that can answer the finding.</summary>
    public IReadOnlyList<ListProgramVersionsProgramVersion> RevisionsSince(FindingView finding) =>
        [.. Revisions.Where(version => version.Version > finding.FoundInVersion)];

    public string? NameOf(Guid? person) => Names.Of(person);

    private static Task<IReadOnlyDictionary<Guid, string?>> NamesIn(
        PageResponseOfFindingView page,
        EnrollmentClient enrollment
    ) =>
        enrollment.NamesOf(
            page.Items.SelectMany(finding => new[] { finding.RecordedBy, finding.PlannedBy, finding.DecidedBy })
                .OfType<Guid>()
        );
}
