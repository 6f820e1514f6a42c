using System.Text.Json.Serialization;
using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Engagement;
using PeerNetwork.Portal.Api.Enrollment;
using PersonView = PeerNetwork.Portal.Api.Engagement.PersonView;

namespace PeerNetwork.Portal.Mentorships;

/// <summary>A mentorship as one of the two sees it.</summary>
/// <param name="PartnerName">Null where it is not known.</param>
public sealed record MentorshipDetails(MentorshipView View, string? PartnerName)
{
    [JsonIgnore]
    public Guid Id => View.Id;

    [JsonIgnore]
    public bool IsOpen => View.Closing is null;

    [JsonIgnore]
    public PersonView Me => IsMentor ? View.Mentor : View.Mentee;

    [JsonIgnore]
    public PersonView Partner => IsMentor ? View.Mentee : View.Mentor;

    private bool IsMentor => View.YourRole is MemberRole.Mentor;

    public static async Task<MentorshipDetails> Load(Guid id, EngagementClient engagement, EnrollmentClient enrollment)
    {
        var loaded = new MentorshipDetails(await engagement.MentorshipViewAsync(id), null);
        return loaded with { PartnerName = await enrollment.NameOf(loaded.Partner.Id) };
    }

    /// <summary>A session by the clocks of the user.</summary>
    public LocalSpan Mine(SessionView session) => IsMentor ? session.Mentor : session.Mentee;

    /// <summary>A session by the clocks of the partner.</summary>
    public LocalSpan Theirs(SessionView session) => IsMentor ? session.Mentee : session.Mentor;

    public LocalSpan Mine(FindAvailabilitySharedTime shared) => IsMentor ? shared.Mentor : shared.Mentee;

    public LocalSpan Theirs(FindAvailabilitySharedTime shared) => IsMentor ? shared.Mentee : shared.Mentor;

    /// <summary>Where the portal offers the session as a calendar file.</summary>
    public string InvitationOf(SessionView session) => $"/mentoring/{Id}/sessions/{session.Id}/invitation.ics";
}
