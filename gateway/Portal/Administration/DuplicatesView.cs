using PeerNetwork.Portal.Api.Enrollment;

namespace PeerNetwork.Portal.Administration;

/// <summary>Pairs of records that may be of one person.</summary>
/// <param name="Cursor">Where the list begins; null for its first page.</param>
/// <param name="Next">The cursor of those that follow; null for none.</param>
public sealed record DuplicatesView(string? Cursor, IReadOnlyList<DuplicateView> Pairs, string? Next)
{
    private const int PageSize = 20;

    public static async Task<DuplicatesView> Load(string? cursor, EnrollmentClient enrollment)
    {
        var page = await enrollment.ListDuplicatesAsync(cursor, PageSize);
        return new(cursor, page.Items, page.Next);
    }
}
