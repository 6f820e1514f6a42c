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
        var names = await enrollment.NamesOf(mine.Items.SelectMany(summary => PartnersOf(me, summary)));
        return new(
            hours.Zone,
            [
                .. from summary in mine.Items
                orderby summary.Closed is not null
                select new MentorshipLine(
                    summary,
                    summary.Members.First(member => member.Person == me).Role,
                    names.TextOf(PartnersOf(me, summary))
                ),
            ]
        );
    }

    private static IEnumerable<Guid> PartnersOf(Guid user, MentorshipSummary summary) =>
        summary.Members.Select(member => member.Person).Where(person => person != user);
}

/// <param name="Role">The role of the user.</param>
/// <param name="Partner">The name of the partner, or names of the group; null where none is known.</param>
public sealed record MentorshipLine(MentorshipSummary Summary, MemberRole Role, string? Partner)
{
    /// <summary>The outcome for a user who left the group, whose page is no page of theirs then.</summary>
    public const string Left = "left";

    public bool HasLeft => Summary.Outcome is Left;
}
