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
        var names = await enrollment.NamesOf([.. lines.Select(line => line.PartnerId)]);
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

    /// <summary>The names of up to 100 people, without those who are erased, or not shown to the user.</summary>
    public static async Task<IReadOnlyDictionary<Guid, string?>> NamesOf(
        this EnrollmentClient enrollment,
        IReadOnlyCollection<Guid> people
    ) =>
        people.Count == 0
            ? new Dictionary<Guid, string?>()
            : (await enrollment.ListNamesAsync(string.Join(',', people))).Items.ToDictionary(p => p.Id, p => p.Name);
}
