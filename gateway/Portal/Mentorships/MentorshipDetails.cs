using System.Text.Json.Serialization;
using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Engagement;
using PeerNetwork.Portal.Api.Enrollment;

namespace PeerNetwork.Portal.Mentorships;

/// <summary>A mentorship as one of its members sees it.</summary>
/// <param name="Names">Those of its members and former members, as far as they are known.</param>
/// <param name="ETag">The version of the mentorship; null where the page does not need it.</param>
public sealed record MentorshipDetails(
    MentorshipView View,
    IReadOnlyDictionary<Guid, string?> Names,
    string? ETag = null
)
{
    [JsonIgnore]
    public Guid Id => View.Id;

    [JsonIgnore]
    public bool IsOpen => View.Closing is null;

    [JsonIgnore]
    public bool IsGroup => View.Kind is RelationshipKind.Group;

    /// <summary>Whether there are coordinators, who read feedback that is for them. Without a program there are none.
    /// </summary>
    [JsonIgnore]
    public bool HasCoordinators => View.Program is not null;

    /// <summary>Whether the user closes it. A mentee leaves a group instead.</summary>
    [JsonIgnore]
    public bool ClosesIt => !IsGroup || View.YourRole is MemberRole.Mentor;

    [JsonIgnore]
    public MemberView Me => View.Members.First(member => IsMe(member.Person));

    /// <summary>The other members.</summary>
    [JsonIgnore]
    public IEnumerable<MemberView> Partners => View.Members.Where(member => !IsMe(member.Person));

    /// <summary>The name of the partner, or names of the group; null where none is known.</summary>
    [JsonIgnore]
    public string? PartnerName => Names.TextOf(Partners.Select(partner => partner.Person));

    public static async Task<MentorshipDetails> Load(Guid id, EngagementClient engagement, EnrollmentClient enrollment)
    {
        var view = await engagement.MentorshipViewAsync(id);
        var tag = engagement.ETagOf(view);
        return new(view, await enrollment.NamesOf(OthersIn(view)), tag);
    }

    /// <param name="names">Also of others; a page keeps those of the mentorship alone.</param>
    public static MentorshipDetails Of(MentorshipView view, IReadOnlyDictionary<Guid, string?> names) =>
        new(view, OthersIn(view).Where(names.ContainsKey).Distinct().ToDictionary(id => id, id => names[id]));

    /// <summary>The other members, and those who left.</summary>
    public static IEnumerable<Guid> OthersIn(MentorshipView view) =>
        view
            .Members.Select(member => member.Person)
            .Concat(view.FormerMembers.Select(former => former.Person))
            .Where(person => person != view.You);

    public bool IsMe(Guid person) => person == View.You;

    /// <summary>A session by the clocks of the user.</summary>
    public MemberTime Mine(SessionView session) => Mine(session.Times);

    /// <summary>A session by the clocks of the others, once for each zone.</summary>
    public IReadOnlyList<MemberTime> Theirs(SessionView session) => Theirs(session.Times);

    public MemberTime Mine(IEnumerable<MemberTime> times) => times.First(time => IsMe(time.Person));

    public IReadOnlyList<MemberTime> Theirs(IEnumerable<MemberTime> times) =>
        [.. times.Where(time => !IsMe(time.Person)).DistinctBy(time => time.Zone)];

    /// <summary>Where the portal offers the session as a calendar file.</summary>
    public string InvitationOf(SessionView session) => $"/mentoring/{Id}/sessions/{session.Id}/invitation.ics";
}
