using PeerNetwork.Portal.Api.Engagement;
using PeerNetwork.Portal.Mentorships;

namespace PeerNetwork.Portal.Tests.Mentorships;

/// <summary>A mentor in Chicago, who looks at the pages, and a mentee in Tokyo.</summary>
internal static class Pair
{
    public static readonly DateTimeOffset Now = new(2027, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly Guid Id = Guid.CreateVersion7(),
        Mentor = Guid.CreateVersion7(),
        Mentee = Guid.CreateVersion7();

    public static MentorshipDetails Mentorship(params SessionView[] sessions) =>
        new(
            new()
            {
                Id = Id,
                Mentor = new() { Id = Mentor, Zone = "America/Chicago" },
                Mentee = new() { Id = Mentee, Zone = "Asia/Tokyo" },
                YourRole = MemberRole.Mentor,
                Sessions = sessions,
            },
            "Aiko Tanaka"
        );

    /// <param name="hours">From now to its start.</param>
    public static SessionView Session(string topic, double hours) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Topic = topic,
            Minutes = 60,
            Planned = Span("UTC", hours, TimeSpan.Zero),
            Mentor = Span("America/Chicago", hours, TimeSpan.FromHours(-6)),
            Mentee = Span("Asia/Tokyo", hours, TimeSpan.FromHours(9)),
        };

    public static LocalSpan Span(string zone, double hours, TimeSpan offset) =>
        new()
        {
            Zone = zone,
            Start = Now.AddHours(hours).ToOffset(offset),
            End = Now.AddHours(hours + 1).ToOffset(offset),
        };
}
