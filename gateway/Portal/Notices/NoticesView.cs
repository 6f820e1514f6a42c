using PeerNetwork.Portal.Api.Enrollment;

namespace PeerNetwork.Portal.Notices;

/// <summary>The notices of the user, the newest first, and how the user wants to hear.</summary>
/// <param name="Next">The cursor of older ones; null where all are shown.</param>
public sealed record NoticesView(
    IReadOnlyList<NoticeView> Notices,
    string? Next,
    ShowNoticePreferencesResponse Preferences
)
{
    private const int PageSize = 20;

    public static async Task<NoticesView> Load(EnrollmentClient enrollment)
    {
        var (page, preferences) = (
            enrollment.ListMyNoticesAsync(limit: PageSize),
            enrollment.ShowNoticePreferencesAsync()
        );
        var notices = await page;
        return new([.. notices.Items], notices.Next, await preferences);
    }

    /// <summary>The same with the next page of older notices.</summary>
    public async Task<NoticesView> LoadOlder(EnrollmentClient enrollment)
    {
        var page = await enrollment.ListMyNoticesAsync(cursor: Next, limit: PageSize);
        return this with { Notices = [.. Notices, .. page.Items], Next = page.Next };
    }

    public static bool IsUnread(NoticeView notice) => notice is { ReadAt: null, Settled: false };
}
