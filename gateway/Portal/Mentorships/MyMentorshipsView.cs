using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Engagement;
using PeerNetwork.Portal.Api.Enrollment;

namespace PeerNetwork.Portal.Mentorships;

/// <summary>The mentorships of the user, open ones first.</summary>
/// <param name="Zone">The zone in which the user works.</param>
public sealed record MyMentorshipsView(string Zone, IReadOnlyList<MentorshipLine> Lines)
{
    public static async Task<MyMentorshipsView> Load(Guid me, EngagementClient engagement, EnrollmentClient enrollment)
    {
        var hours = await engagement.MyWorkingHoursAsync();
        var mine = await engagement.ListMyMentorshipsAsync();
        var lines = mine.Items.Select(summary => MentorshipLine.For(me, summary)).ToArray();
        var names = await enrollment.NamesOf(lines.Select(line => line.PartnerId));
        return new(
            hours.Zone,
            [
                .. lines
                    .OrderBy(line => line.Summary.Closed is not null)
                    .Select(line => line with { Partner = names.GetValueOrDefault(line.PartnerId) }),
            ]
        );
    }
}

/// <param name="Role">The role of the user.</param>
/// <param name="Partner">Null where the name is not known.</param>
public sealed record MentorshipLine(MentorshipSummary Summary, MemberRole Role, Guid PartnerId, string? Partner)
{
    public static MentorshipLine For(Guid user, MentorshipSummary summary) =>
        new(
            summary,
            summary.Members.First(member => member.Person == user).Role,
            summary.Members.First(member => member.Person != user).Person,
            null
        );
}
