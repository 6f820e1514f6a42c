namespace PeerNetwork.Tools.Demo;

/// <summary>
/// An odd number of colleagues apply as peers: a run pairs all but one, each as mentor and mentee of the other, and the
/// one who is left over reads what happens next.
/// </summary>
/// <param name="recruited">With the directory as it is now.</param>
internal sealed class ReciprocalPeers(Recruited recruited, ProgressReporter progress)
{
    private const int People = 5,
        Pairs = People / 2;

    private readonly SmallProgram _small = new(recruited, progress);

    public async Task Run(CancellationToken ct)
    {
        var program = await _small.Publish("Peers", "reciprocal", ct);
        var people = _small.Choose(People);
        await Apply(program, people, ct);
        var matches = await _small.Match(program, "reciprocal", Pairs, ct);
        await progress.ForEach("Both accept, and agree on how they work", matches, match => Begin(match, ct), ct);
        var left = people.Except(matches.SelectMany(m => m.Members).Select(m => m.Person)).ToArray();
        if (left is not [var one])
            throw new DemoFailedException($"Of {People} peers {left.Length} have no partner.");
        await _small.WaitsForNextRun(program, one, ct);
    }

    private async Task Apply(Guid program, Guid[] people, CancellationToken ct)
    {
        var alone = SmallProgram.Application(program, "mentee");
        if (await recruited.Sessions[people[0]].Try("enrollment/applications", alone, ct) is null)
            throw new DemoFailedException("A program of peers took an application as a mentee.");
        await _small.Apply(program, people.Select(person => (person, "both")), ct);
    }

    private async Task Begin(MatchLine match, CancellationToken ct)
    {
        var (one, other) = (match.Members[0], match.Members[1]);
        if (one.Role != "peer" || other.Role != "peer")
            throw new DemoFailedException("A pair of a program of peers is not of two peers.");
        foreach (var member in match.Members)
            await _small.Accept(match, member.Person, ct);
        var path = await _small.Begun(match, one.Person, ct);
        await _small.Agree(path, one.Person, [other.Person], "Each learns one skill of the other", ct);
        var begun = await recruited.Sessions[one.Person].Get<Mentorship>(path, ct);
        if (begun is not { Kind: "reciprocal", YourRole: "peer" })
            throw new DemoFailedException($"A mentorship of peers is {begun.Kind}, and a peer is {begun.YourRole}.");
    }

    private sealed record Mentorship(string Kind, string YourRole);
}
