namespace PeerNetwork.Tools.Demo;

/// <summary>Who is above whom, by the main job of each person.</summary>
internal sealed class ManagerLines(IReadOnlyList<Listed> directory)
{
    private readonly Dictionary<Guid, Guid?> _managers = directory.ToDictionary(p => p.Id, p => p.Manager);

    /// <summary>Whether one of two people is a line manager of the other, at any level.</summary>
    public bool AreInOne(Guid one, Guid other) => Above(one).Contains(other) || Above(other).Contains(one);

    private HashSet<Guid> Above(Guid person)
    {
        var line = new HashSet<Guid>();
        for (var at = person; _managers.GetValueOrDefault(at) is { } manager && line.Add(manager); at = manager) { }
        return line;
    }
}
