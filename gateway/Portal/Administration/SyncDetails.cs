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

    /// <param name="shown">The same sync a moment ago: who asked for it stays.</param>
    public static async Task<SyncDetails> Load(Guid id, string? cursor, SyncDetails? shown, EnrollmentClient enrollment)
    {
        var sync = await enrollment.ShowSyncAsync(id);
        var name =
            shown is not null ? shown.RequestedBy
            : sync.RequestedBy is { } person ? await enrollment.NameOf(person)
            : null;
        if (sync.Status is not SyncStatus.Held)
            return new(sync, name, cursor, [], null);
        var page = await enrollment.ListSyncChangesAsync(id, cursor, PageSize);
        return new(sync, name, cursor, page.Items, page.Next);
    }
}
