using PeerNetwork.Portal.Api.Engagement;
using PeerNetwork.Portal.Api.Enrollment;

namespace PeerNetwork.Portal.Home;

/// <summary>The open mentorships of the user, each with the name of the partner.</summary>
public sealed record HomeView(IReadOnlyList<HomeMentorship> Mentorships)
{
    public static async Task<HomeView> Load(EngagementClient engagement, EnrollmentClient enrollment)
    {
        var mine = await engagement.ListMyMentorshipsAsync();
        var open = mine.Items.Where(mentorship => mentorship.Closed is null);
        return new(await Task.WhenAll(open.Select(m => HomeMentorship.Load(m.Id, engagement, enrollment))));
    }
}

/// <param name="Partner">Null where the name of the partner is not known.</param>
public sealed record HomeMentorship(MentorshipView Mentorship, string? Partner)
{
    /// <summary>When a session is in the user's zone.</summary>
    public LocalSpan TimesOf(SessionView session) =>
        Mentorship.YourRole is MemberRole.Mentor ? session.Mentor : session.Mentee;

    public static async Task<HomeMentorship> Load(Guid id, EngagementClient engagement, EnrollmentClient enrollment)
    {
        var mentorship = await engagement.MentorshipViewAsync(id);
        var partner = mentorship.YourRole is MemberRole.Mentor ? mentorship.Mentee : mentorship.Mentor;
        return new(mentorship, (await enrollment.ShowPersonAsync(partner.Id)).Name);
    }
}
