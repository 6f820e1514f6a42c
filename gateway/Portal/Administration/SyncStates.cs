using PeerNetwork.Portal.Api.Enrollment;

namespace PeerNetwork.Portal.Administration;

internal static class SyncStates
{
    /// <summary>Whether the state changes without the user.</summary>
    public static bool IsMoving(this SyncStatus status) =>
        status is SyncStatus.Reading or SyncStatus.Planning or SyncStatus.Writing;

    public static SyncStatus StatusOf(ListSyncsItem sync) => Enum.Parse<SyncStatus>(sync.Status, ignoreCase: true);
}
