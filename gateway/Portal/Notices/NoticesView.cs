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

    /// <summary>The page on which the user sees more, and acts.</summary>
    public static string PageOf(NoticeView notice) =>
        notice.Kind switch
        {
            NoticeKind.MatchProposed or NoticeKind.MatchReminder => $"/offers/{notice.About}",
            NoticeKind.MatchConfirmed or NoticeKind.MentorshipClosed => $"/mentoring/{notice.About}",
            NoticeKind.ApplicationRejected
            or NoticeKind.TrainingDue
            or NoticeKind.InterviewPlanned
            or NoticeKind.InterviewCancelled => $"/programs/{notice.Program}",
            _ => "/",
        };

    public static bool IsUnread(NoticeView notice) => notice is { ReadAt: null, Settled: false };
}
