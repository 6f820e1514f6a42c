using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Enrollment;

namespace PeerNetwork.Portal.Administration;

/// <summary>A sync, and a page of what it would change while it waits for an approval.</summary>
/// <param name="Asked">The cursor of that page; null for the first.</param>
/// <param name="Next">The cursor of the page that follows; null on the last.</param>
public sealed record SyncDetails(
    ShowSyncResponse Sync,
    string? RequestedBy,
    string? Asked,
    IReadOnlyList<FieldChange> Changes,
    string? Next
)
{
    private const int PageSize = 50;

    /// <param name="requestedBy">The name of who asked for it, where it is known.</param>
    public static async Task<SyncDetails> Load(
        Guid id,
        string? cursor,
        string? requestedBy,
        EnrollmentClient enrollment
    )
    {
        var sync = await enrollment.ShowSyncAsync(id);
        if (requestedBy is null && sync.RequestedBy is { } person)
            requestedBy = await enrollment.NameOf(person);
        if (sync.Status is not SyncStatus.Held)
            return new(sync, requestedBy, cursor, [], null);
        var page = await enrollment.ListSyncChangesAsync(id, cursor, PageSize);
        return new(sync, requestedBy, cursor, page.Items, page.Next);
    }
}
