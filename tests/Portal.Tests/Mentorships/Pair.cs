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
                Members =
                [
                    new()
                    {
                        Person = Mentor,
                        Role = MemberRole.Mentor,
                        Zone = "America/Chicago",
                    },
                    new()
                    {
                        Person = Mentee,
                        Role = MemberRole.Mentee,
                        Zone = "Asia/Tokyo",
                    },
                ],
                You = Mentor,
                YourRole = MemberRole.Mentor,
                Sessions = sessions,
            },
            new Dictionary<Guid, string?> { [Mentee] = "Aiko Tanaka" }
        );

    /// <param name="hours">From now to its start.</param>
    public static SessionView Session(string topic, double hours) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Topic = topic,
            Minutes = 60,
            Planned = new()
            {
                Zone = "UTC",
                Start = Now.AddHours(hours),
                End = Now.AddHours(hours + 1),
            },
            Times = Times(hours),
        };

    /// <summary>An hour by the clocks of both.</summary>
    public static MemberTime[] Times(double hours) =>
        [
            Time(Mentor, "America/Chicago", hours, TimeSpan.FromHours(-6)),
            Time(Mentee, "Asia/Tokyo", hours, TimeSpan.FromHours(9)),
        ];

    private static MemberTime Time(Guid person, string zone, double hours, TimeSpan offset) =>
        new()
        {
            Person = person,
            Zone = zone,
            Start = Now.AddHours(hours).ToOffset(offset),
            End = Now.AddHours(hours + 1).ToOffset(offset),
        };
}
