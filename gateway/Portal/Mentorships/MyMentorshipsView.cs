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
        var lines = await Task.WhenAll(mine.Items.Select(summary => Line(summary, me, enrollment)));
        return new(hours.Zone, [.. lines.OrderBy(line => line.Summary.Closed is not null)]);
    }

    private static async Task<MentorshipLine> Line(MentorshipSummary summary, Guid me, EnrollmentClient enrollment)
    {
        var isMentor = summary.Mentor == me;
        var partner = await enrollment.NameOf(isMentor ? summary.Mentee : summary.Mentor);
        return new(summary, isMentor ? MemberRole.Mentor : MemberRole.Mentee, partner);
    }
}

/// <param name="Role">Which of the two the user is.</param>
/// <param name="Partner">Null where the name is not known.</param>
public sealed record MentorshipLine(MentorshipSummary Summary, MemberRole Role, string? Partner);

internal static class PartnerNames
{
    /// <summary>The name of a person; null where it is erased, or not shown to the user.</summary>
    public static async Task<string?> NameOf(this EnrollmentClient enrollment, Guid person)
    {
        try
        {
            return (await enrollment.ShowPersonAsync(person)).Name;
        }
        catch (Exception e) when (ApiFailures.Of(e) is ApiFailure.NotFound or ApiFailure.Forbidden)
        {
            return null;
        }
    }
}
