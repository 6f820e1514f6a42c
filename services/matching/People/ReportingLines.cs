namespace PeerNetwork.Matching.People;

/// <summary>Who reports to whom, by the direct managers of each person in all of their jobs.</summary>
public sealed class ReportingLines(IReadOnlyDictionary<Guid, Guid[]> managersOf)
{
    /// <summary>
    /// The line managers of a person at every level, nearest first. A circle in HR's data ends where it closes.
    /// </summary>
    public IReadOnlyList<Guid> ManagersOf(Guid person)
    {
        var known = new HashSet<Guid> { person };
        var line = new List<Guid> { person };
        for (var at = 0; at < line.Count; at++)
            line.AddRange(managersOf.GetValueOrDefault(line[at], []).Where(known.Add));
        return line[1..];
    }
}
