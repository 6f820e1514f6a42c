using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Enrollment;

namespace PeerNetwork.Portal.Administration;

/// <summary>Syncs of HR systems and of uploaded files, the newest first.</summary>
/// <param name="Names">The names of those who asked for them.</param>
/// <param name="Next">The cursor of those that follow; null for none.</param>
public sealed record SyncsView(
    IReadOnlyList<ListSyncsItem> Items,
    IReadOnlyDictionary<Guid, string?> Names,
    string? Next
)
{
    private const int PageSize = 20;

    public static Task<SyncsView> Load(EnrollmentClient enrollment) =>
        new SyncsView([], new Dictionary<Guid, string?>(), null).LoadMore(enrollment);

    public async Task<SyncsView> LoadMore(EnrollmentClient enrollment)
    {
        var page = await enrollment.ListSyncsAsync(Next, PageSize);
        var names = await enrollment.NamesOf(page.Items.Select(sync => sync.RequestedBy).OfType<Guid>());
        return new([.. Items, .. page.Items], Names.Concat(names).DistinctBy(n => n.Key).ToDictionary(), page.Next);
    }
}
