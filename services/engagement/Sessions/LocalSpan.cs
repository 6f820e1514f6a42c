namespace PeerNetwork.Engagement.Sessions;

/// <summary>A span of time as the clocks of one zone show it.</summary>
public sealed record LocalSpan(string Zone, DateTimeOffset Start, DateTimeOffset End)
{
    public static LocalSpan In(string zone, DateTimeOffset start, DateTimeOffset end) =>
        new(zone, start.In(zone), end.In(zone));
}
