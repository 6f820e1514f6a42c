using System.Text.Json.Serialization;
using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Engagement;
using PeerNetwork.Portal.Api.Enrollment;

namespace PeerNetwork.Portal.Mentorships;

/// <summary>A mentorship as one of its members sees it.</summary>
/// <param name="PartnerName">Null where it is not known.</param>
public sealed record MentorshipDetails(MentorshipView View, string? PartnerName)
{
    [JsonIgnore]
    public Guid Id => View.Id;

    [JsonIgnore]
    public bool IsOpen => View.Closing is null;

    [JsonIgnore]
    public MemberView Me => View.Members.First(member => IsMe(member.Person));

    [JsonIgnore]
    public MemberView Partner => View.Members.First(member => !IsMe(member.Person));

    public static async Task<MentorshipDetails> Load(Guid id, EngagementClient engagement, EnrollmentClient enrollment)
    {
        var loaded = new MentorshipDetails(await engagement.MentorshipViewAsync(id), null);
        return loaded with { PartnerName = await enrollment.NameOf(loaded.Partner.Person) };
    }

    public bool IsMe(Guid person) => person == View.You;

    /// <summary>A session by the clocks of the user.</summary>
    public MemberTime Mine(SessionView session) => Mine(session.Times);

    /// <summary>A session by the clocks of the partner.</summary>
    public MemberTime Theirs(SessionView session) => Theirs(session.Times);

    public MemberTime Mine(IEnumerable<MemberTime> times) => times.First(time => IsMe(time.Person));

    public MemberTime Theirs(IEnumerable<MemberTime> times) => times.First(time => !IsMe(time.Person));

    /// <summary>Where the portal offers the session as a calendar file.</summary>
    public string InvitationOf(SessionView session) => $"/mentoring/{Id}/sessions/{session.Id}/invitation.ics";
}
