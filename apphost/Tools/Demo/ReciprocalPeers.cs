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

    private static readonly string[] Formats = ["reciprocal"],
        Goals = ["learn a skill", "teach a skill"];

    private Session Coordinator => recruited.Coordinator;

    public async Task Run(CancellationToken ct)
    {
        var program = await Publish(ct);
        var people = Choose();
        await Apply(program, people, ct);
        await Coordinator.FillPool(program, People, "The pool has the peers", progress, ct);
        var run = await Coordinator.Create("matching/runs", new { program, kind = "reciprocal" }, ct);
        await Coordinator.Reach(run, "draft", "The matcher pairs peers", progress, ct);
        await Coordinator.VerifyCertificate(run, ct);
        await Coordinator.Post($"matching/runs/{run}/review", null, ct);
        await Coordinator.Post($"matching/runs/{run}/publish", null, ct);
        await Coordinator.Reach(run, "published", "Peers get their proposals", progress, ct);
        List<MatchLine> matches = [];
        await progress.Until(
            "Peers see one another",
            Pairs,
            async () => (matches = await Coordinator.All<MatchLine>($"matching/matches?program={program}", ct)).Count,
            ct
        );
        await progress.ForEach("Both accept, and agree on how they work", matches, match => Begin(match, ct), ct);
        var left = people.Except(matches.SelectMany(m => m.Members).Select(m => m.Person)).ToArray();
        if (left is not [var one])
            throw new DemoFailedException($"Of {People} peers {left.Length} have no partner.");
        var mine = await recruited.Sessions[one].All<Next>("matching/participations/mine", ct);
        if (mine.Single(next => next.Program == program).NextAction != "nextRun")
            throw new DemoFailedException(
                "The peer who is left over does not read that the next run looks for a partner."
            );
    }

    /// <summary>Present people of whom none is a line manager of another.</summary>
    private Guid[] Choose()
    {
        var lines = new ManagerLines(recruited.Directory);
        var present = recruited.Directory.Where(p => p.CanSignIn).Select(p => p.Id).ToHashSet();
        var chosen = new List<Guid>();
        foreach (var person in recruited.Ready.Where(a => a.Part == Part.Mentee).Select(a => a.Person).Distinct())
            if (chosen.Count < People && present.Contains(person) && !chosen.Exists(c => lines.AreInOne(c, person)))
                chosen.Add(person);
        return [.. chosen];
    }

    private async Task<Guid> Publish(CancellationToken ct)
    {
        var today = DateTimeOffset.UtcNow;
        var program = await Coordinator.Create(
            "enrollment/programs",
            new
            {
                name = $"Peers {today:yyyy-MM-dd HH:mm:ss}",
                siteCodes = recruited.Participants.Sites,
                charter = new
                {
                    purpose = "Learn from each other.",
                    targetPopulation = "All people of the two sites.",
                    intendedOutcomes = "Both have learned something that they use at work.",
                },
                starts = today.AddDays(7).ToString("yyyy-MM-dd"),
                meetingEveryDays = 14,
                formats = Formats,
                goals = Goals,
                guidelines = "Take turns.",
            },
            ct
        );
        await Coordinator.Post($"enrollment/programs/{program}/publish", null, ct);
        return program;
    }

    private async Task Apply(Guid program, Guid[] people, CancellationToken ct)
    {
        var alone = Application(program, "mentee", capacity: 0);
        if (await recruited.Sessions[people[0]].Try("enrollment/applications", alone, ct) is null)
            throw new DemoFailedException("A program of peers took an application as a mentee.");
        var applications = new List<Guid>();
        foreach (var person in people)
            applications.Add(
                await recruited
                    .Sessions[person]
                    .Create("enrollment/applications", Application(program, "both", capacity: 1), ct)
            );
        await Coordinator.Approve(applications, progress, _ => { }, ct);
    }

    private static object Application(Guid program, string role, int capacity) =>
        new
        {
            program,
            role,
            guidelinesVersion = 1,
            mentorCapacity = capacity,
        };

    private async Task Begin(MatchLine match, CancellationToken ct)
    {
        var (one, other) = (match.Members[0], match.Members[1]);
        if (one.Role != "peer" || other.Role != "peer")
            throw new DemoFailedException("A pair of a program of peers is not of two peers.");
        foreach (var member in match.Members)
            await recruited.Sessions[member.Person].Post($"matching/matches/{match.Id}/accept", null, ct);
        var path = $"engagement/mentorships/{match.Id}";
        while (!await recruited.Sessions[one.Person].Exists(path, ct))
            await Task.Delay(TimeSpan.FromMilliseconds(200), ct);
        await recruited
            .Sessions[one.Person]
            .Post(
                $"{path}/agreement",
                new
                {
                    goals = "Each learns one skill of the other",
                    meetingEveryDays = 14,
                    boundaries = "No calls at weekends",
                    confidentiality = "What we say stays with us",
                    channel = "Chat",
                    answerWithinHours = 48,
                },
                ct
            );
        await recruited.Sessions[other.Person].Post($"{path}/agreement/acceptance", new { proposal = 1 }, ct);
        var begun = await recruited.Sessions[one.Person].Get<Mentorship>(path, ct);
        if (begun is not { Kind: "reciprocal", YourRole: "peer" })
            throw new DemoFailedException($"A mentorship of peers is {begun.Kind}, and a peer is {begun.YourRole}.");
    }

    private sealed record Next(Guid Program, string NextAction);

    private sealed record Mentorship(string Kind, string YourRole);
}
