namespace PeerNetwork.Matching.People;

/// <summary>Who reports to whom, by the direct manager of each person.</summary>
public sealed class ReportingLines(IReadOnlyDictionary<Guid, Guid> managerOf)
{
    /// <summary>
    /// The line managers of a person at every level, nearest first. A circle in HR's data ends where it closes.
    /// </summary>
    public IReadOnlyList<Guid> ManagersOf(Guid person)
    {
        var line = new List<Guid>();
        for (
            var at = person;
            managerOf.TryGetValue(at, out var manager) && manager != person && !line.Contains(manager);
            at = manager
        )
            line.Add(manager);
        return line;
    }
}
