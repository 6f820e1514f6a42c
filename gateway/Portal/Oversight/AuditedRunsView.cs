using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Api.Matching;

namespace PeerNetwork.Portal.Oversight;

/// <summary>The matching runs that the user may verify, the newest first.</summary>
/// <param name="Cursor">That of this page; null for the first.</param>
/// <param name="Programs">The names of programs.</param>
/// <param name="Next">The cursor of older runs; null for none.</param>
public sealed record AuditedRunsView(
    string? Cursor,
    IReadOnlyList<ReadRunsRunSummary> Runs,
    IReadOnlyDictionary<Guid, string> Programs,
    string? Next
)
{
    private const int PageSize = 20,
        MostPrograms = 200;

    /// <param name="programs">The names of programs that are known.</param>
    public static async Task<AuditedRunsView> Load(
        string? cursor,
        IReadOnlyDictionary<Guid, string>? programs,
        MatchingClient matching,
        EnrollmentClient enrollment
    )
    {
        var runs = await matching.ReadRunsListAsync(cursor: cursor, limit: PageSize);
        if (programs is null || !runs.Items.All(run => programs.ContainsKey(run.Program)))
            programs = (await enrollment.ListProgramsAsync(limit: MostPrograms)).Items.ToDictionary(
                program => program.Id,
                program => program.Name
            );
        return new(cursor, runs.Items, programs, runs.Next);
    }
}
