using PeerNetwork.Portal.Api.Engagement;

namespace PeerNetwork.Portal.Mentorships;

/// <summary>The notes that the user may read, with their texts.</summary>
/// <param name="Next">The cursor of the notes that follow; null for none.</param>
public sealed record NotesView(IReadOnlyList<ReadNoteResponse> Notes, string? Next)
{
    private const int PageSize = 20;

    public static Task<NotesView> Load(Guid mentorship, EngagementClient engagement) =>
        new NotesView([], null).LoadMore(mentorship, engagement);

    public async Task<NotesView> LoadMore(Guid mentorship, EngagementClient engagement)
    {
        var page = await engagement.NotesProjectionAsync(mentorship, Next, PageSize);
        var notes = await Task.WhenAll(page.Items.Select(row => engagement.ReadNoteAsync(mentorship, row.Id)));
        return new([.. Notes, .. notes], page.Next);
    }
}
