using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Api.Matching;

namespace PeerNetwork.Portal.Oversight;

/// <summary>The matching runs that the user may verify, the newest first.</summary>
/// <param name="Cursor">That of this page; null for the first.</param>
/// <param name="Next">The cursor of older runs; null for none.</param>
public sealed record AuditedRunsView(string? Cursor, IReadOnlyList<AuditedRunsView.Line> Lines, string? Next)
{
    private const int PageSize = 20,
        MostPrograms = 200;

    /// <param name="Program">The name of the program; null where it is not known.</param>
    public sealed record Line(ReadRunsRunSummary Run, string? Program);

    public static async Task<AuditedRunsView> Load(string? cursor, MatchingClient matching, EnrollmentClient enrollment)
    {
        var runs = await matching.ReadRunsListAsync(cursor: cursor, limit: PageSize);
        var programs = (await enrollment.ListProgramsAsync(limit: MostPrograms)).Items.ToDictionary(
            p => p.Id,
            p => p.Name
        );
        return new(
            cursor,
            [.. runs.Items.Select(run => new Line(run, programs.GetValueOrDefault(run.Program)))],
            runs.Next
        );
    }
}
