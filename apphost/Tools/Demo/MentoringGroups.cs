namespace PeerNetwork.Tools.Demo;

/// <summary>
/// A few mentors and more mentees than can have one each: a run forms groups. In each a mentee declines and the others
/// begin, and one leaves later on; who has no group waits for the next run.
/// </summary>
/// <param name="recruited">With the directory as it is now.</param>
internal sealed class MentoringGroups(Recruited recruited, ProgressReporter progress)
{
    public const int MinMentees = 2,
        MaxMentees = 4;

    private const int Groups = 2,
        Mentees = (Groups * MaxMentees) + 1;

    private readonly SmallProgram _small = new(recruited, progress);

    public async Task Run(CancellationToken ct)
    {
        var program = await _small.Publish("Mentoring groups", "group", ct);
        var people = _small.Choose(Groups + Mentees);
        await _small.Apply(program, people.Select((person, n) => (person, n < Groups ? "mentor" : "mentee")), ct);
        var groups = await _small.Match(program, "group", Groups, ct);
        if (groups.Find(group => group.Mentees.Length != MaxMentees) is { } other)
            throw new DemoFailedException($"A group has {other.Mentees.Length} mentees, and not {MaxMentees}.");
        await progress.ForEach("Groups begin, and one leaves each", groups, group => Begin(group, ct), ct);
        var matched = groups.SelectMany(group => group.Mentees).ToArray();
        Guid[] waiting = [.. people.Skip(Groups).Except(matched), .. groups.SelectMany(GoneFrom)];
        if (waiting.Length != 1 + (2 * Groups))
            throw new DemoFailedException($"{waiting.Length} mentees are without a group.");
        foreach (var person in waiting)
            await _small.WaitsForNextRun(program, person, ct);
    }

    private async Task Begin(MatchLine group, CancellationToken ct)
    {
        var gone = GoneFrom(group);
        Guid[] stay = [group.Mentor, .. group.Mentees.Except(gone)];
        await recruited.Sessions[gone[0]].Post($"matching/matches/{group.Id}/decline", new { }, ct);
        foreach (var member in stay.Append(gone[1]))
            await _small.Accept(group, member, ct);
        var path = await _small.Begun(group, group.Mentor, ct);
        await _small.Agree(path, group.Mentor, stay.Skip(1).Append(gone[1]), "Each reaches one goal", ct);
        await recruited.Sessions[gone[1]].Post($"{path}/leave", new { }, ct);
        var begun = await recruited.Sessions[group.Mentor].Get<Mentorship>(path, ct);
        if (begun.Kind != "group" || !begun.Members.Select(m => m.Person).ToHashSet().SetEquals(stay))
            throw new DemoFailedException(
                $"A group went on with {begun.Members.Count} members, and not {stay.Length}."
            );
    }

    /// <summary>The mentee who declines, and the one who leaves.</summary>
    private static Guid[] GoneFrom(MatchLine group) => group.Mentees[..2];

    private sealed record Mentorship(string Kind, List<MatchMember> Members);
}
