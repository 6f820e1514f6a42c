namespace PeerNetwork.Tools.Demo;

/// <summary>
/// A person is open to connections. Another one asks and is accepted, so that they have a relationship without a
/// program. A report who asks a line manager is refused.
/// </summary>
/// <param name="recruited">With the directory as it is now.</param>
internal sealed class Connections(Recruited recruited, ProgressReporter progress)
{
    private const string Requests = "matching/connections/requests",
        Preferences = "matching/connections/preferences",
        Directory = "matching/connections/directory";

    public async Task Run(CancellationToken ct)
    {
        var (open, asking) = await ChooseStrangers(ct);
        var connection = await progress.Do(
            "Two people connect without a program",
            async () =>
            {
                await recruited.Sessions[open].Put(Preferences, new { open = true, showsSkills = true }, ct);
                if ((await recruited.Sessions[asking].All<Person>(Directory, ct)).All(person => person.Id != open))
                    throw new DemoFailedException("A person who is open to connections is not found.");
                var request = await recruited
                    .Sessions[asking]
                    .Create(
                        Requests,
                        new
                        {
                            person = open,
                            minutesPerMonth = 15,
                            message = "May I ask you how you came to your work?",
                        },
                        ct
                    );
                await recruited.Sessions[open].Post($"{Requests}/{request}/accept", null, ct);
                return request;
            }
        );
        await progress.Until(
            "Their relationship begins",
            2,
            async () =>
            {
                var found = 0;
                foreach (var person in (Guid[])[open, asking])
                    if (
                        (await recruited.Sessions[person].All<Relationship>("engagement/me/mentorships", ct)).Any(r =>
                            r.Id == connection && r is { Kind: "organic", Program: null }
                        )
                    )
                        found++;
                return found;
            },
            ct
        );
        await progress.Do("A report cannot ask a line manager to connect", () => AskManager(ct));
    }

    /// <summary>Two people of whom neither has asked the other, and none is a line manager of the other.</summary>
    private async Task<(Guid Open, Guid Asking)> ChooseStrangers(CancellationToken ct)
    {
        var lines = new ManagerLines(recruited.Directory);
        var people = Present();
        foreach (var open in people)
        {
            var known = await recruited.Sessions[open].All<Request>(Requests, ct);
            var strangers = people
                .Except(known.SelectMany(request => new[] { request.From, request.To }).Append(open))
                .Where(other => !lines.AreInOne(open, other));
            foreach (var asking in strangers.Take(1))
                return (open, asking);
        }

        throw new DemoFailedException("All people are connected, or of one reporting line.");
    }

    private async Task<int> AskManager(CancellationToken ct)
    {
        var managers = recruited.Directory.ToDictionary(p => p.Id, p => p.Manager);
        var report = Present().First(person => managers[person] is not null);
        var refused = await recruited
            .Sessions[report]
            .Try(Requests, new { person = managers[report], minutesPerMonth = 15 }, ct);
        return refused?.Type == "urn:peernetwork:problem:reporting-line"
            ? 0
            : throw new DemoFailedException($"A request within a reporting line was answered by: {refused?.Detail}");
    }

    private Guid[] Present()
    {
        var present = recruited.Directory.Where(p => p.CanSignIn).Select(p => p.Id).ToHashSet();
        return
        [
            .. recruited
                .Ready.Where(a => a.Part == Part.Mentee)
                .Select(a => a.Person)
                .Distinct()
                .Where(present.Contains),
        ];
    }

    private sealed record Person(Guid Id);

    private sealed record Request(Guid From, Guid To);

    private sealed record Relationship(Guid Id, string Kind, Guid? Program);
}
