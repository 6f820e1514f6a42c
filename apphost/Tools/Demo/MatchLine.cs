namespace PeerNetwork.Tools.Demo;

/// <summary>A match as the API lists it.</summary>
/// <param name="Reason">Why it was declined; null unless it was.</param>
internal sealed record MatchLine(Guid Id, List<MatchMember> Members, string? Reason)
{
    public Guid Mentor => PersonAs("mentor");

    public Guid Mentee => PersonAs("mentee");

    public Guid[] Mentees => [.. Members.Where(m => m.Role == "mentee").Select(m => m.Person)];

    private Guid PersonAs(string role) => Members.Single(m => m.Role == role).Person;
}

internal sealed record MatchMember(Guid Person, string Role);
