using PeerNetwork.Engagement.People;

namespace PeerNetwork.Engagement.Sessions;

/// <summary>A span of time as the clocks of one zone show it.</summary>
public sealed record LocalSpan(string Zone, DateTimeOffset Start, DateTimeOffset End)
{
    public static LocalSpan In(string zone, DateTimeOffset start, DateTimeOffset end) =>
        new(zone, start.In(zone), end.In(zone));
}

/// <summary>A span of time as the clocks of a member show it.</summary>
public sealed record MemberTime(Guid Person, string Zone, DateTimeOffset Start, DateTimeOffset End)
{
    public static MemberTime For(Person person, DateTimeOffset start, DateTimeOffset end) =>
        new(person.Id.Value, person.Zone, start.In(person.Zone), end.In(person.Zone));
}
