using PeerNetwork.Portal.Api.Engagement;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Mentorships;

namespace PeerNetwork.Portal.Home;

/// <summary>The open mentorships of the user.</summary>
public sealed record HomeView(IReadOnlyList<MentorshipDetails> Mentorships)
{
    public static async Task<HomeView> Load(EngagementClient engagement, EnrollmentClient enrollment)
    {
        var mine = await engagement.ListMyMentorshipsAsync();
        var open = mine.Items.Where(mentorship => mentorship.Closed is null);
        return new(await Task.WhenAll(open.Select(m => MentorshipDetails.Load(m.Id, engagement, enrollment))));
    }
}
