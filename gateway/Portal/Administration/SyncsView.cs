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

    /// <param name="names">Those that are known.</param>
    public static Task<SyncsView> Load(EnrollmentClient enrollment, IReadOnlyDictionary<Guid, string?>? names) =>
        new SyncsView([], names ?? new Dictionary<Guid, string?>(), null).LoadMore(enrollment);

    public async Task<SyncsView> LoadMore(EnrollmentClient enrollment)
    {
        var page = await enrollment.ListSyncsAsync(Next, PageSize);
        var unknown = page.Items.Select(sync => sync.RequestedBy).OfType<Guid>().Except(Names.Keys).ToList();
        var found = await enrollment.NamesOf(unknown);
        // Who has no name is not asked for again either.
        var names = unknown.ToDictionary(id => id, found.GetValueOrDefault);
        return new([.. Items, .. page.Items], Names.Concat(names).ToDictionary(), page.Next);
    }
}
