using System.Text.Json.Serialization;
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
        var lines = mine.Items.Select(summary => new MentorshipLine(summary, RoleOf(me, summary), null)).ToArray();
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

    private static MemberRole RoleOf(Guid person, MentorshipSummary mentorship) =>
        mentorship.Mentor == person ? MemberRole.Mentor : MemberRole.Mentee;
}

/// <param name="Role">Which of the two the user is.</param>
/// <param name="Partner">Null where the name is not known.</param>
public sealed record MentorshipLine(MentorshipSummary Summary, MemberRole Role, string? Partner)
{
    [JsonIgnore]
    public Guid PartnerId => Role is MemberRole.Mentor ? Summary.Mentee : Summary.Mentor;
}
